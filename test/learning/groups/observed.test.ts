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

function observe(a: number, b: number, similar: number, origin: Origin, of = tree): Observed | null {
  return new Observer(of).observe({ a, b, similar, origin }, mergeHeights(of, [{ a, b }])[0]!);
}
const sum = ({ weights }: Heights): number => Array.from(weights).reduce((all, weight) => all + weight, 0);
const list = ({ heights, weights }: Heights): [number, number][] => Array.from(heights, (height, at) => [height, weights[at]!]);

describe('Observer', () => {
  it('sees one pair in an answer to a question', () => {
    expect(observe(0, 3, 1, asked)).toEqual({ similar: { heights: Float64Array.of(3), weights: Float64Array.of(1) }, different: { heights: new Float64Array(), weights: new Float64Array() }, picked: null });
    expect(list(observe(0, 3, 0.25, asked)!.similar)).toEqual([[3, 0.25]]);
    expect(list(observe(0, 3, 0.25, asked)!.different)).toEqual([[3, 0.75]]);
  });

  it('sees those that were left together where a photo is taken out of a group', () => {
    const { similar, different, picked } = observe(0, 3, 0, pickedAt(3))!;
    // six pairs: 0 or 3 is the odd one, so half of 0–1, 2–3 and of the four between them are wrong, and 0–3 for sure
    expect(list(different)).toEqual([[1, 0.5 / 6], [2, 0.5 / 6], [3, 2 / 6]]);
    expect(list(similar)).toEqual([[1, 0.5 / 6], [2, 0.5 / 6], [3, 2 / 6]]);
    expect(picked).toBeNull();
  });

  it('sees the other groups where two are put together', () => {
    const { similar, different, picked } = observe(0, 2, 1, pickedAt(2))!;
    expect(picked!.height).toBe(3);
    // groups {0 1} {2 3} {4} {5}: each of the two with each other
    expect(list(picked!.others)).toEqual([[3, 2], [5, 4]]);
    expect(list(similar)).toEqual([[1, 0.25], [2, 0.25]]);
    expect(sum(different)).toBe(0);
  });

  it('sees nothing in what confirms the groups, in what was said without seeing them, and in degrees', () => {
    expect(observe(0, 1, 1, pickedAt(2))).toBeNull();
    expect(observe(0, 5, 0, pickedAt(2))).toBeNull();
    expect(observe(0, 5, 1, pickedAt(null))).toBeNull();
    expect(observe(0, 5, 0.5, pickedAt(2))).toBeNull();
  });

  it('counts every pair of a group, and every other group, once', () => {
    const trees = fc.integer({ min: 3, max: 30 }).chain((size) => fc.array(fc.nat(1e6), { minLength: size - 1, maxLength: size - 1 }).map((draws) => made(size, draws)));
    fc.assert(fc.property(trees, fc.nat(100), fc.nat(100), fc.nat(100), (of, x, y, at) => {
      const [a, b, height] = [x % of.size, y % of.size, of.heights[at % of.heights.length]!];
      fc.pre(a !== b);
      const groups = cut(of, height);
      const members = groups.filter((group) => group === groups[a]).length;
      if (groups[a] === groups[b]) {
        const { similar, different } = observe(a, b, 0, pickedAt(height), of)!;
        expect(sum(similar) + sum(different)).toBeCloseTo(1, 9);
        expect(sum(different) * ((members * (members - 1)) / 2)).toBeCloseTo(members - 1, 9);
      } else {
        const { similar, picked } = observe(a, b, 1, pickedAt(height), of)!;
        expect(sum(picked!.others)).toBeCloseTo(2 * (new Set(groups).size - 1), 9);
        const seen = groups.filter((group) => group === groups[a] || group === groups[b]).length;
        expect(sum(similar)).toBeCloseTo(seen > 2 ? 0.5 : 0, 9);
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
