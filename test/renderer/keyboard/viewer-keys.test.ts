import { expect, it } from 'vitest';
import { viewerAct, viewerKeys } from '../../../src-renderer/keyboard/viewer-keys.ts';

it('tells R from Shift R, and needs no Shift for the others', () => {
  expect(viewerAct({ key: 'r', shiftKey: false })).toBe('turnRight');
  expect(viewerAct({ key: 'R', shiftKey: true })).toBe('turnLeft');
  expect(viewerAct({ key: '+', shiftKey: true })).toBe('closer');
  expect(viewerAct({ key: 'PageDown', shiftKey: false })).toBe('next');
  expect(viewerAct({ key: 's', shiftKey: false })).toBeNull(); // an action's
});

it('has each key once', () => {
  const keys = Object.values(viewerKeys).map(({ shown, shift = false }) => `${shift} ${shown[0]}`);
  expect(new Set(keys).size).toBe(keys.length);
});
