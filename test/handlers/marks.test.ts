// Requests about marks: what they change, and what every page is told.

import { expect, it } from 'vitest';
import { marksHandlers } from '../../src-main/handlers/marks.ts';
import type { LibraryEmit, LibraryId, MarkTable, PhotoId } from '../../src-shared/contract.ts';
import { unpackMark } from '../../src-shared/marks/packed.ts';
import { madeStore, writeMade } from '../store/made-store.ts';

function made() {
  const store = madeStore();
  const ids = Uint32Array.from([...writeMade(store, ['a', 'b', 'c']).values()]);
  const told: [string, unknown][] = [];
  const emit: LibraryEmit = (name, payload) => void told.push([name, payload]);
  return { library: { id: 'one' as LibraryId, store }, ids, told, handlers: marksHandlers(() => emit) };
}
const written = ({ ids, marks }: MarkTable) => Array.from(ids, (id, at) => ({ id: id as PhotoId, ...unpackMark(marks[at]!) }));

it('changes parts of marks, tells every page, and gives what undo needs', async () => {
  const { library, ids, told, handlers } = made();
  await handlers['marks.write'](library, { ids: ids.subarray(0, 2), change: { stars: 3 } });
  const { earlier, now } = await handlers['marks.write'](library, { ids, change: { flag: 'picked', label: 'red' } });
  expect(written(now).map(({ stars, flag, label }) => [stars, flag, label])).toEqual([[3, 'picked', 'red'], [3, 'picked', 'red'], [0, 'picked', 'red']]);
  expect(told.at(-1)).toEqual(['marks.changed', now]);
  const back = await handlers['marks.restore'](library, earlier);
  expect(written(back.now).map(({ stars, flag, label }) => [stars, flag, label])).toEqual([[3, null, null], [3, null, null], [0, null, null]]);
  expect(told).toHaveLength(3);
  expect(written(await handlers['marks.read'](library, null)).map(({ id }) => id)).toEqual([...ids.subarray(0, 2)]);
});

it('tells nobody of photos that are not there', async () => {
  const { library, told, handlers } = made();
  expect((await handlers['marks.write'](library, { ids: Uint32Array.of(77), change: { stars: 1 } })).now.ids).toHaveLength(0);
  expect(told).toEqual([]);
});

it('marks 100,000 photos at once, and reads them again, within seconds', async () => {
  const { library, handlers } = made();
  const count = 100_000;
  const insert = library.store.db.prepare('INSERT INTO photos (id, hash, width, height, format, bytes, added_at) VALUES (?, ?, 4, 3, \'jpeg\', 1, 0)');
  library.store.db.transaction(() => { for (let id = 10; id < 10 + count; id++) insert.run(id, `hash ${id}`); })();
  const ids = Uint32Array.from({ length: count }, (_, at) => 10 + at);
  const before = performance.now();
  await handlers['marks.write'](library, { ids, change: { stars: 5 } });
  expect((await handlers['marks.read'](library, null)).ids).toHaveLength(count);
  expect(performance.now() - before).toBeLessThan(20_000);
});
