// Where to cut a tree so that its groups have the best expected score. Judged pairs show how likely photos that merge at a height belong
// together (cophenetic heights, Sokal and Rohlf 1962: what a cut depends on, unlike distances). That gives every cut an expected pairwise F1,
// and the best cut is taken: the median over resamples of the judged pairs (bagging, Breiman 1996), because a single pair can move the
// optimum far, up to where large groups merge. While there are few judgments the usual height regularises it. Answers move the cut only as far
// as that surely gains, over the curves that are likely (a posterior on a grid, like Schütt et al. 2016), as in high confidence policy
// improvement (Thomas et al. 2015): the best cut by few answers was often worse than the usual one.
import { likelyCurve, likelyCurves, type Weighed } from './likely-curves.ts';
import type { Observed } from './observed.ts';
import { probabilityAt, type Calibration } from '../metric/calibration.ts';
import type { Pair } from '../metric/evidence.ts';
import { uniform } from '../random.ts';
import type { Tree } from '../linkage/tree.ts';

/** The usual height weighs as much as this many judgments. */
const HALF_TRUST = 6;
/** Odd, so that there is a middle one. */
const RESAMPLES = 15;
/** Most that one judged pair moves the cut, asked about or picked, the first picked ones less; a gesture on many photos counts as up to three. */
const STEP = 0.03;
const PICKED_STEP = 0.01;
/** How far above the highest pair that was found similar the best cut may be, where there are few: divided by their number. */
const REACH = 1;
/** A gain is sure where it is this many of its standard deviations: 95 % of a normal distribution lie above 0. */
const SURE = 1.64;
/** After answers about more pairs than this, fewer deviations are enough: a cut that is never left teaches nothing of others, because the app asks about the groups that are shown. */
const CAREFUL = 10;
/** Bins of the heights of cuts, and how many there are to one unit. */
const CUTS = 1000;
const CUTS_PER_UNIT = 500;

interface Evidence {
  readonly tree: Tree;
  readonly observed: readonly Observed[];
  readonly usual: number;
}

/** The height, 0 or more, at which to cut `tree`; at most .03 per pair that was asked about and .01 per pair that was picked from `usual`, the height if there are none. */
export function bestHeight({ tree, observed, usual }: Evidence): number {
  const to = likelyBest({ tree, observed, usual });
  const picked = observed.filter(({ kind }) => kind !== 'answer');
  // picked pairs move it little at a time
  if (picked.length === observed.length) return to;
  const deviations = SURE * Math.min(1, CAREFUL / askedIn(observed));
  return surelyBetter({ tree, curves: likelyCurves(observed), from: likelyBest({ tree, observed: picked, usual }), to, deviations });
}

/** The best cut by what was observed, however unsure, within the same bounds. */
export function likelyBest({ tree, observed, usual }: Evidence): number {
  // a pair that never merges says nothing of heights
  const telling = observed.filter((one) => one.kind !== 'answer' || one.similar.heights.length + one.different.heights.length > 0);
  if (telling.length === 0) return usual;
  const heights = Array.from({ length: RESAMPLES }, (_, turn) => {
    const next = uniform(turn);
    return mostRight(tree, likelyCurve(telling.map(() => telling[Math.floor(next() * telling.length)]!)));
  }).sort((a, b) => a - b);
  const median = Math.min(heights[(RESAMPLES - 1) / 2]!, Math.max(usual, reachOf(telling)));
  const asked = askedIn(observed);
  const picked = observed.filter(({ kind }) => kind !== 'answer').length;
  const best = (HALF_TRUST * usual + (asked + picked) * median) / (HALF_TRUST + asked + picked);
  const most = STEP * asked + (PICKED_STEP * picked ** 2) / (picked + 2);
  return Math.max(0, Math.min(usual + most, Math.max(usual - most, best)));
}

/** The highest cut that the evidence speaks for: a curve of two numbers goes on above all of it. */
function reachOf(observed: readonly Observed[]): number {
  let [highest, count] = [0, 0];
  for (const one of observed) {
    const { heights, weights } = one.kind === 'answer' ? one.similar : { heights: one.kind === 'joined' ? [one.height] : [], weights: [1] };
    for (let at = 0; at < heights.length; at++) {
      highest = Math.max(highest, heights[at]!);
      count += weights[at]!;
    }
  }
  return highest + REACH / (2 + count);
}

/** How many judged pairs all answers count as. */
function askedIn(observed: readonly Observed[]): number {
  return observed.reduce((sum, one) => sum + (one.kind === 'answer' ? pairsIn(one) : 0), 0);
}

/** How many judged pairs an answer counts as: that to a sheet as several. */
function pairsIn({ similar, different }: Extract<Observed, { kind: 'answer' }>): number {
  let sum = 0;
  for (const { weights } of [similar, different]) for (let at = 0; at < weights.length; at++) sum += weights[at]!;
  return Math.max(1, sum);
}

/** For each pair of photos, the height at which the tree merges them; `Infinity` if it never does. */
export function mergeHeights({ size, children, heights }: Tree, pairs: readonly Pick<Pair, 'a' | 'b'>[]): Float64Array {
  const parent = new Uint32Array(size + heights.length);
  heights.forEach((_, merge) => (parent[children[2 * merge]!] = parent[children[2 * merge + 1]!] = size + merge));
  return Float64Array.from(pairs, ({ a, b }) => {
    let [low, high] = [a, b];
    // a parent's number is above its children's
    while (low !== high) {
      if (low > high) [low, high] = [high, low];
      if (parent[low] === 0) return Infinity;
      low = parent[low]!;
    }
    return low < size ? 0 : heights[low - size]!;
  });
}

/** The cut with the best expected pairwise F1; 0 if nothing merges. Photos merged by judgments (height 0) belong together. */
function mostRight({ size, children, heights }: Tree, calibration: Calibration): number {
  const count = new Float64Array(size + heights.length).fill(1, 0, size);
  const pairs = new Float64Array(heights.length);
  const similar = new Float64Array(heights.length);
  let [allPairs, allSimilar] = [0, 0];
  for (let merge = 0; merge < heights.length; merge++) {
    const [a, b] = [count[children[2 * merge]!]!, count[children[2 * merge + 1]!]!];
    count[size + merge] = a + b;
    pairs[merge] = allPairs += a * b;
    similar[merge] = allSimilar += heights[merge] === 0 ? a * b : a * b * probabilityAt(heights[merge]!, calibration);
  }
  let [best, height] = [0, 0];
  for (let merge = 0; merge < heights.length; merge++) {
    if (heights[merge] === heights[merge + 1]) continue; // a cut includes all merges of equal height
    const expected = (2 * similar[merge]!) / (pairs[merge]! + allSimilar);
    if (expected > best) [best, height] = [expected, heights[merge]!];
  }
  return height;
}

interface Way {
  readonly tree: Tree;
  readonly curves: readonly Weighed[];
  readonly from: number;
  readonly to: number;
  readonly deviations: number;
}

/** From one cut towards another, as far as there is one whose expected pairwise F1 is greater than that of the first by so many standard deviations. */
function surelyBetter({ tree, curves, from, to, deviations }: Way): number {
  const pairs = pairsByCut(tree);
  const mean = new Float64Array(CUTS + 1);
  const square = new Float64Array(CUTS + 1);
  for (const { calibration, weight } of curves) {
    const scores = expectedF1(pairs, calibration);
    const before = scores[cutOf(from)]!;
    for (let cut = 0; cut <= CUTS; cut++) {
      const gain = scores[cut]! - before;
      mean[cut]! += weight * gain;
      square[cut]! += weight * gain * gain;
    }
  }
  const surely = (cut: number): boolean => mean[cut]! > deviations * Math.sqrt(Math.max(0, square[cut]! - mean[cut]! ** 2));
  const step = Math.sign(to - from) / CUTS_PER_UNIT;
  for (let height = to; (height - from) * step > 0; height -= step) if (surely(cutOf(height))) return height;
  return from;
}

/** Expected pairwise F1 of each cut, given how many pairs of photos merge there. */
function expectedF1(pairs: Float64Array, calibration: Calibration): Float64Array {
  const joined = new Float64Array(CUTS + 1);
  const similar = new Float64Array(CUTS + 1);
  let [allPairs, allSimilar] = [0, 0];
  for (let cut = 0; cut <= CUTS; cut++) {
    if (pairs[cut]! > 0) allSimilar += pairs[cut]! * probabilityAt(cut / CUTS_PER_UNIT, calibration);
    joined[cut] = allPairs += pairs[cut]!;
    similar[cut] = allSimilar;
  }
  return similar.map((sum, cut) => (sum > 0 ? (2 * sum) / (joined[cut]! + allSimilar) : 0));
}

/** How many pairs of photos a tree merges at about the height of each cut. */
function pairsByCut({ size, children, heights }: Tree): Float64Array {
  const count = new Float64Array(size + heights.length).fill(1, 0, size);
  const pairs = new Float64Array(CUTS + 1);
  heights.forEach((height, merge) => {
    const [a, b] = [count[children[2 * merge]!]!, count[children[2 * merge + 1]!]!];
    count[size + merge] = a + b;
    pairs[cutOf(height)]! += a * b;
  });
  return pairs;
}

function cutOf(height: number): number {
  return Math.min(CUTS, Math.floor(height * CUTS_PER_UNIT));
}
