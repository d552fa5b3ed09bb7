import { describe, expect, it, vi } from 'vitest';
import { addLens, DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import type { GroupId, JudgmentId, LensId, PhotoId, SavedGroup } from '../../src-shared/contract.ts';
import { readGrouping, writeGrouping } from '../../src-main/store/groups.ts';
import { toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { madeStore, writeMade } from './made-store.ts';
import { readGroups, writeGroups } from './made-grouping.ts';

const group = (id: number, name: string | null, photos: number[]): SavedGroup => ({ id: id as GroupId, name, cover: photos[0] as PhotoId, photos: Uint32Array.from(photos) });

describe('a grouping', () => {
  it('comes back as it was written, in its order, per lens', () => {
    const store = madeStore();
    writeMade(store, ['a.jpg', 'b.jpg', 'c.jpg']);
    const other = addLens(store, 'other', 0).id;
    expect(readGroups(store, DEFAULT_LENS)).toEqual({ height: null, groups: [] });
    const grouping = { height: 0.1 + 0.2, groups: [group(9, 'Busan', [3, 1]), group(2, null, [2])] };
    writeGroups(store, DEFAULT_LENS, grouping);
    writeGroups(store, other, { height: null, groups: [group(9, null, [1])] });
    expect(readGroups(store, DEFAULT_LENS)).toEqual(grouping);
    expect(readGroups(store, other).groups).toHaveLength(1);
  });

  it('comes back with the offer that was declined and what undo brings back, until there is none', () => {
    const store = madeStore();
    const nothing = toSavedColumns({ height: null, groups: [] });
    const declined = { moved: 7, learned: '3 1 2 0.5' };
    const before = [{ made: [4, 5] as JudgmentId[], groups: [[1, 2], [3]] as PhotoId[][] }];
    for (const beside of [{ declined }, { declined, before }, { before }]) {
      writeGrouping(store, DEFAULT_LENS, { ...nothing, ...beside });
      expect(readGrouping(store, DEFAULT_LENS)).toEqual({ ...nothing, ...beside });
    }
    writeGrouping(store, DEFAULT_LENS, nothing);
    expect(readGrouping(store, DEFAULT_LENS)).toEqual(nothing);
  });

  it('is replaced whole, or not at all', () => {
    const store = madeStore();
    writeMade(store, ['a.jpg', 'b.jpg']);
    writeGroups(store, DEFAULT_LENS, { height: 1, groups: [group(1, null, [1]), group(2, null, [2])] });
    const next = { height: 2, groups: [group(3, null, [1])] };
    writeGroups(store, DEFAULT_LENS, next);
    expect(() => writeGroups(store, DEFAULT_LENS, { height: 3, groups: [group(4, null, [1]), group(5, 'Jeju', [99])] })).toThrow(/FOREIGN KEY/);
    expect(readGroups(store, DEFAULT_LENS)).toEqual(next);
  });

  it('keeps groups with and without names in one order, and rows of an earlier version, which had rows alone', () => {
    const store = madeStore();
    writeMade(store, ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg']);
    const groups = [group(4, 'Busan', [1]), group(3, null, [2]), group(8, null, [3]), group(1, 'Seoul', [5, 4])];
    writeGroups(store, DEFAULT_LENS, { height: null, groups });
    expect(readGroups(store, DEFAULT_LENS).groups).toEqual(groups);
    expect(store.db.prepare('SELECT name FROM saved_groups ORDER BY place').pluck().all()).toEqual(['Busan', 'Seoul']);

    store.db.exec('DELETE FROM unnamed_groups');
    const add = store.db.prepare('INSERT INTO saved_groups VALUES (1, ?, ?, NULL, ?, ?)');
    for (const [place, { id, cover, photos }] of [[1, groups[1]!], [2, groups[2]!]] as const) add.run(id, place, cover, Buffer.from(photos.buffer));
    expect(readGroups(store, DEFAULT_LENS).groups).toEqual(groups);
    writeGroups(store, DEFAULT_LENS, readGroups(store, DEFAULT_LENS));
    expect(readGroups(store, DEFAULT_LENS).groups).toEqual(groups);
    expect(store.db.prepare('SELECT count(*) FROM saved_groups').pluck().get()).toBe(2);
  });

  it('keeps the names where the columns of the others are damaged, and says so', () => {
    const store = madeStore();
    writeMade(store, ['a.jpg', 'b.jpg', 'c.jpg']);
    const said = vi.spyOn(console, 'error').mockReturnValue();
    for (const damage of ["ends = x'05000000'", "photos = x'0102'"]) {
      writeGroups(store, DEFAULT_LENS, { height: null, groups: [group(1, null, [2]), group(4, 'Busan', [1, 3])] });
      store.db.exec(`UPDATE unnamed_groups SET ${damage}`);
      expect(readGroups(store, DEFAULT_LENS).groups).toEqual([group(4, 'Busan', [1, 3])]);
    }
    expect(said).toHaveBeenCalledTimes(2);
    said.mockRestore();
  });

  it('writes nothing where it is the same again, and what differs where it is not', () => {
    const store = madeStore();
    writeMade(store, ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg']);
    const groups = [group(4, 'Busan', [1]), group(3, null, [2]), group(8, null, [3, 4])];
    const changes = (height: number | null, next: SavedGroup[]): number => {
      const before = store.db.prepare('SELECT total_changes()').pluck().get() as number;
      writeGroups(store, DEFAULT_LENS, { height, groups: next });
      expect(readGroups(store, DEFAULT_LENS)).toEqual({ height, groups: next });
      return (store.db.prepare('SELECT total_changes()').pluck().get() as number) - before;
    };
    expect(changes(null, groups)).toBeGreaterThan(0);
    expect(changes(null, groups)).toBe(0);
    expect(changes(0.5, groups)).toBe(1);
    expect(changes(0.5, [group(4, 'Seoul', [1]), ...groups.slice(1)])).toBe(2); // a row goes, a row comes
    expect(changes(0.5, [group(4, 'Seoul', [1]), group(3, null, [2]), group(8, null, [4, 3])])).toBeGreaterThan(0);
    expect(changes(0.5, [])).toBeGreaterThan(0);
    expect(changes(0.5, [])).toBe(0);
  });

  it('stores a part of a larger array as that part', () => {
    const store = madeStore();
    writeMade(store, ['a.jpg', 'b.jpg', 'c.jpg']);
    const photos = Uint32Array.of(1, 2, 3).subarray(1, 3);
    writeGroups(store, DEFAULT_LENS, { height: null, groups: [{ ...group(1, null, [2]), photos }] });
    expect([...readGroups(store, DEFAULT_LENS).groups[0]!.photos]).toEqual([2, 3]);
  });

  it('needs a lens', () => {
    expect(() => readGroups(madeStore(), 9 as LensId)).toThrow('There is no lens 9');
    expect(() => writeGroups(madeStore(), 9 as LensId, { height: null, groups: [] })).toThrow('There is no lens 9');
  });
});
