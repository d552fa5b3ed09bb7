import { expect, it } from 'vitest';
import { keyOfLabel, markAct, markActWithAlt } from '../../../src-renderer/keyboard/mark-keys.ts';
import { keyOf } from '../../../src-renderer/keyboard/keys.ts';
import { reviewKeys } from '../../../src-renderer/keyboard/review-keys.ts';
import { shortcuts } from '../../../src-renderer/settings/shortcuts.ts';
import { LABELS } from '../../../src-shared/marks/packed.ts';

const act = (key: string, { shiftKey = false, inGroup = false } = {}) => markAct({ key, shiftKey }, { inGroup });

it('flags, rates and labels by the keys of Lightroom', () => {
  expect(['p', 'X', 'u'].map((key) => act(key))).toEqual([{ part: 'flag', to: 'picked' }, { part: 'flag', to: 'rejected' }, { part: 'flag', to: null }]);
  expect(['0', '1', '2', '3', '4', '5'].map((key) => act(key))).toEqual([0, 1, 2, 3, 4, 5].map((to) => ({ part: 'stars', to })));
  expect(['6', '7', '8', '9'].map((key) => act(key))).toEqual(['red', 'yellow', 'green', 'blue'].map((to) => ({ part: 'label', to })));
  expect(act('b')).toEqual({ part: 'favourite' });
  expect(['s', 'd', 'm', 'c', 'w', ' ', 'Enter', 'Escape', '[', 'F2', 'ArrowLeft'].map((key) => act(key))).toEqual(Array.from({ length: 11 }, () => null));
});

it('leaves X to an open group, and rejects with Shift X everywhere', () => {
  expect(act('x', { inGroup: true })).toBeNull();
  for (const inGroup of [false, true]) expect(act('X', { shiftKey: true, inGroup })).toEqual({ part: 'flag', to: 'rejected' });
  expect(['P', 'U', 'B'].map((key) => act(key, { shiftKey: true }))).toEqual([null, null, null]);
  expect(act('p', { inGroup: true })).toEqual({ part: 'flag', to: 'picked' });
});

it('takes no key that means something on every screen', () => {
  const marking = ['p', 'x', 'u', 'b', ...Array.from({ length: 10 }, (_, digit) => String(digit))];
  for (const key of marking) expect(keyOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, target: null, defaultPrevented: false }), key).toBeNull();
  expect(Object.values(reviewKeys).flatMap(({ shown }) => shown)).toEqual(expect.arrayContaining(['0', 'u'])); // why they mark with Alt in Review
});

it('marks by the same keys with Alt, also where Alt makes other characters of them', () => {
  expect([['p', 'KeyP'], ['x', 'KeyX'], ['7', 'Digit7'], ['b', 'KeyB']].map(([key, code]) => markActWithAlt({ key: key!, code: code! }))).toEqual(['p', 'x', '7', 'b'].map((key) => act(key)));
  expect([['π', 'KeyP'], ['ㅔ', 'KeyP'], ['¡', 'Digit1'], ['&', 'Numpad3'], ['ArrowLeft', 'ArrowLeft'], ['Alt', 'AltLeft']].map(([key, code]) => markActWithAlt({ key: key!, code: code! }))).toEqual([act('p'), act('p'), act('1'), act('3'), null, null]);
  // the letter counts, not where another layout has it
  expect(markActWithAlt({ key: 'l', code: 'KeyP' })).toBeNull();
});

it('shows the key of each label that has one', () => {
  expect(LABELS.map(keyOfLabel)).toEqual(['6', '7', '8', '9', '']);
});

it('lists the keys, and that X depends on whether a group is open', () => {
  const listed = shortcuts.find(({ title }) => title === 'shortcuts.marking')!.keys.map(({ press }) => press().join(' '));
  expect(listed).toEqual(['P', 'X', 'Shift X', 'U', '0 – 5', '6 – 9', 'B', 'Alt P']);
});
