import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges, compare, movedBy, newTo } from '../../../src-shared/learning/groups/changes.ts';

describe('what differs between two groupings', () => {
  it('is nothing where the groups are the same, in whatever order', () => {
    expect(compare([[1, 2], [3], [4, 5]], [[5, 4], [1, 2], [3]])).toEqual([]);
  });

  it('is a merge where groups become one, and those that move are all but the largest', () => {
    expect(compare([[1, 2], [3, 4, 5], [6], [7, 8]], [[7, 8], [1, 2, 3, 4, 5, 6]])).toEqual([{ kind: 'merge', before: [1, 0, 2], after: [1], moved: 3 }]);
  });

  it('is a split where one becomes several', () => {
    expect(compare([[1, 2, 3, 4, 5], [6]], [[1], [2, 3, 4], [5], [6]])).toEqual([{ kind: 'split', before: [0], after: [1, 0, 2], moved: 2 }]);
  });

  it('is a move where a photo goes from one group to the other, and two changes where they have no group in common', () => {
    expect(compare([[1, 2, 3], [4, 5], [6, 7], [8]], [[1, 2], [3, 4, 5], [6, 7, 8]])).toEqual([
      { kind: 'move', before: [0, 1], after: [1, 0], moved: 1 },
      { kind: 'merge', before: [2, 3], after: [2], moved: 1 }
    ]);
  });

  it('ignores photos that came or went', () => {
    expect(compare([[1, 2, 9], [3]], [[1, 2, 10], [3], [11]])).toEqual([]);
  });

  it('is not news where it leads to groups that are known', () => {
    const [before, after] = [[[1, 2, 3, 4], [5, 6], [7]], [[1, 2], [3, 4], [5, 6, 7]]];
    const changes = compare(before, after);
    expect(newTo([[4, 3], [1, 2], [5, 6], [7]], changes, after).map(({ kind }) => kind)).toEqual(['merge']);
    expect(newTo([[1, 2], [3, 4, 5], [6, 7]], changes, after)).toEqual(changes);
  });

  const labels = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { minLength: 1, maxLength: 30 });
  const partition = (of: readonly number[]): number[][] => [...new Set(of)].map((label) => of.flatMap((other, photo) => (other === label ? [photo] : [])));
  const sorted = (groups: readonly (readonly number[])[]): string[] => groups.map((photos) => photos.toSorted((a, b) => a - b).join(' ')).sort();

  it('makes the groups after of those before, each change on its own a grouping of the same photos', () => {
    fc.assert(fc.property(labels, (pairs) => {
      const [before, after] = [partition(pairs.map(([label]) => label)), partition(pairs.map(([, label]) => label))];
      const changes = compare(before, after);
      expect(sorted(applyChanges(before, after, changes))).toEqual(sorted(after));
      for (const change of changes) {
        const changed = applyChanges(before, after, [change]);
        expect(changed.flat().toSorted((a, b) => a - b)).toEqual(pairs.map((_, photo) => photo));
        expect(compare(before, changed)).toHaveLength(1);
        expect(change.moved).toBeGreaterThan(0);
        expect(change.moved).toBeLessThan(change.before.reduce((sum, place) => sum + before[place]!.length, 0));
      }
      expect(movedBy(changes)).toBe(changes.reduce((sum, { moved }) => sum + moved, 0));
    }));
  });
});
