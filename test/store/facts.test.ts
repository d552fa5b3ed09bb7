import { expect, it } from 'vitest';
import { readIndexedAt, writeIndexedAt } from '../../src-main/store/facts.ts';
import { madeStore } from './made-store.ts';

it('knows when an index run that found anything last completed, or the first', () => {
  const store = madeStore();
  expect(readIndexedAt(store)).toBeNull();
  writeIndexedAt(store, 1_700_000_000_000, false);
  expect(readIndexedAt(store)).toBe(1_700_000_000_000);
  writeIndexedAt(store, 1_800_000_000_000, true);
  writeIndexedAt(store, 1_900_000_000_000, false);
  expect(readIndexedAt(store)).toBe(1_800_000_000_000);
});
