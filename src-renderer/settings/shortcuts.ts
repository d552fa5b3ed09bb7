// The keys as they are shown. Their handlers are elsewhere: keyboard/keys.ts, keyboard/mark-keys.ts, PhotoGrid. Those of actions, Review and the viewer have one table for both.

import { actionOf, keysOf as keysOfAction } from '../actions/actions.ts';
import type { ActionId } from '../actions/action.ts';
import { keysOf } from '../keyboard/review-keys.ts';
import { commandKey as command } from '../keyboard/names.ts';
import { setKeysOf } from '../keyboard/set-keys.ts';
import { keyOnSheet } from '../keyboard/sheet-keys.ts';
import { keyInViewer } from '../keyboard/viewer-keys.ts';
import { t, type MessageKey } from '../messages/messages.svelte.ts';

interface Shortcut {
  readonly does: MessageKey;
  readonly press: () => readonly string[];
}

const of = (id: ActionId) => () => keysOfAction(actionOf(id));

export const shortcuts: readonly { readonly title: MessageKey; readonly keys: readonly Shortcut[] }[] = [
  {
    title: 'shortcuts.inPhotos',
    keys: [
      { does: 'shortcuts.move', press: () => ['←', '→', '↑', '↓'] },
      { does: 'shortcuts.open', press: () => [t('key.enter'), t('key.space')] },
      { does: 'shortcuts.select', press: () => ['V'] },
      { does: 'shortcuts.extend', press: () => [t('key.shift'), '→'] },
      { does: 'shortcuts.all', press: () => [command, 'A'] },
      { does: 'shortcuts.similar', press: of('similar') },
      { does: 'shortcuts.different', press: of('different') },
      { does: 'shortcuts.toGroup', press: of('move') },
      { does: 'shortcuts.split', press: of('split') },
      { does: 'shortcuts.compare', press: of('compare') },
      { does: 'shortcuts.why', press: of('why') },
      { does: 'actions.showGroup', press: of('show-group') },
      { does: 'actions.alike', press: of('alike') },
      { does: 'actions.alikePart', press: of('alike-part') },
      { does: 'actions.slideshow', press: of('slideshow') },
      { does: 'actions.copyImage', press: of('copy-image') },
      { does: 'shortcuts.copyPath', press: of('copy-path') },
      { does: 'shortcuts.menu', press: () => [t('key.shift'), 'F10'] },
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
      { does: 'shortcuts.favourite', press: () => ['B'] },
      { does: 'shortcuts.markWithAlt', press: () => ['Alt', 'P'] }
    ]
  },
  {
    title: 'nav.albums',
    keys: [
      { does: 'shortcuts.toAlbum', press: of('album-last') },
      { does: 'shortcuts.chooseAlbum', press: of('album') },
      { does: 'shortcuts.fromAlbum', press: () => [t('key.delete')] },
      { does: 'shortcuts.arrange', press: () => ['Alt', '←', '→'] },
      { does: 'albums.new', press: () => ['N'] }
    ]
  },
  {
    title: 'shortcuts.inGroups',
    keys: [
      { does: 'find.search', press: () => [command, 'F'] },
      { does: 'shortcuts.pick', press: () => ['V'] },
      { does: 'shortcuts.merge', press: of('merge') },
      { does: 'shortcuts.part', press: of('part') }
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
      { does: 'map.tool.move', press: () => ['H'] },
      { does: 'map.tool.lasso', press: () => ['Q'] },
      { does: 'map.tool.box', press: () => ['O'] },
      { does: 'map.tool.brush', press: () => ['J'] },
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
      { does: 'shortcuts.fit', press: () => [keyInViewer('zoom')] },
      { does: 'viewer.turn', press: () => [keyInViewer('turnRight')] },
      { does: 'viewer.fullscreen', press: () => [keyInViewer('fullscreen')] },
      { does: 'shortcuts.details', press: () => [keyInViewer('details')] },
      { does: 'shortcuts.closeViewer', press: () => [t('key.space'), t('key.escape')] }
    ]
  },
  {
    title: 'shortcuts.onDesktop',
    keys: [
      { does: 'actions.openWith', press: of('open-with') },
      { does: 'actions.showInFolder', press: of('show-in-folder') },
      { does: 'shortcuts.dragOut', press: () => ['Alt', t('shortcuts.drag')] }
    ]
  }
];
