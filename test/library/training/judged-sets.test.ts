import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgedSets } from '../../../src-main/library/training/judged-sets.ts';

const ids = Uint32Array.from({ length: 400 }, (_, at) => 1000 + at);
const count = (values: ArrayLike<number>): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const value of Array.from(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

describe('sets that the user put together, as a training is given them', () => {
  it('are none where nothing was put together', () => {
    expect(judgedSets(ids, [])).toBeNull();
  });

  it('leave one in five out, whose pairs are scored, whatever other sets there are', () => {
    const pairs = Array.from({ length: 150 }, (_, at) => [2 * at, 2 * at + 1]);
    const { learned, groupOf } = judgedSets(ids, pairs)!;
    const left = pairs.filter(([a]) => !learned.has(ids[a!]!));
    expect(left.length).toBeGreaterThan(15);
    expect(left.length).toBeLessThan(45);
    for (const [a, b] of pairs) expect(groupOf(ids[a!]!) === groupOf(ids[b!]!)).toBe(learned.has(ids[a!]!));
    const fewer = judgedSets(ids, pairs.filter((_, at) => at % 3 !== 0))!;
    for (const id of fewer.learned) expect(learned).toContain(id);
    // but a single one is learned from, whichever it is
    for (const pair of pairs) expect(judgedSets(ids, [pair])!.learned.size).toBe(2);
  });

  it('make up a quarter of a pass, unless there are too few of them', () => {
    const quarter = judgedSets(ids, [[0, 1], [2, 3, 4], [7, 9]])!;
    const judged = [...quarter.ids].filter((id) => quarter.learned.has(id)).length;
    expect(judged / quarter.ids.length).toBeCloseTo(0.25, 1);
    const few = judgedSets(Uint32Array.from({ length: 60_000 }, (_, at) => at), [[5, 6]])!;
    expect(count(few.ids).get(5)).toBe(40);
    const many = judgedSets(ids, Array.from({ length: 150 }, (_, at) => [2 * at, 2 * at + 1]))!;
    expect(count(many.ids).get(1000)).toBe(1);
  });

  it('come whole, up to eight of them, every photo as often as it is to be given', () => {
    fc.assert(fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 399 }), { minLength: 2, maxLength: 60 }), fc.integer({ min: 2, max: 13 }), fc.integer({ min: 0, max: 1e6 }),
      (members, size, seed) => {
        const together = Array.from({ length: Math.floor(members.length / size) }, (_, at) => members.slice(at * size, (at + 1) * size));
        const sets = judgedSets(ids, together);
        if (!sets) return together.length === 0;
        const order = sets.order(sets.ids, seed);
        expect(count(order)).toEqual(count(sets.ids));
        expect(sets.order(sets.ids, seed)).toEqual(order);
        // runs of one group are as long as its parts, or a multiple of that where two parts met
        const parts = size <= 8 ? [size] : [8, size - 8];
        for (let at = 0; at < order.length; ) {
          let end = at + 1;
          while (end < order.length && sets.groupOf(order[end]!) === sets.groupOf(order[at]!)) end++;
          if (sets.learned.has(order[at]!)) expect(parts.some((part) => end - at >= part)).toBe(true);
          at = end;
        }
        return true;
      }
    ), { numRuns: 60 });
  });
});
