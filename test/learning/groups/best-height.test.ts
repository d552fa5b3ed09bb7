import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestHeight, likelyCurves, mergeHeights } from '../../../src-shared/learning/groups/best-height.ts';
import type { Heights, Observed, Seen } from '../../../src-shared/learning/groups/observed.ts';
import type { Bonds } from '../../../src-shared/learning/linkage/bonds.ts';
import { findCandidates } from '../../../src-shared/learning/linkage/candidates.ts';
import { cut } from '../../../src-shared/learning/linkage/cut.ts';
import { link } from '../../../src-shared/learning/linkage/linkage.ts';
import { nearestNeighbours } from '../../../src-shared/learning/linkage/neighbours.ts';
import { asPoints } from '../../../src-shared/learning/linkage/points.ts';
import type { Tree } from '../../../src-shared/learning/linkage/tree.ts';
import { probabilityAt, type Calibration } from '../../../src-shared/learning/metric/calibration.ts';
import type { Pair } from '../../../src-shared/learning/metric/evidence.ts';
import { consistent, statements } from '../linkage/bonds-made.ts';
import { clusteredPoints } from '../linkage/made.ts';

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

const one = (height: number, weight: number): Heights => (weight > 0 && height < Infinity ? { heights: [height], weights: [weight] } : { heights: [], weights: [] });
/** What an answer to the app's question shows about a pair that merges at a height. */
const answered = ({ height, similar }: { readonly height: number; readonly similar: number }): Extract<Observed, { kind: 'answer' }> => ({ kind: 'answer', similar: one(height, similar), different: one(height, 1 - similar) });

/** Pairs judged by where a tree merges them. */
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
  const seeds = [1, 2, 3, 4, 5, 6];

  it.each(seeds)('is the cut that gains most expected F1, less half its error, among those that surely gain, found by looking at all pairs at all cuts (seed %i)', (seed) => {
    const size = 26;
    const usual = [1.05, 0.5, 0.3][seed % 3]!;
    const observed = judgedAt(linked(size, seed), 0.8 + seed / 20, 40).map(answered);
    const bound = linked(size, seed, consistent(size, [[true, 3, 9], [false, 1, 4], [true, 9, 12], [false, 20, 21]]));
    const pairs = allPairs(size).map(({ a, b }) => ({ a, b, merged: naiveHeight(bound, a, b) }));
    const curves = likelyCurves(observed.filter(({ similar, different }) => similar.heights.length + different.heights.length > 0));
    const gains = (height: number) => {
      const each = curves.map(({ calibration, weight }) => ({ weight, gain: naiveF1(bound, pairs, height, calibration) - naiveF1(bound, pairs, usual, calibration) }));
      const mean = each.reduce((sum, { weight, gain }) => sum + weight * gain, 0);
      return { mean, deviation: Math.sqrt(each.reduce((sum, { weight, gain }) => sum + weight * (gain - mean) ** 2, 0)) };
    };
    const cautious = ({ mean, deviation }: ReturnType<typeof gains>): number => mean - 0.5 * deviation;
    const similar = observed.flatMap((each) => Array.from(each.similar.heights));
    const reach = Math.max(0, ...similar) + 1 / (2 + similar.length);
    const found = bestHeight({ tree: bound, observed, usual });
    const sure = [...bound.heights].filter((height) => height <= reach).map((height) => ({ height, ...gains(height) })).filter(({ mean, deviation }) => mean > 1.64 * deviation);
    if (sure.length === 0) expect(found).toBe(usual);
    else expect(cautious(gains(found))).toBeCloseTo(Math.max(...sure.map(cautious)), 3);
  });

  it('stays at the usual height while answers contradict each other or are few, and leaves it when they agree', () => {
    const free = linked(60, 9);
    const after = (similar: readonly number[]) => bestHeight({ tree: free, observed: similar.map((each) => answered({ height: 1.25, similar: each })), usual: 1.08 });
    expect(after([])).toBe(1.08);
    expect(after([1, 0])).toBe(1.08);
    expect(after([0, 1, 0, 1])).toBe(1.08);
    expect(after(Array.from({ length: 12 }, () => 1))).toBeGreaterThan(1.15);
  });

  it('does not go on moving with more of the same', () => {
    const free = linked(60, 9);
    const after = (count: number) => bestHeight({ tree: free, observed: judgedAt(free, 1.25, count).map(answered), usual: 1 });
    expect(Math.abs(after(240) - after(200))).toBeLessThan(0.05);
  });

  it('rises where photos merged high were judged similar, and falls where they were judged different', () => {
    const free = linked(60, 9);
    const at = (similar: number) => {
      const heights = Array.from(mergeHeights(free, allPairs(60)));
      const judged = heights.filter((height) => Math.abs(height - 1) < 0.3).slice(0, 30).map((height) => ({ height, similar }));
      expect(judged.length).toBeGreaterThan(10);
      return bestHeight({ tree: free, observed: judged.map(answered), usual: 1.08 });
    };
    expect(at(1)).toBeGreaterThan(at(0));
  });

  it('stays a height where nothing merges, and where no judged pair ever does', () => {
    const alone: Tree = { size: 3, children: new Uint32Array(0), heights: new Float64Array(0) };
    const height = bestHeight({ tree: alone, observed: [answered({ height: Infinity, similar: 0 })], usual: 1 });
    expect(height).toBeGreaterThanOrEqual(0);
    expect(height).toBeLessThanOrEqual(1);
  });

  const seen = (photos: number, height: number): Seen => ({ photos, pairs: one(height, 1) });
  const many: Heights = { heights: [1], weights: [50] };
  const odd = (photos: number, height: number, beside = many): Observed => ({ kind: 'odd', photo: one(height, 1), group: seen(photos, height), beside });
  const spread: Heights = { heights: [1.1, 1.2, 1.3, 1.4], weights: [1, 5, 20, 60] };
  const joined = (height: number, groups: readonly Seen[] = [], others = spread): Observed => ({ kind: 'joined', groups, height, others });
  const after = (observed: readonly Observed[], usual = 1.08): number => bestHeight({ tree: linked(120, 9), observed, usual });
  const times = (count: number, observed: Observed): Observed[] => Array.from({ length: count }, () => observed);

  it('moves at most .03 per pair asked about and .01 per pair picked, whatever was said', () => {
    fc.assert(fc.property(
      fc.integer({ min: 4, max: 40 }), fc.nat(1000), fc.double({ min: 0, max: 2, noNaN: true }),
      fc.array(fc.record({ height: fc.double({ min: 0.01, max: 2, noNaN: true }), similar: fc.constantFrom(0, 0.5, 1), photos: fc.integer({ min: 2, max: 5000 }), kind: fc.constantFrom('answer', 'odd', 'joined') }), { maxLength: 12 }),
      (size, seed, usual, said) => {
        const observed = said.map(({ height, similar, photos, kind }) => (kind === 'answer' ? answered({ height, similar }) : kind === 'odd' ? odd(photos, height) : joined(height, [seen(photos, height), seen(2, 1)])));
        const most = said.reduce((sum, { kind }) => sum + (kind === 'answer' ? 0.03 : 0.01), 0);
        expect(Math.abs(bestHeight({ tree: linked(size, seed), observed, usual }) - usual)).toBeLessThanOrEqual(most + 1e-9);
      }
    ), { numRuns: 60 });
  });

  it('rises with groups that are put together far above the cut, but not where others as near could have been', () => {
    const put = (height: number, others: Heights) => after(times(30, joined(height, [], others)));
    expect(put(1.25, spread)).toBeGreaterThan(put(1.1, spread));
    expect(put(1.25, { heights: [1.25], weights: [80] })).toBeLessThan(put(1.25, spread));
  });

  it('goes no higher than the highest pair found similar, but for a little where few were', () => {
    const free = linked(120, 9);
    for (const count of [3, 30, 300]) {
      const observed = Array.from({ length: count }, (_, at) => answered({ height: [0.9, 1.1, 1.15][at % 3]!, similar: 1 }));
      expect(bestHeight({ tree: free, observed, usual: 1.05 })).toBeLessThanOrEqual(1.15 + 1 / (2 + count));
    }
    expect(bestHeight({ tree: free, observed: Array.from({ length: 300 }, () => answered({ height: 1.3, similar: 1 })), usual: 1.05 })).toBeGreaterThan(1.15);
  });

  it('learns nothing of how many photos are alike from those taken out of groups where there was nothing else to say', () => {
    const alone: Heights = { heights: [], weights: [] };
    const found = (beside: Heights) => alikeAfter(times(40, odd(4, 1.1, beside)));
    expect(found(alone)).toBeCloseTo(0.5, 2);
    expect(found(many)).toBeLessThan(found({ heights: [1.3], weights: [5] }));
  });

  const alikeAfter = (observed: readonly Observed[]): number => likelyCurves(observed).reduce((sum, { calibration, weight }) => sum + weight * probabilityAt(1.1, calibration), 0);

  it('finds photos likelier alike where nothing odd was found in groups that should have had something', () => {
    const put = (...groups: readonly Seen[]) => alikeAfter(times(30, joined(1.2, groups)));
    expect(put(seen(6, 1.1))).toBeGreaterThan(put(seen(2, 1.1)));
    expect(put(seen(2, 1.1))).toBeGreaterThan(put(seen(2, 0.5))); // where nothing was to be expected it says nothing
    expect(put(seen(2, 0.5))).toBeCloseTo(put(), 2);
    expect(put(seen(6, 1.1), seen(6, 1.1))).toBeCloseTo(put(seen(6, 1.1)), 9);
  });

  it('never finds photos likelier alike by those that were taken out of groups, and the less likely the fewer odd ones were to be expected', () => {
    for (const height of [0.9, 1.05, 1.1, 1.2, 1.4]) {
      const found = [2, 3, 10, 60, 1e6].map((photos) => alikeAfter(times(40, odd(photos, height))));
      for (const [at, alike] of found.entries()) {
        expect(alike).toBeLessThanOrEqual(0.5 + 1e-9); // the curve of before has its middle there
        expect(alike).toBeGreaterThanOrEqual((found[at - 1] ?? 0) - 1e-3);
      }
      expect(found[4]).toBeCloseTo(0.5, 1); // among a million there is always one
    }
    expect(alikeAfter(times(40, odd(4, 1.1)))).toBeLessThan(0.2);
  });
});
