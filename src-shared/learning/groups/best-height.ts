// Where to cut a tree so that its groups have the best expected score. Judged pairs show how likely photos that merge at a height belong
// together (cophenetic heights, Sokal and Rohlf 1962: what a cut depends on, unlike distances). That gives every cut an expected pairwise F1,
// and the best cut is taken: the median over resamples of the judged pairs (bagging, Breiman 1996), because a single pair can move the
// optimum far, up to where large groups merge. While there are few judgments the usual height regularises it.
import type { Heights, Observed, Seen } from './observed.ts';
import { judgedAlikeAt, mostLikely, probabilityAt, withoutLapses, type Calibration } from '../metric/calibration.ts';
import type { Pair } from '../metric/evidence.ts';
import { uniform } from '../random.ts';
import type { Tree } from '../linkage/tree.ts';

/** How likely photos belong together by the height of their merge before there are judgments: from photo sets with five kinds of "alike". */
const PRIOR: Calibration = { middle: 1.1, slope: 13 };
/** The usual height weighs as much as this many judgments. */
const HALF_TRUST = 6;
/** Odd, so that there is a middle one. */
const RESAMPLES = 15;
/** Most that one judged pair moves the cut, asked about or picked, the first picked ones less; a gesture on many photos counts as up to three. */
const STEP = 0.03;
const PICKED_STEP = 0.01;
/** How far above the highest pair that was found similar the best cut may be, where there are few: divided by their number. */
const REACH = 1;
/** Fraction of pairs of groups that are joined whatever their height, because the metric does not see what is alike about them. */
const CHANCE = 0.2;
/** Which pair of groups was joined weighs less than an answer: that depends on more than the metric. */
const PICKED = 0.75;
/** How likely a user who joins groups has looked at all photos of one of them, and not at the covers alone. */
const LOOKED = 0.9;
/** Bins of heights, and how many there are to one unit. */
const BINS = 200;
const PER_UNIT = 100;

/** The height, 0 or more, at which to cut `tree`; at most .03 per pair that was asked about and .01 per pair that was picked from `usual`, the height if there are none. */
export function bestHeight({ tree, observed, usual }: { readonly tree: Tree; readonly observed: readonly Observed[]; readonly usual: number }): number {
  // a pair that never merges says nothing of heights
  const telling = observed.filter((one) => one.kind !== 'answer' || one.similar.heights.length + one.different.heights.length > 0);
  if (telling.length === 0) return usual;
  const heights = Array.from({ length: RESAMPLES }, (_, turn) => {
    const next = uniform(turn);
    return mostRight(tree, likelyCurve(telling.map(() => telling[Math.floor(next() * telling.length)]!)));
  }).sort((a, b) => a - b);
  const median = Math.min(heights[(RESAMPLES - 1) / 2]!, Math.max(usual, reachOf(telling)));
  const asked = observed.reduce((sum, one) => sum + (one.kind === 'answer' ? pairsIn(one) : 0), 0);
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

/** How many judged pairs an answer counts as: that to a sheet as several. */
function pairsIn({ similar, different }: Extract<Observed, { kind: 'answer' }>): number {
  let sum = 0;
  for (const { weights } of [similar, different]) for (let at = 0; at < weights.length; at++) sum += weights[at]!;
  return Math.max(1, sum);
}

/** How likely photos belong together by the height of their merge, by what was observed. */
export function likelyCurve(observed: readonly Observed[]): Calibration {
  const sample = new Sample(observed);
  return mostLikely(PRIOR, (calibration) => sample.loss(calibration));
}

/** Shares at bins of heights. */
interface Binned {
  readonly bins: Uint16Array;
  readonly shares: Float64Array;
}

/** Other groups, and how many they are for one group. */
interface Counted extends Binned {
  readonly count: number;
}

interface SeenBinned {
  readonly photos: number;
  readonly pairs: Binned;
}

/** What was observed, in bins of heights, because the search tries some hundred curves. */
class Sample {
  readonly #similar = new Float64Array(BINS + 2);
  readonly #different = new Float64Array(BINS + 2);
  readonly #odd: { readonly photo: Binned; readonly group: SeenBinned; readonly beside: Counted }[] = [];
  readonly #joined: { readonly groups: readonly SeenBinned[]; readonly bin: number; readonly others: Counted }[] = [];
  /** The bins that anything is in, and how likely photos are judged alike there. */
  readonly #used: readonly number[];
  readonly #alike = new Float64Array(BINS + 2);

  constructor(observed: readonly Observed[]) {
    const seen = ({ photos, pairs }: Seen): SeenBinned => ({ photos, pairs: binned(pairs) });
    for (const one of observed) {
      if (one.kind === 'answer') {
        add(this.#similar, one.similar);
        add(this.#different, one.different);
      } else if (one.kind === 'odd') this.#odd.push({ photo: binned(one.photo), group: seen(one.group), beside: counted(one.beside, 1) });
      else this.#joined.push({ groups: one.groups.map(seen), bin: binOf(one.height), others: counted(one.others, 2) });
    }
    const used = new Set([...this.#similar.keys()].filter((bin) => this.#similar[bin]! + this.#different[bin]! > 0));
    for (const { photo, group, beside } of this.#odd) for (const { bins } of [photo, group.pairs, beside]) bins.forEach((bin) => used.add(bin));
    for (const { groups, bin, others } of this.#joined) for (const bins of [[bin], others.bins, ...groups.map(({ pairs }) => pairs.bins)]) bins.forEach((one) => used.add(one));
    this.#used = [...used];
  }

  /** −ln P of what was observed, were the curve `calibration`. */
  loss(calibration: Calibration): number {
    const alike = this.#alike;
    let loss = 0;
    for (const bin of this.#used) {
      alike[bin] = judgedAlikeAt(bin / PER_UNIT, calibration);
      if (this.#similar[bin]! > 0) loss -= this.#similar[bin]! * Math.log(alike[bin]);
      if (this.#different[bin]! > 0) loss -= this.#different[bin]! * Math.log(1 - alike[bin]);
    }
    for (const { photo, group, beside } of this.#odd) {
      const [odd, kin] = [oddIn(group, alike), kinAmong(beside, alike)];
      // of the odd photos one is picked: E[1 / (1 + k)] where the others are a Poisson number
      loss -= Math.log(1 - mean(alike, photo)) + Math.log(atLeastOne(odd) / odd) - Math.log(atLeastOne(odd + kin));
    }
    for (const { groups, bin, others } of this.#joined) {
      // relative to joining any two
      loss -= PICKED * Math.log(CHANCE + (1 - CHANCE) * (alike[bin]! / mean(alike, others)));
      // nothing odd was found in the one that was looked at, and which that was is not known
      const kin = kinAmong(others, alike);
      const fine = groups.reduce((sum, group) => sum + nothingOddButKin(oddIn(group, alike), kin) / groups.length, 0);
      if (groups.length > 0) loss -= Math.log(1 - LOOKED + LOOKED * fine);
    }
    return loss;
  }
}

/** Expected number of odd photos in a group: k that are unlike all others make about 2k / n of the pairs unlike. */
function oddIn({ photos, pairs }: SeenBinned, alike: Float64Array): number {
  return (photos * (1 - mean(alike, pairs))) / 2;
}

/** Expected number of other groups that a group belongs with. */
function kinAmong(beside: Counted, alike: Float64Array): number {
  return beside.count * withoutLapses(mean(alike, beside));
}

/** Probability that a Poisson number is more than 0. */
function atLeastOne(expected: number): number {
  return -Math.expm1(-expected);
}

/** Probability that who looked at a group and had something to say found nothing odd: looks that nothing came of were not told. */
function nothingOddButKin(odd: number, kin: number): number {
  return (Math.exp(-odd) * atLeastOne(kin)) / atLeastOne(odd + kin);
}

function mean(values: Float64Array, { bins, shares }: Binned): number {
  let sum = 0;
  for (let at = 0; at < bins.length; at++) sum += shares[at]! * values[bins[at]!]!;
  return sum;
}

function binned({ heights, weights }: Heights): Binned {
  const all = Array.from(weights).reduce((sum, weight) => sum + weight, 0);
  return { bins: Uint16Array.from(heights, binOf), shares: Float64Array.from(weights, (weight) => weight / all) };
}

function counted(heights: Heights, of: number): Counted {
  return { ...binned(heights), count: Array.from(heights.weights).reduce((sum, weight) => sum + weight, 0) / of };
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
