// The keymap as a whole: each action is handled, listed and reached by its keys, and no key means two things at once.

import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actionsOf, type ContextName, keymap } from '../../../src-renderer/keyboard/keymap.ts';
import { actionOf, press } from '../../../src-renderer/keyboard/press.ts';
import { keyOf, sections } from '../../../src-renderer/keyboard/shown.ts';

const contexts = Object.keys(keymap) as ContextName[]; // the names of a literal

/** The press of a chord, as a browser tells of it. */
function chord(chord: string): KeyboardEvent {
  const at = chord.length > 1 ? chord.lastIndexOf('+', chord.length - 2) + 1 : 0;
  const key = chord.slice(at);
  return pressed(key, { ctrlKey: chord.includes('Mod+'), shiftKey: chord.includes('Shift+') });
}

function pressed(key: string, more: Partial<KeyboardEvent> = {}): KeyboardEvent {
  return { key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more } as KeyboardEvent; // what a press is read for
}

describe('every action', () => {
  const sources = globSync('src-renderer/**/*.svelte').map((path) => readFileSync(path, 'utf8'));

  it.each(contexts)('of %s is reached by each of its keys, handled, and listed in the help sheet', (context) => {
    // what it does there is complete by its type: a handler for each action
    expect(sources.filter((source) => source.includes(`press('${context}', event, {`)).length).toBeGreaterThan(0);
    const section = sections().find(({ title }) => title === keymap[context].title)!;
    for (const [action, { keys, says, shown }] of Object.entries(actionsOf(context))) {
      for (const key of keys) expect(actionOf(context, chord(key)), key).toBe(action);
      for (const key of shown ?? []) expect(keys).toContain(key);
      const line = section.lines.find((one) => one.says === says)!;
      expect(line.keys.length).toBeGreaterThan(0);
      if (!shown) for (const key of keyOf(context, action as never).split(' ')) expect(line.keys).toContain(key);
    }
  });

  it('is asked for by its name alone: no component compares keys of its own', () => {
    // lists, menus and fields are walked through as everywhere
    const own = ['controls/Menu', 'grid/Timeline', 'welcome/FolderPicker', 'groups/GroupChooser', 'photos/GroupName'];
    const comparing = globSync('src-renderer/**/*.svelte').filter((path) => /\.key (===|!==|\?\?)|switch \(event\.key\)|key\.toLowerCase/.test(readFileSync(path, 'utf8')));
    expect(comparing.filter((path) => !own.some((name) => path.replaceAll('\\', '/').includes(name)))).toEqual([]);
  });
});

describe('a key', () => {
  it.each(contexts)('means one thing in %s', (context) => {
    const keys = Object.values(actionsOf(context)).flatMap((action) => action.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each<ContextName[][]>([
    [['photos', 'selection', 'group', 'anywhere', 'app']], [['groups', 'find', 'anywhere', 'app']], [['review', 'pair', 'flick', 'app']], [['review', 'ranking', 'app']], [['budget', 'learn', 'app']], [['viewer', 'app']]
  ])('means one thing where these hold together: %s', (together) => {
    const keys = together.flatMap((context) => Object.values(actionsOf(context)).flatMap((action) => action.keys));
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it('is the same with Caps Lock, and with Shift where no chord names it', () => {
    expect(actionOf('selection', pressed('S'))).toBe('similar');
    expect(actionOf('selection', pressed('S', { shiftKey: true }))).toBe('similar');
    expect(actionOf('app', pressed('?', { shiftKey: true }))).toBe('help');
    expect(actionOf('photos', pressed('ArrowRight', { shiftKey: true }))).toBe('extend');
    expect([actionOf('anywhere', pressed('z', { metaKey: true })), actionOf('anywhere', pressed('Z', { metaKey: true, shiftKey: true }))]).toEqual(['undo', 'redo']);
  });

  it('is nothing with a modifier that no chord names', () => {
    expect(actionOf('selection', pressed('s', { ctrlKey: true }))).toBeNull();
    expect(actionOf('selection', pressed('s', { altKey: true }))).toBeNull();
    expect(actionOf('review', pressed('Z', { ctrlKey: true, shiftKey: true }))).toBeNull();
  });

  it('is the letter that stands on it where another script is written', () => {
    expect(actionOf('selection', pressed('ㄴ', { code: 'KeyS' }))).toBe('similar');
    expect(actionOf('selection', pressed('q', { code: 'KeyS' }))).toBeNull(); // a Latin letter is itself, wherever it stands
  });
});

it('a press does what it means, unless that cannot be done or was not for it', () => {
  const did: string[] = [];
  const doing = { pause: () => did.push('pause'), leave: null };
  expect([press('learn', pressed('p'), doing), press('learn', pressed('Escape'), doing), press('learn', pressed('q'), doing)]).toEqual([true, false, false]);
  expect(press('learn', pressed('p'), { ...doing, pause: () => false })).toBe(false);
  expect(did).toEqual(['pause']);
});

it('the help sheet writes a line for what belongs together', () => {
  const review = sections().find(({ title }) => title === 'nav.review')!;
  expect(review.lines.slice(0, 3)).toEqual([
    { says: 'shortcuts.answer', keys: ['S', 'D'] }, { says: 'shortcuts.degree', keys: ['0', '9', 'Enter'] }, { says: 'review.which', keys: ['1', '2'] }
  ]);
  expect(keyOf('viewer', 'zoomIn')).toBe('+');
  expect(keyOf('anywhere', 'redo')).toMatch(/^Shift (Ctrl|⌘) Z$/);
});
