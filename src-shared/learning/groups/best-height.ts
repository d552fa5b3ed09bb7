// Where to cut a tree so that its groups have the best expected score. Judged pairs show how likely photos that merge at a height belong
// together (cophenetic heights, Sokal and Rohlf 1962: what a cut depends on, unlike distances). That gives every cut an expected pairwise F1,
// and the best cut is taken: the median over resamples of the judged pairs (bagging, Breiman 1996), because a single pair can move the
// optimum far, up to where large groups merge. While there are few judgments the usual height regularises it.
import type { Origin } from '../../contract.ts';
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

/** A judged pair and the height at which a tree that does not know the judgment merges it; `Infinity` for never. */
export interface MergedPair {
  readonly height: number;
  /** 1 similar, 0 different, between them a degree. */
  readonly similar: number;
  readonly origin: Origin;
}

/** The height, 0 or more, at which to cut `tree`. `usual`: the height if there are no judgments. */
export function bestHeight({ tree, judged, usual }: { readonly tree: Tree; readonly judged: readonly MergedPair[]; readonly usual: number }): number {
  if (judged.length === 0) return usual;
  const hp = (globalThis as any).hp ?? {};
  const merged = judged.filter(({ height }) => height < Infinity && height > 0).filter(({ origin }) => hp.volunteered !== false || origin.kind === 'asked');
  if (merged.length === 0) return usual;
  const merges = new Merges(tree, merged.map(({ origin }) => (origin.kind === 'asked' ? null : origin.height)));
  const heights = Array.from({ length: RESAMPLES }, (_, turn) => {
    const next = uniform(turn);
    const drawn = merged.map(() => merged[Math.floor(next() * merged.length)]!);
    return mostRight(tree, mostLikely(PRIOR, (calibration) => {
      const shares = merges.shares(calibration);
      let sum = 0;
      for (const { height, similar, origin } of drawn) {
        if (origin.kind === 'asked') sum += logLoss(height, similar, calibration);
        else sum += (similar < 0.5 ? hp.dweight ?? 1 : hp.weight ?? 1) * shares(height, similar, origin.height);
      }
      return sum;
    }));
  }).sort((a, b) => a - b);
  const asked = merged.filter(({ origin }) => origin.kind === 'asked').length;
  const picked = merged.length - asked;
  const trust = asked + picked * (hp.trust ?? 1);
  return ((hp.half ?? HALF_TRUST) * usual + trust * heights[(RESAMPLES - 1) / 2]!) / ((hp.half ?? HALF_TRUST) + trust);
}

/** Pairs that were picked from all pairs, by the heights of their merges: binned, so that a curve can be tried out fast. */
class Merges {
  static readonly bins = 256;
  readonly #top: number;
  readonly #pairs = new Float64Array(Merges.bins);

  constructor({ size, children, heights }: Tree, _cuts: readonly (number | null)[]) {
    this.#top = Math.max(1e-6, heights.at(-1) ?? 0);
    const count = new Float64Array(size + heights.length).fill(1, 0, size);
    heights.forEach((height, merge) => {
      const [a, b] = [count[children[2 * merge]!]!, count[children[2 * merge + 1]!]!];
      count[size + merge] = a + b;
      if (height > 0) this.#pairs[this.#bin(height)]! += a * b;
    });
  }

  /** −ln P(this pair | a pair was picked that is similar, or not, from those on its side of the cut). */
  shares(calibration: Calibration): (height: number, similar: number, cut: number | null) => number {
    const hp = (globalThis as any).hp ?? {};
    const EPS = hp.eps ?? 0.1;
    const { bins } = Merges;
    const sumPairs = new Float64Array(bins + 1);
    const sumSimilar = new Float64Array(bins + 1);
    for (let bin = 0; bin < bins; bin++) {
      sumPairs[bin + 1] = sumPairs[bin]! + this.#pairs[bin]!;
      sumSimilar[bin + 1] = sumSimilar[bin]! + this.#pairs[bin]! * probabilityAt(((bin + 0.5) / bins) * this.#top, calibration);
    }
    return (height, similar, cut) => {
      const edge = cut === null ? 0 : this.#bin(cut) + 1;
      const [from, to] = cut === null ? [0, bins] : this.#bin(height) < edge ? [0, edge] : [edge, bins];
      const pairs = Math.max(1, sumPairs[to]! - sumPairs[from]!);
      const likely = Math.max(1e-9, sumSimilar[to]! - sumSimilar[from]!);
      const p = probabilityAt(height, calibration);
      const yes = (1 - EPS) * (p * pairs / likely) + EPS;
      const no = (1 - EPS) * ((1 - p) * pairs / Math.max(1e-9, pairs - likely)) + EPS;
      return -similar * Math.log(yes) - (1 - similar) * Math.log(no);
    };
  }

  #bin(height: number): number {
    return Math.min(Merges.bins - 1, Math.floor((height / this.#top) * Merges.bins));
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
