import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestHeight, mergeHeights } from '../../../src-shared/learning/groups/best-height.ts';
import type { Bonds } from '../../../src-shared/learning/groups/bonds.ts';
import { findCandidates } from '../../../src-shared/learning/groups/candidates.ts';
import { cut } from '../../../src-shared/learning/groups/cut.ts';
import { link } from '../../../src-shared/learning/groups/linkage.ts';
import { nearestNeighbours } from '../../../src-shared/learning/groups/neighbours.ts';
import { asPoints } from '../../../src-shared/learning/groups/points.ts';
import type { Tree } from '../../../src-shared/learning/groups/tree.ts';
import { fitCalibration, probabilityAt, type Calibration } from '../../../src-shared/learning/metric/calibration.ts';
import type { Pair } from '../../../src-shared/learning/metric/evidence.ts';
import { consistent, statements } from './bonds-made.ts';
import { clusteredPoints } from './made.ts';

/** Linked points in a few clusters. */
function linked(size: number, seed: number, bonds?: Bonds): Tree {
  const values = clusteredPoints(size, 4, Math.max(2, size >> 3), seed).map((value) => value / 3);
  const points = asPoints(values, 4);
  return link(points, findCandidates(points, nearestNeighbours(values, 4, Math.min(8, size - 1))), bonds).tree;
}

/** The lowest height of the tree at which a cut puts the two together. */
function naiveHeight(tree: Tree, a: number, b: number): number {
  for (const height of [0, ...tree.heights]) {
    const groups = cut(tree, height);
    if (groups[a] === groups[b]) return height;
  }
  return Infinity;
}

const allPairs = (size: number) => Array.from({ length: size }, (_, a) => Array.from({ length: a }, (_row, b) => ({ a, b }))).flat();

describe('mergeHeights', () => {
  it('are the heights at which a cut first puts photos together, whatever the judgments', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 18 }), fc.nat(1000), statements(12), (size, seed, said) => {
      const tree = linked(size, seed, consistent(size, said));
      const pairs = allPairs(size);
      const heights = mergeHeights(tree, pairs);
      pairs.forEach(({ a, b }, at) => expect(heights[at]).toBe(naiveHeight(tree, a, b)));
      expect(mergeHeights(tree, pairs.map(({ a, b }) => ({ a: b, b: a })))).toEqual(heights);
    }), { numRuns: 40 });
  });

  it('are those of a tree worked by hand', () => {
    // ((0 1) at 1, ((0 1) 3) at 3; 2 and 4 at 2; never all
    const tree: Tree = { size: 5, children: Uint32Array.of(0, 1, 2, 4, 3, 5), heights: Float64Array.of(1, 2, 3) };
    const pairs = [[0, 1], [4, 2], [3, 0], [1, 3], [0, 2], [2, 2]].map(([a, b]) => ({ a: a!, b: b! }));
    expect([...mergeHeights(tree, pairs)]).toEqual([1, 2, 3, 3, Infinity, 0]);
  });
});

/** The prior of merge heights, and pairs judged by where a tree merges them. */
const PRIOR: Calibration = { middle: 1.1, slope: 13 };
const judgedAt = (tree: Tree, at: number, count: number) => {
  const pairs = allPairs(tree.size).filter((_, index) => index % 7 === 0).slice(0, count);
  const heights = mergeHeights(tree, pairs);
  return pairs.map((_, index) => ({ height: heights[index]!, similar: heights[index]! <= at ? 1 : 0 }));
};

/** Expected pairwise F1 of a cut: a loop over all pairs of photos that the tree ever joins. */
function naiveF1(tree: Tree, pairs: readonly (Pick<Pair, 'a' | 'b'> & { readonly merged: number })[], height: number, calibration: Calibration): number {
  const groups = cut(tree, height);
  let [right, found, wanted] = [0, 0, 0];
  for (const { a, b, merged } of pairs) {
    const likely = merged === Infinity ? 0 : merged === 0 ? 1 : probabilityAt(merged, calibration);
    wanted += likely;
    if (groups[a] !== groups[b]) continue;
    found++;
    right += likely;
  }
  return (2 * right) / (found + wanted);
}

describe('bestHeight', () => {
  it.each([1, 2, 3, 4, 5, 6])('is drawn towards the cut of the greatest expected F1, found by looking at all pairs at all cuts (seed %i)', (seed) => {
    const size = 26;
    const free = linked(size, seed);
    const bound = linked(size, seed, consistent(size, [[true, 3, 9], [false, 1, 4], [true, 9, 12], [false, 20, 21]]));
    const judged = judgedAt(free, free.heights[10]!, 30);
    // what it finds is mixed with the usual height: two usual heights tell in what measure
    const [at0, at1] = [0, 1].map((usual) => bestHeight({ tree: bound, judged, usual })) as [number, number];
    const found = at0 / (1 - (at1 - at0));

    const calibration = fitCalibration(judged.map(({ height }) => height), judged.map(({ similar }) => similar), PRIOR);
    const pairs = allPairs(size).map(({ a, b }) => ({ a, b, merged: naiveHeight(bound, a, b) }));
    const scores = [...new Set(bound.heights)].map((height) => ({ height, f1: naiveF1(bound, pairs, height, calibration) }));
    const best = Math.max(...scores.map(({ f1 }) => f1));
    const chosen = scores.find(({ height }) => Math.abs(height - found) < 1e-9);
    expect(chosen?.f1).toBeCloseTo(best, 9);
  });

  it('is the usual height while nothing is judged, and leaves it the more is judged', () => {
    const free = linked(60, 9);
    const away = (count: number) => Math.abs(bestHeight({ tree: free, judged: judgedAt(free, free.heights[20]!, count), usual: 2 }) - 2);
    expect(away(0)).toBe(0);
    expect(away(200)).toBeGreaterThan(away(5));
    expect(away(5)).toBeGreaterThan(0);
  });

  it('rises where photos merged high were judged similar, and falls where they were judged different', () => {
    const free = linked(60, 9);
    const at = (similar: number) => {
      const heights = Array.from(mergeHeights(free, allPairs(60)));
      const judged = heights.filter((height) => Math.abs(height - 1) < 0.3).slice(0, 30).map((height) => ({ height, similar }));
      expect(judged.length).toBeGreaterThan(10);
      return bestHeight({ tree: free, judged, usual: 1.08 });
    };
    expect(at(1)).toBeGreaterThan(at(0));
  });

  it('stays a height where nothing merges, and where no judged pair ever does', () => {
    const alone: Tree = { size: 3, children: new Uint32Array(0), heights: new Float64Array(0) };
    const height = bestHeight({ tree: alone, judged: [{ height: Infinity, similar: 0 }], usual: 1 });
    expect(height).toBeGreaterThanOrEqual(0);
    expect(height).toBeLessThanOrEqual(1);
  });
});
