import { expect, it } from 'vitest';
import { addLens, DEFAULT_LENS, readLenses } from '../../src-main/store/lenses.ts';
import { madeStore } from './made-store.ts';

it('adds lenses to the default one, each with a name of its own', () => {
  const store = madeStore();
  const place = addLens(store, 'same place', 5);
  expect(readLenses(store)).toEqual([{ id: DEFAULT_LENS, name: 'default' }, place]);
  expect(() => addLens(store, 'same place', 6)).toThrow("expected a new name for a lens, got 'same place' again");
});
