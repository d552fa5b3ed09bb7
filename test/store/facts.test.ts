import { expect, it } from 'vitest';
import { readIndexedAt, writeIndexedAt } from '../../src-main/store/facts.ts';
import { madeStore } from './made-store.ts';

it('knows when an index run last completed', () => {
  const store = madeStore();
  expect(readIndexedAt(store)).toBeNull();
  writeIndexedAt(store, 1_700_000_000_000);
  writeIndexedAt(store, 1_800_000_000_000);
  expect(readIndexedAt(store)).toBe(1_800_000_000_000);
});
