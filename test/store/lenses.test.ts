import { expect, it } from 'vitest';
import { addLens, DEFAULT_LENS, deleteLens, readLenses, renameLens, restoreLens } from '../../src-main/store/lenses.ts';
import type { LensId } from '../../src-shared/contract.ts';
import { madeStore } from './made-store.ts';

const refused = (message: string | RegExp): unknown => expect.objectContaining({ code: 'bad-request', message: expect.stringMatching(message) as string });

it('adds lenses to the first one, which has no name until it is given one', () => {
  const store = madeStore();
  const place = addLens(store, '  same \n place ', 5);
  expect(place).toEqual({ id: 2, name: 'same place', createdAt: 5 });
  expect(readLenses(store)).toEqual([{ id: DEFAULT_LENS, name: null, createdAt: 0 }, place]);
  expect(renameLens(store, DEFAULT_LENS, 'Alike').name).toBe('Alike');
});

it.each(['', '   ', '\u0000\t'])('refuses the empty name %j', (name) => {
  const store = madeStore();
  expect(() => addLens(store, name, 1)).toThrow(refused('A lens needs a name'));
  expect(() => renameLens(store, DEFAULT_LENS, name)).toThrow(refused('A lens needs a name'));
  expect(readLenses(store)).toHaveLength(1);
});

it('refuses a name that is taken, whatever its case, and one that is too long', () => {
  const store = madeStore();
  const { id } = addLens(store, 'Caf\u00e9', 1);
  expect(() => addLens(store, 'cafe\u0301', 2)).toThrow(refused(/already a lens named "café"/));
  expect(() => renameLens(store, DEFAULT_LENS, 'CAFÉ')).toThrow(refused('already a lens'));
  expect(() => addLens(store, 'x'.repeat(81), 2)).toThrow(refused('at most 80'));
  expect(renameLens(store, id, 'CAFÉ').name).toBe('CAFÉ'); // its own name is not taken
});

it('restores a deleted lens as it was, under another name if its own is taken', () => {
  const store = madeStore();
  const place = addLens(store, 'place', 5);
  deleteLens(store, place.id, 6);
  expect(readLenses(store).map(({ id }) => id)).toEqual([DEFAULT_LENS]);
  const second = addLens(store, 'place', 7);
  expect(restoreLens(store, place.id)).toEqual({ ...place, name: 'place 2' });
  deleteLens(store, second.id, 8);
  expect(restoreLens(store, second.id)).toEqual(second);
  expect(() => restoreLens(store, second.id)).toThrow(refused('no deleted lens'));
});

it('refuses to delete the only lens, and any use of one that does not exist', () => {
  const store = madeStore();
  expect(() => deleteLens(store, DEFAULT_LENS, 1)).toThrow(refused('only lens'));
  const { id } = addLens(store, 'other', 1);
  deleteLens(store, id, 2);
  for (const unknown of [id, 99 as LensId]) {
    expect(() => deleteLens(store, unknown, 3)).toThrow(refused('There is no lens'));
    expect(() => renameLens(store, unknown, 'a')).toThrow(refused('There is no lens'));
  }
});
