import { describe, expect, it } from 'vitest';
import { compare } from '../../../src-shared/learning/groups/changes.ts';
import { following, mostUnasked } from '../../../src-shared/learning/groups/following.ts';

describe('what follows unasked', () => {
  it('is five photos, in a large library one in a hundred, and never more than fifty', () => {
    expect([10, 500, 900, 5000, 76_000].map(mostUnasked)).toEqual([5, 5, 9, 50, 50]);
  });

  const before = [[1, 2, 3, 4], [5, 6, 7], [8, 9], [10], [11], [12], [13]];

  it('is all where few photos move, and nothing but an offer where many do', () => {
    const few = compare(before, [[1, 2, 3], [4, 5, 6, 7], [8, 9, 10], [11], [12], [13]]);
    expect(following(few, { before, together: [] })).toEqual(few);
    const many = compare(before, [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [11], [12], [13]]);
    expect(following(many, { before, together: [] })).toBeNull();
  });

  it('leaves a group as it is in which photos were said to be alike, unless photos come to it', () => {
    const changes = compare(before, [[1, 2], [3, 4], [5, 6, 7, 10], [8], [9], [11], [12], [13]]);
    expect(following(changes, { before, together: [[1, 2], [5, 6]] })!.map(({ before: places }) => places)).toEqual([[1, 3], [2]]);
  });
});
