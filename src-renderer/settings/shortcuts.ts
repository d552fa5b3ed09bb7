// The keys as they are shown. Their handlers are elsewhere: keyboard/keys.ts, keyboard/mark-keys.ts, PhotoGrid, Viewer, SelectionBar. Those of Review have one map for both.

import { keysOf } from '../keyboard/review-keys.ts';
import { commandKey as command } from '../keyboard/names.ts';
import { setKeysOf } from '../keyboard/set-keys.ts';
import { keyOnSheet } from '../keyboard/sheet-keys.ts';
import { t, type MessageKey } from '../messages/messages.svelte.ts';

interface Shortcut {
  readonly does: MessageKey;
  readonly press: () => readonly string[];
}

export const shortcuts: readonly { readonly title: MessageKey; readonly keys: readonly Shortcut[] }[] = [
  {
    title: 'shortcuts.inPhotos',
    keys: [
      { does: 'shortcuts.move', press: () => ['←', '→', '↑', '↓'] },
      { does: 'shortcuts.open', press: () => [t('key.enter')] },
      { does: 'shortcuts.select', press: () => [t('key.space')] },
      { does: 'shortcuts.extend', press: () => [t('key.shift'), '→'] },
      { does: 'shortcuts.all', press: () => [command, 'A'] },
      { does: 'shortcuts.similar', press: () => ['S'] },
      { does: 'shortcuts.different', press: () => ['D'] },
      { does: 'shortcuts.toGroup', press: () => ['M'] },
      { does: 'shortcuts.split', press: () => ['X'] },
      { does: 'shortcuts.compare', press: () => ['C'] },
      { does: 'shortcuts.why', press: () => ['W'] },
      { does: 'shortcuts.rename', press: () => ['F2'] }
    ]
  },
  {
    title: 'shortcuts.marking',
    keys: [
      { does: 'shortcuts.picked', press: () => ['P'] },
      { does: 'shortcuts.rejected', press: () => ['X'] },
      { does: 'shortcuts.rejectedInGroup', press: () => [t('key.shift'), 'X'] },
      { does: 'shortcuts.unflagged', press: () => ['U'] },
      { does: 'shortcuts.stars', press: () => ['0', '–', '5'] },
      { does: 'shortcuts.labels', press: () => ['6', '–', '9'] },
      { does: 'shortcuts.favourite', press: () => ['B'] }
    ]
  },
  {
    title: 'nav.albums',
    keys: [
      { does: 'shortcuts.toAlbum', press: () => ['A'] },
      { does: 'shortcuts.chooseAlbum', press: () => [t('key.shift'), 'A'] },
      { does: 'shortcuts.fromAlbum', press: () => [t('key.delete')] },
      { does: 'shortcuts.arrange', press: () => ['Alt', '←', '→'] },
      { does: 'albums.new', press: () => ['N'] }
    ]
  },
  {
    title: 'shortcuts.inGroups',
    keys: [
      { does: 'groups.find', press: () => ['/'] },
      { does: 'shortcuts.pick', press: () => [t('key.space')] },
      { does: 'shortcuts.merge', press: () => ['S'] },
      { does: 'shortcuts.part', press: () => ['D'] }
    ]
  },
  {
    title: 'shortcuts.anywhere',
    keys: [
      { does: 'shortcuts.undo', press: () => [command, 'Z'] },
      { does: 'shortcuts.redo', press: () => [t('key.shift'), command, 'Z'] },
      { does: 'shortcuts.export', press: () => [command, 'E'] },
      { does: 'shortcuts.back', press: () => [t('key.escape')] },
      { does: 'shortcuts.views', press: () => [command, '1', '–', '8'] },
      { does: 'shortcuts.finer', press: () => ['['] },
      { does: 'shortcuts.coarser', press: () => [']'] },
      { does: 'shortcuts.help', press: () => ['?'] }
    ]
  },
  {
    title: 'nav.map',
    keys: [
      { does: 'map.tool.move', press: () => ['V'] },
      { does: 'map.tool.lasso', press: () => ['L'] },
      { does: 'map.tool.box', press: () => ['O'] },
      { does: 'map.tool.brush', press: () => ['K'] },
      { does: 'shortcuts.map.pan', press: () => ['←', '→', '↑', '↓'] },
      { does: 'shortcuts.zoom', press: () => ['+', '−'] },
      { does: 'map.fit', press: () => ['0'] }
    ]
  },
  {
    title: 'nav.duplicates',
    keys: [
      { does: 'shortcuts.keepProposed', press: () => setKeysOf('keep') },
      { does: 'shortcuts.keepThis', press: () => ['1', '9'] },
      { does: 'shortcuts.keepSeveral', press: () => [t('key.shift'), '1'] },
      { does: 'shortcuts.keepAll', press: () => setKeysOf('keepAll') },
      { does: 'shortcuts.notTheSame', press: () => setKeysOf('notTheSame') },
      { does: 'shortcuts.nextSet', press: () => setKeysOf('next') },
      { does: 'shortcuts.previousSet', press: () => setKeysOf('previous') },
      { does: 'shortcuts.otherFile', press: () => setKeysOf('up', 'down') },
      { does: 'shortcuts.flickSet', press: () => setKeysOf('flick', 'sideBySide') }
    ]
  },
  {
    title: 'nav.review',
    keys: [
      { does: 'shortcuts.answer', press: () => keysOf('similar', 'different') },
      { does: 'shortcuts.degree', press: () => keysOf('degree') },
      { does: 'shortcuts.confirm', press: () => keysOf('confirm') },
      { does: 'shortcuts.closer', press: () => keysOf('second', 'third') },
      { does: 'shortcuts.skip', press: () => keysOf('skip') },
      { does: 'shortcuts.previous', press: () => keysOf('back') },
      { does: 'shortcuts.flick', press: () => keysOf('flick', 'flip') },
      { does: 'shortcuts.stop', press: () => keysOf('stop') }
    ]
  },
  {
    title: 'review.by.sheets',
    keys: [
      { does: 'shortcuts.mark', press: () => [keyOnSheet('mark')] },
      { does: 'shortcuts.sheetConfirm', press: () => [keyOnSheet('confirm')] },
      { does: 'shortcuts.two', press: () => [keyOnSheet('two')] },
      { does: 'shortcuts.line', press: () => [keyOnSheet('lineLeft'), keyOnSheet('lineRight')] },
      { does: 'shortcuts.sheetSkip', press: () => [keyOnSheet('skip')] },
      { does: 'shortcuts.sheetBack', press: () => [keyOnSheet('back')] }
    ]
  },
  {
    title: 'answers.title',
    keys: [
      { does: 'shortcuts.answerOpen', press: () => [t('key.enter')] },
      { does: 'shortcuts.answerRevoke', press: () => [t('key.delete')] },
      { does: 'shortcuts.answerFind', press: () => ['/'] }
    ]
  },
  {
    title: 'nav.learn',
    keys: [
      { does: 'learn.start', press: () => [t('key.enter')] },
      { does: 'shortcuts.pause', press: () => ['P'] }
    ]
  },
  {
    title: 'shortcuts.inViewer',
    keys: [
      { does: 'shortcuts.zoom', press: () => ['+', '−'] },
      { does: 'shortcuts.fit', press: () => ['Z'] },
      { does: 'shortcuts.details', press: () => ['I'] }
    ]
  }
];
