// What judgments show about a tree, against loops over all pairs of photos and groups.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Origin } from '../../../src-shared/contract.ts';
import { mergeHeights } from '../../../src-shared/learning/groups/best-height.ts';
import { type Heights, type Observed, Observer } from '../../../src-shared/learning/groups/observed.ts';
import { cut } from '../../../src-shared/learning/linkage/cut.ts';
import type { Tree } from '../../../src-shared/learning/linkage/tree.ts';

// 0 and 1 merge at 1, 2 and 3 at 2, these four at 3; 4 and 5 at 4; all at 5
const tree: Tree = { size: 6, children: Uint32Array.of(0, 1, 2, 3, 6, 7, 4, 5, 8, 9), heights: Float64Array.of(1, 2, 3, 4, 5) };
const asked: Origin = { kind: 'asked', probability: 0.5 };
const pickedAt = (height: number | null): Origin => ({ kind: 'volunteered', height });

function observe(a: number, b: number, similar: number, origin: Origin, under = tree): Observed | null {
  return new Observer(under).observe({ a, b, similar, origin }, mergeHeights(under, [{ a, b }])[0]!);
}
/** What was observed, where it is of that kind. */
function of<K extends Observed['kind']>(kind: K, observed: Observed | null): Extract<Observed, { kind: K }> {
  expect(observed?.kind).toBe(kind);
  return observed as Extract<Observed, { kind: K }>; // of that kind
}
const sum = ({ weights }: Heights): number => Array.from(weights).reduce((all, weight) => all + weight, 0);
const mean = ({ heights, weights }: Heights): number => Array.from(heights).reduce((all, height, at) => all + height * weights[at]!, 0);
const list = ({ heights, weights }: Heights): [number, number][] => Array.from(heights, (height, at) => [height, weights[at]!]);

describe('Observer', () => {
  it('sees one pair in an answer to a question', () => {
    expect(observe(0, 3, 1, asked)).toEqual({ kind: 'answer', similar: { heights: Float64Array.of(3), weights: Float64Array.of(1) }, different: { heights: new Float64Array(), weights: new Float64Array() } });
    const { similar, different } = of('answer', observe(0, 3, 0.25, asked));
    expect([list(similar), list(different)]).toEqual([[[3, 0.25]], [[3, 0.75]]]);
  });

  it('sees the group that a photo is taken out of', () => {
    const { photo, group, beside } = of('odd', observe(0, 3, 0, pickedAt(3)));
    // of {0 1 2 3}, 0 or 3 is the odd one: 0 merges with 1 at 1 and with 2 and 3 at 3; 3 with 2 at 2 and with 0 and 1 at 3
    expect(list(photo)).toEqual([[1, 1 / 6], [2, 1 / 6], [3, 4 / 6]]);
    expect(group.photos).toBe(4);
    expect(list(group.pairs)).toEqual([[1, 1 / 6], [2, 1 / 6], [3, 4 / 6]]);
    expect(list(beside)).toEqual([[5, 2]]); // {4} and {5}
  });

  it('sees two groups that are put together, and the others', () => {
    const { groups, height, others } = of('joined', observe(0, 2, 1, pickedAt(2)));
    expect(height).toBe(3);
    // groups {0 1} {2 3} {4} {5}: each of the two with each other
    expect(list(others)).toEqual([[3, 2], [5, 4]]);
    expect(groups.map(({ photos, pairs }) => [photos, list(pairs)])).toEqual([[2, [[1, 1]]], [2, [[2, 1]]]]);
    expect(of('joined', observe(4, 0, 1, pickedAt(2))).groups).toHaveLength(1); // nobody looks for an odd photo in a group of one
  });

  it('sees nothing in what confirms the groups, in what was said without seeing them, and in degrees', () => {
    expect(observe(0, 1, 1, pickedAt(2))).toBeNull();
    expect(observe(0, 5, 0, pickedAt(2))).toBeNull();
    expect(observe(0, 5, 1, pickedAt(null))).toBeNull();
    expect(observe(0, 5, 0.5, pickedAt(2))).toBeNull();
  });

  it('counts every pair of a group, and every other group, once', () => {
    const trees = fc.integer({ min: 3, max: 30 }).chain((size) => fc.array(fc.nat(1e6), { minLength: size - 1, maxLength: size - 1 }).map((draws) => made(size, draws)));
    fc.assert(fc.property(trees, fc.nat(100), fc.nat(100), fc.nat(100), (whole, x, y, at) => {
      const [a, b, height] = [x % whole.size, y % whole.size, whole.heights[at % whole.heights.length]!];
      fc.pre(a !== b);
      const groups = cut(whole, height);
      const members = (photo: number): number[] => [...groups.keys()].filter((other) => groups[other] === groups[photo]);
      const heightsOf = (pairs: readonly { readonly a: number; readonly b: number }[]): number => mergeHeights(whole, pairs).reduce((sum, one) => sum + one, 0) / pairs.length;
      const within = (photos: readonly number[]) => photos.flatMap((one, at) => photos.slice(at + 1).map((other) => ({ a: one, b: other })));
      if (groups[a] === groups[b]) {
        const { photo, group } = of('odd', observe(a, b, 0, pickedAt(height), whole));
        expect([sum(photo), sum(group.pairs), group.photos]).toEqual([expect.closeTo(1, 9), expect.closeTo(1, 9), members(a).length]);
        expect(mean(group.pairs)).toBeCloseTo(heightsOf(within(members(a))), 9);
        expect(mean(photo)).toBeCloseTo(heightsOf([a, b].flatMap((one) => members(a).filter((other) => other !== one).map((other) => ({ a: one, b: other })))), 9);
      } else {
        const { groups: seen, others } = of('joined', observe(a, b, 1, pickedAt(height), whole));
        expect(sum(others)).toBeCloseTo(2 * (new Set(groups).size - 1), 9);
        expect(seen.map(({ photos }) => photos)).toEqual([a, b].map((one) => members(one).length).filter((count) => count > 1));
      }
    }));
  });
});

/** A tree that merges everything, two of what is left at a time. */
function made(size: number, draws: readonly number[]): Tree {
  const open = Array.from({ length: size }, (_, at) => at);
  const children: number[] = [];
  draws.forEach((draw, merge) => {
    const [left] = open.splice(draw % open.length, 1);
    const [right] = open.splice((draw >> 8) % open.length, 1);
    children.push(left!, right!);
    open.push(size + merge);
  });
  return { size, children: Uint32Array.from(children), heights: Float64Array.from(draws, (_, merge) => 0.1 * (merge + 1)) };
}
