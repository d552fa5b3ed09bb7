import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestHeight, likelyBest, mergeHeights } from '../../../src-shared/learning/groups/best-height.ts';
import { likelyCurve, likelyCurves } from '../../../src-shared/learning/groups/likely-curves.ts';
import type { Heights, Observed, Seen } from '../../../src-shared/learning/groups/observed.ts';
import type { Bonds } from '../../../src-shared/learning/linkage/bonds.ts';
import { findCandidates } from '../../../src-shared/learning/linkage/candidates.ts';
import { cut } from '../../../src-shared/learning/linkage/cut.ts';
import { link } from '../../../src-shared/learning/linkage/linkage.ts';
import { nearestNeighbours } from '../../../src-shared/learning/linkage/neighbours.ts';
import { asPoints } from '../../../src-shared/learning/linkage/points.ts';
import type { Tree } from '../../../src-shared/learning/linkage/tree.ts';
import { fitCalibration, probabilityAt, type Calibration } from '../../../src-shared/learning/metric/calibration.ts';
import type { Pair } from '../../../src-shared/learning/metric/evidence.ts';
import { uniform } from '../../../src-shared/learning/random.ts';
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
const answered = ({ height, similar }: { readonly height: number; readonly similar: number }): Observed => ({ kind: 'answer', similar: one(height, similar), different: one(height, 1 - similar) });

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

describe('likelyBest', () => {
  /** What it finds, without the usual height that it is mixed with: two usual heights tell in what measure. The expected F1 of it and of the best cut. */
  const expectedF1 = (seed: number, judgedOn: (free: Tree) => ReturnType<typeof judgedAt>): { readonly found: number; readonly best: number } => {
    const size = 26;
    const judged = judgedOn(linked(size, seed));
    const bound = linked(size, seed, consistent(size, [[true, 3, 9], [false, 1, 4], [true, 9, 12], [false, 20, 21]]));
    const [at1, at2] = [0, 0.2].map((usual) => likelyBest({ tree: bound, observed: judged.map(answered), usual })) as [number, number];
    const share = (at2 - at1) / 0.2;
    const found = at1 / (1 - share);

    const calibration = fitCalibration(judged.map(({ height }) => height), judged.map(({ similar }) => similar), PRIOR);
    const pairs = allPairs(size).map(({ a, b }) => ({ a, b, merged: naiveHeight(bound, a, b) }));
    const similar = judged.filter((pair) => pair.similar > 0);
    const reach = Math.max(0.2, ...similar.map(({ height }) => height + 1 / (2 + similar.length)));
    const scores = bound.heights.filter((height) => height <= reach).map((height) => naiveF1(bound, pairs, height, calibration));
    return { found: naiveF1(bound, pairs, found + 1e-9, calibration), best: Math.max(...scores) };
  };
  const seeds = [1, 2, 3, 4, 5, 6];

  it.each(seeds)('is drawn towards the cut of the greatest expected F1, found by looking at all pairs at all cuts (seed %i)', (seed) => {
    // all judged pairs are the same, and so are all resamples
    const same = (free: Tree) => Array.from({ length: 200 }, () => ({ height: free.heights[8 + seed]!, similar: seed % 2 }));
    const { found, best } = expectedF1(seed, same);
    expect(found).toBeCloseTo(best, 9);
  });

  it.each(seeds)('is drawn to a cut nearly as good where resamples of the judged pairs differ (seed %i)', (seed) => {
    const { found, best } = expectedF1(seed, (free) => judgedAt(free, free.heights[10]!, 45));
    expect(found).toBeGreaterThan(best - 0.02);
  });

  it('moves less by one judgment than the cut does that is best by all of them', () => {
    const trust = (judged: number): number => judged / (judged + 6);
    const moves = seeds.map((seed) => {
      const free = linked(120, seed);
      const next = uniform(seed);
      const judged = judgedAt(free, free.heights[70]!, 24).map((pair) => (next() < 0.2 ? { ...pair, similar: 1 - pair.similar } : pair)).filter(({ height }) => height < Infinity);
      const without = [0, 3, 6, 9, 12, 15, 18, 21].map((one) => judged.filter((_pair, at) => at !== one));
      const spread = (heights: readonly number[]): number => Math.max(...heights) - Math.min(...heights);
      // copies of all judgments leave resamples little to differ by, and the calibration nearly as it is
      const alone = without.map((rest) => likelyBest({ tree: free, observed: Array.from({ length: 12 }, () => rest).flat().map(answered), usual: 1 }) / trust(12 * rest.length));
      return { bagged: spread(without.map((rest) => likelyBest({ tree: free, observed: rest.map(answered), usual: 1 }) / trust(rest.length))), alone: spread(alone) };
    });
    const sum = (of: (move: { bagged: number; alone: number }) => number): number => moves.reduce((total, move) => total + of(move), 0);
    expect(sum(({ bagged }) => bagged)).toBeLessThan(0.8 * sum(({ alone }) => alone));
  });

  it('is the usual height while nothing is judged, and leaves it the more is judged', () => {
    const free = linked(60, 9);
    const away = (count: number) => Math.abs(likelyBest({ tree: free, observed: judgedAt(free, free.heights[20]!, count).map(answered), usual: 2 }) - 2);
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
      return likelyBest({ tree: free, observed: judged.map(answered), usual: 1.08 });
    };
    expect(at(1)).toBeGreaterThan(at(0));
  });
});

/** What answers show about pairs that merge at heights, one mark for each: + for similar. */
const said = (marks: string, height: number): Observed[] => Array.from(marks, (mark) => answered({ height, similar: mark === '+' ? 1 : 0 }));

describe('bestHeight', () => {
  it('stays at the usual height while answers are few or contradict each other, and leaves it when they agree', () => {
    const tree = linked(120, 9);
    const after = (marks: string) => bestHeight({ tree, observed: said(marks, 1.15), usual: 1.08 });
    for (const marks of ['', '+', '-', '+-', '-+-+', '+-+--']) expect(after(marks)).toBe(1.08);
    expect(likelyBest({ tree, observed: said('-+-+', 1.15), usual: 1.08 })).toBeLessThan(1.05);
    expect(after('++++++++++++')).toBeGreaterThan(1.12);
  });

  /** 32 photos merged two by two, the groups again, and so on, at heights evenly spaced from .8 to 1.3. */
  const even: Tree = { size: 32, children: Uint32Array.from({ length: 62 }, (_, child) => child), heights: Float64Array.from({ length: 31 }, (_, merge) => 0.8 + merge / 60) };
  const merged = allPairs(32).map(({ a, b }) => ({ a, b, merged: naiveHeight(even, a, b) }));
  /** Answers that mostly agree about where photos are no longer alike. */
  const agreeing = fc.record({
    middle: fc.double({ min: 0.9, max: 1.3, noNaN: true }), said: fc.array(fc.record({ height: fc.double({ min: 0.8, max: 1.4, noNaN: true }), wrong: fc.nat(9) }), { minLength: 1, maxLength: 40, size: 'max' })
  }).map(({ middle, said: all }) => all.map(({ height, wrong }) => answered({ height, similar: (height < middle) !== (wrong === 0) ? 1 : 0 })));

  it('goes towards the best cut as far as one surely has a greater expected F1, found by looking at all pairs, with less caution after many answers', () => {
    let [whole, part, none] = [0, 0, 0];
    fc.assert(fc.property(fc.integer({ min: 6, max: 24 }), agreeing, (below, observed) => {
      const usual = even.heights[below]! + 0.008; // between two merges
      const curves = likelyCurves(observed);
      /** How far the mean gain lies above what is sure. */
      const sureness = (height: number): number => {
        const gains = curves.map(({ calibration, weight }) => ({ weight, gain: naiveF1(even, merged, height, calibration) - naiveF1(even, merged, usual, calibration) }));
        const mean = gains.reduce((sum, { weight, gain }) => sum + weight * gain, 0);
        return mean - 1.64 * Math.min(1, 10 / observed.length) * Math.sqrt(gains.reduce((sum, { weight, gain }) => sum + weight * (gain - mean) ** 2, 0));
      };
      const [best, found] = [likelyBest({ tree: even, observed, usual }), bestHeight({ tree: even, observed, usual })];
      const way = Math.sign(best - usual);
      expect((found - usual) * way).toBeGreaterThanOrEqual(0);
      expect((best - found) * way).toBeGreaterThanOrEqual(0);
      // pairs are counted in bins of .002
      const clear = (height: number) => even.heights.every((merge) => Math.abs(merge - height) > 0.002);
      if (found !== usual && clear(found)) expect(sureness(found)).toBeGreaterThan(-0.002);
      for (let height = best; clear(height) && (height - found) * way > 0.002; height -= way / 60) expect(sureness(height)).toBeLessThan(0.002);
      if (found === usual) none++;
      else if (found === best) whole++;
      else part++;
    }), { numRuns: 60, seed: 7 });
    for (const times of [whole, part, none]) expect(times).toBeGreaterThan(0);
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

  it('goes where corrections of groups say, however unsure, and stays there where answers contradict each other', () => {
    const tree = linked(120, 9);
    const corrections = times(4, joined(1.25));
    const corrected = bestHeight({ tree, observed: corrections, usual: 1.08 });
    expect(corrected).toBe(likelyBest({ tree, observed: corrections, usual: 1.08 }));
    expect(corrected).not.toBe(1.08);
    expect(bestHeight({ tree, observed: [...corrections, ...said('+-', 1.1)], usual: 1.08 })).toBe(corrected);
  });

  it('goes no higher than the highest pair found similar, but for a little where few were', () => {
    const free = linked(120, 9);
    for (const count of [3, 30, 300]) {
      const observed = Array.from({ length: count }, (_, at) => answered({ height: [0.9, 1.1, 1.15][at % 3]!, similar: 1 }));
      expect(bestHeight({ tree: free, observed, usual: 1.05 })).toBeLessThanOrEqual(1.15 + 1 / (2 + count));
    }
    expect(bestHeight({ tree: free, observed: Array.from({ length: 300 }, () => answered({ height: 1.3, similar: 1 })), usual: 1.05 })).toBeGreaterThan(1.2);
  });

  it('learns nothing of how many photos are alike from those taken out of groups where there was nothing else to say', () => {
    const alone: Heights = { heights: [], weights: [] };
    const found = (beside: Heights) => alikeAfter(times(40, odd(4, 1.1, beside)));
    expect(found(alone)).toBeCloseTo(0.5, 2);
    expect(found(many)).toBeLessThan(found({ heights: [1.3], weights: [5] }));
  });

  const alikeAfter = (observed: readonly Observed[]): number => probabilityAt(1.1, likelyCurve(observed));

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
