// Where to cut a tree so that its groups have the best expected score. Judged pairs show how likely photos that merge at a height belong
// together (cophenetic heights, Sokal and Rohlf 1962: what a cut depends on, unlike distances). Few of them leave many curves possible, so
// each is weighed by how likely it is (a posterior on a grid, like Schütt et al. 2016). Every curve gives every cut an expected pairwise F1.
// The usual height is left only for a cut that surely gains, for the best of those (like high confidence policy improvement, Thomas et al.
// 2015): the best cut by the mean alone was often worse than the usual one after a few judgments.
import type { Heights, Observed, Seen } from './observed.ts';
import { judgedAlikeAt, probabilityAt, withoutLapses, type Calibration } from '../metric/calibration.ts';
import type { Pair } from '../metric/evidence.ts';
import type { Tree } from '../linkage/tree.ts';

/** How likely photos belong together by the height of their merge before there are judgments: from photo sets with five kinds of "alike". */
const PRIOR: Calibration = { middle: 1.1, slope: 13 };
/** How far the curves of those sets lie from it: standard deviations of the middle, and of the logarithm of the slope. */
const MIDDLE_DEVIATION = 0.1;
const SLOPE_DEVIATION = 0.3;
/** The curves that are weighed: steps of both, and how many of them to either side. */
const MIDDLE_STEP = 0.02;
const MIDDLE_STEPS = 20;
const SLOPE_STEP = 0.25;
const SLOPE_STEPS = 4;
/** Curves that are less likely than this, relative to the likeliest one, are left out. */
const LEAST_WEIGHT = 1e-3;
/** A gain is sure where it is this many of its standard deviations: 95 % of a normal distribution lie above 0. */
const SURE = 1.64;
/** Of sure gains the best is the one with the greatest mean less this many deviations: too high a cut costs more than one that is too low. */
const CAUTION = 0.5;
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
/** Merges this near to each other count as one step of the cut. */
const STEP_WIDTH = 0.002;
/** Bins of heights, and how many there are to one unit. */
const BINS = 200;
const PER_UNIT = 100;

/** The height, 0 or more, at which to cut `tree`; at most .03 per pair that was asked about and .01 per pair that was picked from `usual`, the height if nothing is surely better. */
export function bestHeight({ tree, observed, usual }: { readonly tree: Tree; readonly observed: readonly Observed[]; readonly usual: number }): number {
  // a pair that never merges says nothing of heights
  const telling = observed.filter((one) => one.kind !== 'answer' || one.similar.heights.length + one.different.heights.length > 0);
  if (telling.length === 0) return usual;
  const best = surelyBest(tree, likelyCurves(telling), { usual, reach: reachOf(telling) });
  const asked = observed.reduce((sum, one) => sum + (one.kind === 'answer' ? pairsIn(one) : 0), 0);
  const picked = observed.filter(({ kind }) => kind !== 'answer').length;
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

export interface Weighed {
  readonly calibration: Calibration;
  readonly weight: number;
}

/** How likely photos belong together by the height of their merge, by what was observed: curves with weights that add up to 1. */
export function likelyCurves(observed: readonly Observed[]): Weighed[] {
  const sample = new Sample(observed);
  const curves: { readonly calibration: Calibration; readonly loss: number }[] = [];
  for (let x = -MIDDLE_STEPS; x <= MIDDLE_STEPS; x++) {
    for (let y = -SLOPE_STEPS; y <= SLOPE_STEPS; y++) {
      const [shift, stretch] = [x * MIDDLE_STEP, y * SLOPE_STEP];
      const calibration = { middle: PRIOR.middle + shift, slope: PRIOR.slope * Math.exp(stretch) };
      curves.push({ calibration, loss: sample.loss(calibration) + shift ** 2 / (2 * MIDDLE_DEVIATION ** 2) + stretch ** 2 / (2 * SLOPE_DEVIATION ** 2) });
    }
  }
  const least = curves.reduce((found, { loss }) => Math.min(found, loss), Infinity);
  const likely = curves.map(({ calibration, loss }) => ({ calibration, weight: Math.exp(least - loss) })).filter(({ weight }) => weight > LEAST_WEIGHT);
  const all = likely.reduce((sum, { weight }) => sum + weight, 0);
  return likely.map(({ calibration, weight }) => ({ calibration, weight: weight / all }));
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

/** Merges at about one height. */
interface Step {
  /** Of the last of them, where a cut includes them all. */
  readonly height: number;
  /** Mean over the pairs of photos that they join. */
  readonly mean: number;
  readonly pairs: number;
}

/** The merges of a tree from low to high, none of them across `usual`: a step for each height in a small library, at most some hundreds in a large one. */
function stepsOf({ size, children, heights }: Tree, usual: number): Step[] {
  const count = new Float64Array(size + heights.length).fill(1, 0, size);
  const steps: Step[] = [];
  let [from, pairs, sum] = [0, 0, 0];
  heights.forEach((height, merge) => {
    const [a, b] = [count[children[2 * merge]!]!, count[children[2 * merge + 1]!]!];
    count[size + merge] = a + b;
    if (pairs === 0) from = height;
    pairs += a * b;
    sum += a * b * height;
    const next = heights[merge + 1] ?? Infinity;
    // judgments alone merge at height 0
    if (next - from <= STEP_WIDTH && (next > usual) === (height > usual) && (next > 0) === (height > 0)) return;
    steps.push({ height, mean: sum / pairs, pairs });
    [pairs, sum] = [0, 0];
  });
  return steps;
}

/** Of the cuts up to `reach` that surely gain expected pairwise F1 over `usual`, the one that gains most, cautiously; `usual` if there are none. Photos merged by judgments (height 0) belong together. */
function surelyBest(tree: Tree, curves: readonly Weighed[], { usual, reach }: { readonly usual: number; readonly reach: number }): number {
  const steps = stepsOf(tree, usual);
  const shown = steps.findLastIndex(({ height }) => height <= usual);
  const mean = new Float64Array(steps.length);
  const square = new Float64Array(steps.length);
  for (const { calibration, weight } of curves) {
    const scores = expectedF1(steps, calibration);
    const before = scores[shown] ?? 0;
    scores.forEach((score, at) => {
      mean[at]! += weight * (score - before);
      square[at]! += weight * (score - before) ** 2;
    });
  }
  let [best, height] = [0, usual];
  steps.forEach((step, at) => {
    const deviation = Math.sqrt(Math.max(0, square[at]! - mean[at]! ** 2));
    const cautious = mean[at]! - CAUTION * deviation;
    if (step.height <= reach && mean[at]! > SURE * deviation && cautious > best) [best, height] = [cautious, step.height];
  });
  return height;
}

/** Expected pairwise F1 of the cut at each step. */
function expectedF1(steps: readonly Step[], calibration: Calibration): Float64Array {
  let [joined, similar] = [0, 0];
  const sums = steps.map(({ height, mean, pairs }) => {
    joined += pairs;
    similar += height === 0 ? pairs : pairs * probabilityAt(mean, calibration);
    return { joined, similar };
  });
  return Float64Array.from(sums, (sum) => (2 * sum.similar) / (sum.joined + similar));
}
