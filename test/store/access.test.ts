import { expect, it } from 'vitest';
import { keptUntilWritten, preparedOnce, read, write } from '../../src-main/store/access.ts';
import { openStore } from '../../src-main/store/database.ts';
import { readIndexedAt, writeIndexedAt } from '../../src-main/store/facts.ts';
import { madeStore } from './made-store.ts';

it('prepares statements once per store', () => {
  let prepared = 0;
  const statements = preparedOnce((db) => ({ n: ++prepared, one: db.prepare('SELECT 1') }));
  const [a, b] = [madeStore(), madeStore()];
  expect([statements(a), statements(b), statements(a), statements(b)].map(({ n }) => n)).toEqual([1, 2, 1, 2]);
});

it('computes once what it keeps, and again after a write by this connection or another', () => {
  const store = madeStore();
  const reader = openStore(store.folder, { readOnly: true });
  let computed = 0;
  const kept = keptUntilWritten((of) => (computed++, readIndexedAt(of)));
  expect([kept(store), kept(store), kept(reader), kept(reader), computed]).toEqual([null, null, null, null, 2]);
  writeIndexedAt(store, 5, true);
  expect([kept(store), kept(reader), kept(store), kept(reader), computed]).toEqual([5, 5, 5, 5, 4]);
  reader.close();
});

it('keeps nothing of a transaction that is rolled back', () => {
  const store = madeStore();
  const kept = keptUntilWritten(readIndexedAt);
  expect(() =>
    write(store, () => {
      writeIndexedAt(store, 5, true);
      expect(kept(store)).toBe(5);
      throw new RangeError('rolled back');
    })
  ).toThrow('rolled back');
  expect(kept(store)).toBeNull();
});

it('stores nothing of a write that throws, and all of nested ones together', () => {
  const store = madeStore();
  expect(() =>
    write(store, () => {
      writeIndexedAt(store, 5, true);
      throw new RangeError('after a nested write');
    })
  ).toThrow('after a nested write');
  expect(readIndexedAt(store)).toBeNull();
  write(store, () => writeIndexedAt(store, 6, true));
  expect(readIndexedAt(store)).toBe(6);
});

it('reports what SQLite reports as a failure of the store', () => {
  const store = madeStore();
  const statement = store.db.prepare('SELECT * FROM facts');
  store.db.exec('DROP TABLE facts');
  expect(() => read(store, () => statement.all())).toThrow(expect.objectContaining({ code: 'library-damaged' }));
});
