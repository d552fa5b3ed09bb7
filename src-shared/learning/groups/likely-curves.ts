// How likely photos belong together by the height of their merge, by what was observed: the most likely curve, or all that are likely.
import type { Heights, Observed, Seen } from './observed.ts';
import { judgedAlikeAt, mostLikely, withoutLapses, type Calibration } from '../metric/calibration.ts';

/** How likely photos belong together by the height of their merge before there are judgments: from photo sets with five kinds of "alike". */
const PRIOR: Calibration = { middle: 1.1, slope: 13 };
/** Fraction of pairs of groups that are joined whatever their height, because the metric does not see what is alike about them. */
const CHANCE = 0.2;
/** Which pair of groups was joined weighs less than an answer: that depends on more than the metric. */
const PICKED = 0.75;
/** How likely a user who joins groups has looked at all photos of one of them, and not at the covers alone. */
const LOOKED = 0.9;
/** Bins of heights, and how many there are to one unit. */
const BINS = 200;
const PER_UNIT = 100;
/** The curves that are weighed: how far they lie from the prior (standard deviations of the middle, and of the logarithm of the slope), steps of both, and how many of them to either side. */
const MIDDLE = { deviation: 0.08, step: 0.02, steps: 20 };
const SLOPE = { deviation: 0.2, step: 0.25, steps: 4 };
/** Curves that are less likely than this, relative to the likeliest one, are left out. */
const LEAST_WEIGHT = 1e-3;

/** How likely photos belong together by the height of their merge, by what was observed. */
export function likelyCurve(observed: readonly Observed[]): Calibration {
  const sample = new Sample(observed);
  return mostLikely(PRIOR, (calibration) => sample.loss(calibration));
}

export interface Weighed {
  readonly calibration: Calibration;
  readonly weight: number;
}

/** How likely photos belong together by the height of their merge, by what was observed: curves with weights that add up to 1. */
export function likelyCurves(observed: readonly Observed[]): Weighed[] {
  const sample = new Sample(observed);
  const curves: { readonly calibration: Calibration; readonly loss: number }[] = [];
  for (let x = -MIDDLE.steps; x <= MIDDLE.steps; x++) {
    for (let y = -SLOPE.steps; y <= SLOPE.steps; y++) {
      const [shift, stretch] = [x * MIDDLE.step, y * SLOPE.step];
      const calibration = { middle: PRIOR.middle + shift, slope: PRIOR.slope * Math.exp(stretch) };
      curves.push({ calibration, loss: sample.loss(calibration) + ((shift / MIDDLE.deviation) ** 2 + (stretch / SLOPE.deviation) ** 2) / 2 });
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
