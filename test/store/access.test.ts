import { expect, it } from 'vitest';
import { preparedOnce, read, write } from '../../src-main/store/access.ts';
import { readIndexedAt, writeIndexedAt } from '../../src-main/store/facts.ts';
import { madeStore } from './made-store.ts';

it('prepares statements once per store', () => {
  let prepared = 0;
  const statements = preparedOnce((db) => ({ n: ++prepared, one: db.prepare('SELECT 1') }));
  const [a, b] = [madeStore(), madeStore()];
  expect([statements(a), statements(b), statements(a), statements(b)].map(({ n }) => n)).toEqual([1, 2, 1, 2]);
});

it('stores nothing of a write that throws, and all of nested ones together', () => {
  const store = madeStore();
  expect(() =>
    write(store, () => {
      writeIndexedAt(store, 5);
      throw new RangeError('after a nested write');
    })
  ).toThrow('after a nested write');
  expect(readIndexedAt(store)).toBeNull();
  write(store, () => writeIndexedAt(store, 6));
  expect(readIndexedAt(store)).toBe(6);
});

it('reports what SQLite reports as a failure of the store', () => {
  const store = madeStore();
  const statement = store.db.prepare('SELECT * FROM facts');
  store.db.exec('DROP TABLE facts');
  expect(() => read(store, () => statement.all())).toThrow(expect.objectContaining({ code: 'library-damaged' }));
});
