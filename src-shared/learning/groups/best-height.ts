// Where to cut a tree so that its groups have the best expected score. Judged pairs show how likely photos that merge at a height belong
// together (cophenetic heights, Sokal and Rohlf 1962: what a cut depends on, unlike distances). That gives every cut an expected pairwise F1,
// and the best cut is taken: the median over resamples of the judged pairs (bagging, Breiman 1996), because a single pair can move the
// optimum far, up to where large groups merge. While there are few judgments the usual height regularises it.
import type { Heights, Observed } from './observed.ts';
import { logLoss, mostLikely, probabilityAt, type Calibration } from '../metric/calibration.ts';
import type { Pair } from '../metric/evidence.ts';
import { uniform } from '../random.ts';
import type { Tree } from '../linkage/tree.ts';

/** How likely photos belong together by the height of their merge before there are judgments: from photo sets with five kinds of "alike". */
const PRIOR: Calibration = { middle: 1.1, slope: 13 };
/** The usual height weighs as much as this many judgments. */
const HALF_TRUST = 6;
/** Odd, so that there is a middle one. */
const RESAMPLES = 15;
/** Most that one judged pair moves the cut; a gesture on many photos counts as up to three. */
const STEP = 0.03;
/** Fraction of pairs of groups that are put together whatever their height, because the metric does not see what is alike about them. */
const CHANCE = 0.2;
/** A pair of groups that was picked weighs half an answer: which one of many is picked depends on more than the metric. */
const PICKED = 0.5;
/** Bins of heights, and how many there are to one unit. */
const BINS = 200;
const PER_UNIT = 100;

/** The height, 0 or more, at which to cut `tree`; at most .03 per judged pair from `usual`, the height if there are none. */
export function bestHeight({ tree, observed, usual }: { readonly tree: Tree; readonly observed: readonly Observed[]; readonly usual: number }): number {
  const telling = observed.filter(({ similar, different, picked }) => similar.heights.length + different.heights.length > 0 || picked !== null);
  if (telling.length === 0) return usual;
  const heights = Array.from({ length: RESAMPLES }, (_, turn) => {
    const next = uniform(turn);
    const sample = new Sample(telling.map(() => telling[Math.floor(next() * telling.length)]!));
    return mostRight(tree, mostLikely(PRIOR, (calibration) => sample.loss(calibration)));
  }).sort((a, b) => a - b);
  const count = observed.reduce((sum, each) => sum + countOf(each), 0);
  const best = (HALF_TRUST * usual + count * heights[(RESAMPLES - 1) / 2]!) / (HALF_TRUST + count);
  const most = STEP * count;
  return Math.max(0, Math.min(usual + most, Math.max(usual - most, best)));
}

/** How many judged pairs it counts as: a sheet as several, anything else as one. */
function countOf({ similar, different }: Observed): number {
  const sum = (list: ArrayLike<number>): number => Array.prototype.reduce.call(list, (so, each) => (so as number) + (each as number), 0) as number;
  return Math.max(1, sum(similar.weights) + sum(different.weights));
}

/** What was observed, in bins of heights, because the search tries some hundred curves. */
class Sample {
  readonly #similar = new Float64Array(BINS + 2);
  readonly #different = new Float64Array(BINS + 2);
  readonly #picked: { readonly bin: number; readonly bins: Uint16Array; readonly shares: Float64Array }[] = [];

  constructor(observed: readonly Observed[]) {
    for (const { similar, different, picked } of observed) {
      add(this.#similar, similar);
      add(this.#different, different);
      if (!picked) continue;
      const weights = Float64Array.from(picked.others.weights);
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      this.#picked.push({ bin: binOf(picked.height), bins: Uint16Array.from(picked.others.heights, binOf), shares: weights.map((weight) => weight / all) });
    }
  }

  /** −ln P of what was observed, were the curve `calibration`; what was picked counts relative to picking any. */
  loss(calibration: Calibration): number {
    const curve = new Float64Array(BINS + 2);
    let loss = 0;
    for (let bin = 0; bin < curve.length; bin++) {
      const height = bin / PER_UNIT;
      curve[bin] = probabilityAt(height, calibration);
      const [similar, different] = [this.#similar[bin]!, this.#different[bin]!];
      if (similar > 0) loss += similar * logLoss(height, 1, calibration);
      if (different > 0) loss += different * logLoss(height, 0, calibration);
    }
    for (const { bin, bins, shares } of this.#picked) {
      let mean = 0;
      for (let at = 0; at < bins.length; at++) mean += shares[at]! * curve[bins[at]!]!;
      loss -= PICKED * Math.log(CHANCE + (1 - CHANCE) * (curve[bin]! / Math.max(1e-6, mean)));
    }
    return loss;
  }
}

function binOf(height: number): number {
  return Math.min(BINS, Math.round(height * PER_UNIT));
}

/** Each height shared by the two bins around it. */
function add(bins: Float64Array, { heights, weights }: Heights): void {
  for (let at = 0; at < heights.length; at++) {
    const place = Math.min(BINS, heights[at]! * PER_UNIT);
    const below = Math.floor(place);
    bins[below]! += weights[at]! * (below + 1 - place);
    bins[below + 1]! += weights[at]! * (place - below);
  }
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
