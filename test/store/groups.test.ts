import { describe, expect, it } from 'vitest';
import { readGrouping, writeGrouping } from '../../src-main/store/groups.ts';
import { addLens, DEFAULT_LENS } from '../../src-main/store/lenses.ts';
import type { GroupId, LensId, PhotoId, SavedGroup } from '../../src-shared/contract.ts';
import { madeStore, writeMade } from './made-store.ts';

const group = (id: number, name: string | null, photos: number[]): SavedGroup => ({ id: id as GroupId, name, cover: photos[0] as PhotoId, photos: Uint32Array.from(photos) });

describe('a grouping', () => {
  it('comes back as it was written, in its order, per lens', () => {
    const store = madeStore();
    writeMade(store, ['a.jpg', 'b.jpg', 'c.jpg']);
    const other = addLens(store, 'other', 0).id;
    expect(readGrouping(store, DEFAULT_LENS)).toEqual({ height: null, groups: [] });
    const grouping = { height: 0.1 + 0.2, groups: [group(9, 'Busan', [3, 1]), group(2, null, [2])] };
    writeGrouping(store, DEFAULT_LENS, grouping);
    writeGrouping(store, other, { height: null, groups: [group(9, null, [1])] });
    expect(readGrouping(store, DEFAULT_LENS)).toEqual(grouping);
    expect(readGrouping(store, other).groups).toHaveLength(1);
  });

  it('is replaced whole, or not at all', () => {
    const store = madeStore();
    writeMade(store, ['a.jpg', 'b.jpg']);
    writeGrouping(store, DEFAULT_LENS, { height: 1, groups: [group(1, null, [1]), group(2, null, [2])] });
    const next = { height: 2, groups: [group(3, null, [1])] };
    writeGrouping(store, DEFAULT_LENS, next);
    expect(() => writeGrouping(store, DEFAULT_LENS, { height: 3, groups: [group(4, null, [1]), group(5, null, [99])] })).toThrow(/FOREIGN KEY/);
    expect(readGrouping(store, DEFAULT_LENS)).toEqual(next);
  });

  it('stores a part of a larger array as that part', () => {
    const store = madeStore();
    writeMade(store, ['a.jpg', 'b.jpg', 'c.jpg']);
    const photos = Uint32Array.of(1, 2, 3).subarray(1, 3);
    writeGrouping(store, DEFAULT_LENS, { height: null, groups: [{ ...group(1, null, [2]), photos }] });
    expect([...readGrouping(store, DEFAULT_LENS).groups[0]!.photos]).toEqual([2, 3]);
  });

  it('needs a lens', () => {
    expect(() => readGrouping(madeStore(), 9 as LensId)).toThrow('There is no lens 9');
    expect(() => writeGrouping(madeStore(), 9 as LensId, { height: null, groups: [] })).toThrow('There is no lens 9');
  });
});
