import { expect, it } from 'vitest';
import type { GroupId, PhotoId, SavedGrouping } from '../../../src-shared/contract.ts';
import { faultOfColumns, fromSavedColumns, toSavedColumns } from '../../../src-shared/learning/groups/saved-columns.ts';

const group = (id: number, name: string | null, ...photos: number[]) => ({ id: id as GroupId, name, cover: photos[0] as PhotoId, photos: Uint32Array.from(photos) });

it('a grouping comes back out of its columns', () => {
  const grouping: SavedGrouping = { height: 0.5, groups: [group(7, null, 3, 4), group(2, 'Sea', 9), group(5, null, 1, 8, 6)] };
  const columns = toSavedColumns(grouping);
  expect([...columns.ends]).toEqual([2, 3, 6]);
  expect(faultOfColumns(columns)).toBeNull();
  expect(fromSavedColumns(columns)).toEqual(grouping);
  expect(fromSavedColumns(toSavedColumns({ height: null, groups: [] }))).toEqual({ height: null, groups: [] });
});

it('columns that are no grouping are told apart', () => {
  const columns = toSavedColumns({ height: null, groups: [group(1, null, 3, 4), group(2, null, 9)] });
  expect(faultOfColumns({ ...columns, covers: new Uint32Array(1) })).toContain('got 1 covers');
  expect(faultOfColumns({ ...columns, ends: Uint32Array.of(3, 2) })).toContain('ascending');
  expect(faultOfColumns({ ...columns, photos: new Uint32Array(4) })).toBe('expected 3 photos in groups, got 4');
});
