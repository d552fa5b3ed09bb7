import { expect, it } from 'vitest';
import { Photos } from '../../../src-renderer/state/photos.ts';

const table = { ids: Uint32Array.of(2, 3, 5, 8, 9), widths: new Uint32Array(5).fill(4), heights: new Uint32Array(5).fill(3), takenAt: Float64Array.of(20.5, -7, NaN, 20.5, 1e12) };

it('photos are ordered by time either way, the undated last, and of one time by id', () => {
  const photos = new Photos(table);
  expect([...photos.byTime]).toEqual([9, 2, 8, 3, 5]);
  expect([...photos.oldestFirst(Uint32Array.of(8, 5, 2, 3))]).toEqual([3, 2, 8, 5]);
  expect([...photos.newestFirst(new Uint32Array())]).toEqual([]);
});

it('another reading of the same photos is told from one of others', () => {
  const photos = new Photos(table);
  expect(photos.isOf(structuredClone(table))).toBe(true);
  expect(photos.isOf({ ...table, takenAt: table.takenAt.with(4, 0) })).toBe(false);
  expect(new Photos().isOf(table)).toBe(false);
});
