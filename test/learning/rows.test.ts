import { expect, it } from 'vitest';
import { joinRows } from '../../src-shared/learning/rows.ts';

it('puts rows one after the other, and makes nothing of none', () => {
  expect(joinRows([Uint8Array.of(1, 2), Uint8Array.of(3, 4), Uint8Array.of(5, 6)])).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
  expect(joinRows([])).toEqual(new Uint8Array(0));
});
