// Where to cut a tree so that its groups are expected to be right most. Judged pairs tell how likely photos belong together that a tree
// puts together at a height (cophenetic heights, Sokal and Rohlf 1962: what a cut looks at, unlike distances); by that every cut has an
// expected pairwise F1, and the greatest is taken: the median over resamples of the judged pairs (bagging, Breiman 1996), for one pair more
// or less may move the greatest far, to where large groups merge. Until much was judged the usual height holds it back.
import { fitCalibration, probabilityAt, type Calibration } from '../metric/calibration.ts';
import type { Pair } from '../metric/evidence.ts';
import { uniform } from '../random.ts';
import type { Tree } from '../linkage/tree.ts';

/** How likely photos belong together by the height of their merge before anybody judged: over photo sets of five kinds of "alike". */
const PRIOR: Calibration = { middle: 1.1, slope: 13 };
/** So many judgments weigh as much as the usual height does. */
const HALF_TRUST = 6;
/** Odd, so that one is in the middle. */
const RESAMPLES = 15;

/** A judged pair and the height, `Infinity` for never, at which a tree that does not know the judgment puts it together. */
export interface MergedPair {
  readonly height: number;
  /** 1 similar, 0 different, between them a degree. */
  readonly similar: number;
}

/** The height, 0 or more, to cut `tree` at. `usual`: the height where nothing is judged. */
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

/** For each pair of photos the height at which the tree puts them together; `Infinity` where it never does. */
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

/** The cut of the greatest expected pairwise F1; 0 where nothing merges. Photos that judgments put together (height 0) belong together. */
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
    if (heights[merge] === heights[merge + 1]) continue; // a cut makes all of them
    const expected = (2 * similar[merge]!) / (pairs[merge]! + allSimilar);
    if (expected > best) [best, height] = [expected, heights[merge]!];
  }
  return height;
}
