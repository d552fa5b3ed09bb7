import { expect, it } from 'vitest';
import { compare } from '../../../src-shared/learning/groups/changes.ts';
import { mostUnasked, rejoins, sparing } from '../../../src-shared/learning/groups/following.ts';

it('lets five photos follow unasked, in a large library one in a hundred, and never more than fifty', () => {
  expect([10, 500, 900, 5000, 76_000].map(mostUnasked)).toEqual([5, 5, 9, 50, 50]);
});

it('spares groups in which photos were said to be alike, unless photos only come to them', () => {
  const before = [[1, 2, 3, 4], [5, 6, 7], [8, 9], [10, 11, 12], [13, 14], [15]];
  const after = [[1, 2], [3, 4], [5, 6, 7, 15], [8], [9], [10, 11], [12, 13, 14]];
  const spared = (...together: number[][]) => sparing(compare(before, after), { before, after, together }).map((change) => change.before.join(' ')).sort();
  expect(spared()).toEqual(['0', '1 5', '2', '3 4']);
  expect(spared([1, 2], [5, 6])).toEqual(['1 5', '2', '3 4']);
  expect(spared([13, 14])).toEqual(['0', '1 5', '2', '3 4']);
  expect(spared([10, 11])).toEqual(['0', '1 5', '2']);
});

it('recognises what the last steps parted, where it would come together again', () => {
  const before = [[1, 2, 3], [4, 5], [6, 7], [8, 9]];
  const after = (...groups: number[][]) => ({ groups, rejoined: (...earlier: number[][]) => rejoins(compare(before, groups), { before, after: groups, earlier }) });
  const back = after([1, 2, 3, 4], [5], [6, 7], [8, 9]);
  expect(back.rejoined([1, 2, 3, 4, 5])).toBe(true); // parted into 1 2 3 and 4 5, and 4 would go back
  expect(back.rejoined([1, 2, 3, 5])).toBe(false); // 4 came from elsewhere
  expect(back.rejoined([6, 7, 8, 9])).toBe(false); // these stay apart
  expect(back.rejoined([1, 2], [3])).toBe(false); // those were put together
  expect(back.rejoined()).toBe(false);
  const apart = after([1], [2, 3], [4, 5], [6, 7], [8, 9]);
  expect(apart.rejoined([1, 2, 3, 4, 5])).toBe(false); // parted further
});
