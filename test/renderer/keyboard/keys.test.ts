import { expect, it } from 'vitest';
import { keyOf } from '../../../src-renderer/keyboard/keys.ts';
import { keysOf, keyOn, reviewAct, reviewKeys, type ReviewAct } from '../../../src-renderer/keyboard/review-keys.ts';
import { digitOf, setAct, setKeys, setKeysOf, type SetAct } from '../../../src-renderer/keyboard/set-keys.ts';
import { shortcuts } from '../../../src-renderer/settings/shortcuts.ts';

const press = (key: string, held: Partial<KeyboardEvent> = {}) => keyOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, target: null, defaultPrevented: false, ...held });

it('switches screens by digits with Ctrl or ⌘, never by digits alone', () => {
  const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
  for (const held of [{ ctrlKey: true }, { metaKey: true }]) expect(digits.map((key) => press(key, held))).toEqual(['groups', 'singles', 'all', 'duplicates', 'review', 'learn', 'albums', 'map', null]);
  for (const held of [{}, { ctrlKey: true, altKey: true }, { ctrlKey: true, shiftKey: true }]) expect(digits.map((key) => press(key, held))).toEqual(digits.map(() => null));
  expect(['[', ']', 'Escape'].map((key) => press(key))).toEqual(['finer', 'coarser', 'escape']);
  expect(['[', ']'].map((key) => press(key, { ctrlKey: true }))).toEqual([null, null]);
});

it('exports with Ctrl or ⌘ and E, never while a key is held with it', () => {
  expect([press('e', { ctrlKey: true }), press('E', { metaKey: true }), press('e'), press('e', { ctrlKey: true, shiftKey: true }), press('e', { ctrlKey: true, altKey: true })]).toEqual(['export', 'export', null, null, null]);
});

it('means one thing by each key of Review, and only what the question can be answered with', () => {
  expect(['s', 'd', 'enter', '0', '7', 'f', ' '].map((key) => reviewAct(key, 'pair'))).toEqual(['similar', 'different', 'confirm', 'degree', 'degree', 'flick', 'flip']);
  expect(['s', 'd', 'enter', '1', '2', '3', 'f'].map((key) => reviewAct(key, 'ranking'))).toEqual([null, null, null, 'second', 'third', null, null]);
  for (const asked of ['pair', 'ranking'] as const) expect(['arrowright', 'n', 'arrowleft', 'u', 'z', 'backspace', 'escape'].map((key) => reviewAct(key, asked))).toEqual(['skip', 'skip', 'back', 'back', 'back', 'back', 'stop']);
  expect(['arrowright', '1', 's', 'arrowleft', 'escape'].map((key) => reviewAct(key, null))).toEqual([null, null, null, 'back', 'stop']);
});

it('lists every key of Review as the screen shows it', () => {
  const listed = shortcuts.find(({ title }) => title === 'nav.review')!.keys.flatMap(({ press: keys }) => keys());
  const zoom = ['closer', 'wider']; // listed with those of the viewer
  for (const act of (Object.keys(reviewKeys) as ReviewAct[]).filter((each) => !zoom.includes(each))) expect(listed, act).toEqual(expect.arrayContaining(keysOf(act)));
  expect([keyOn('back'), keyOn('skip'), keyOn('stop'), keyOn('confirm')]).toEqual(['←', '→', 'Esc', 'Enter']);
});

it('means one thing by each key of a set of duplicates, and lists what the screen shows', () => {
  expect(['enter', 'b', 'n', 'j', 'arrowright', 'k', 'arrowleft', ' ', 'escape', 'x'].map(setAct)).toEqual(['keep', 'keepAll', 'notTheSame', 'next', 'next', 'previous', 'previous', 'flick', 'close', null]);
  const all = Object.values(setKeys).flatMap(({ shown, also = [] }) => [...shown, ...also]);
  expect(new Set(all).size).toBe(all.length);
  const listed = shortcuts.find(({ title }) => title === 'nav.duplicates')!.keys.flatMap(({ press: keys }) => keys());
  const elsewhere = ['closer', 'wider', 'close']; // listed with those of the viewer, and everywhere
  for (const act of (Object.keys(setKeys) as SetAct[]).filter((each) => !elsewhere.includes(each))) expect(listed, act).toEqual(expect.arrayContaining(setKeysOf(act)));
});

it('knows the file that a digit stands for, with Shift too', () => {
  expect(['Digit1', 'Digit9', 'Numpad3', 'Digit0', 'KeyB'].map((code) => digitOf({ code }))).toEqual([0, 8, 2, null, null]);
});
