import { expect, it } from 'vitest';
import { matchingGroups } from '../../../src-renderer/groups/matching.ts';

const groups = [[0, 3], [1, 2], [4], [2, 5, 6]];
const table = { count: groups.length, photosAt: (place: number) => Uint32Array.from(groups[place]!), singles: Uint32Array.of(7, 8) };

it('finds the groups with photos that a filter leaves, and counts these', () => {
  const left = new Set([2, 3, 5, 8]);
  const found = matchingGroups(table, { photos: Uint32Array.from(left), has: (id) => left.has(id) });
  expect(found).toEqual({ places: [0, 1, 3], counts: Uint32Array.from([1, 1, 0, 2]), photos: 5, grouped: 4, elsewhere: 1 });
});

it('takes all groups where no filter is on', () => {
  expect(matchingGroups(table, { photos: null, has: () => true })).toBeNull();
});
