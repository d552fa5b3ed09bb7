// Where to cut a tree so that its groups have the best expected score. Judged pairs show how likely photos that merge at a height belong
// together (cophenetic heights, Sokal and Rohlf 1962: what a cut depends on, unlike distances). That gives every cut an expected pairwise F1,
// and the best cut is taken: the median over resamples of the judged pairs (bagging, Breiman 1996), because a single pair can move the
// optimum far, up to where large groups merge. While there are few judgments the usual height regularises it.
import { fitCalibration, probabilityAt, type Calibration } from '../metric/calibration.ts';
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
}

/** The height, 0 or more, at which to cut `tree`. `usual`: the height if there are no judgments. */
export function bestHeight({ tree, judged, usual }: { readonly tree: Tree; readonly judged: readonly MergedPair[]; readonly usual: number }): number {
  if (judged.length === 0) return usual;
  const merged = judged.filter(({ height }) => height < Infinity);
  const heights = Array.from({ length: RESAMPLES }, (_, turn) => {
    const next = uniform(turn);
    const drawn = merged.map(() => merged[Math.floor(next() * merged.length)]!);
    return mostRight(tree, fitCalibration(drawn.map(({ height }) => height), drawn.map(({ similar }) => similar), PRIOR));
  }).sort((a, b) => a - b);
  return (HALF_TRUST * usual + judged.length * heights[(RESAMPLES - 1) / 2]!) / (HALF_TRUST + judged.length);
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
