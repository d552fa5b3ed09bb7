// Minimises an objective over judged pairs and rankings by the parameters of the metric, regularised towards the prior.
// One objective, one rank, one strength; fit.ts chooses among them.
import { type Calibration, fitCalibration, PRIOR_CALIBRATION } from './calibration.ts';
import type { Pair, Ranked } from './evidence.ts';
import { contrastiveGradient, logisticGradient, rankingGradient } from './judged-gradients.ts';
import { gatherPhotos, type JudgedPhotos, type PriorPoints } from './judged-photos.ts';
import type { Section } from './prior.ts';
import { type Differences, differencesAmong, identityMap, measure, type MapParameters } from './section-map.ts';

/** Similarity as classification (`logistic`, and `contrastive` with a margin) or as ranking. */
export type ObjectiveName = 'logistic' | 'contrastive' | 'ranking';

export interface Setting {
  readonly objective: ObjectiveName;
  /** Directions of the map in each section; with 0 sections are only weighted. */
  readonly rank: number;
  /** How far from the prior the result is expected: the standard deviation of the logarithm of a weight. */
  readonly deviation: number;
}

/** All unjudged pairs together weigh as much as this many judgments. */
const UNJUDGED_WEIGHT = 60;
const STEPS = 50;
/** Margin of the contrastive objective, as a multiple of the distance at which similar and different are equally likely; of the ranking objective, a distance. */
const MARGIN = 1.25;
const RANKING_MARGIN = 0.1;
/** Standard deviation of A and B around their initial values: A pulled to 0 would vanish before B has learned from it. */
const MAP_DEVIATION = 0.25;

export interface Lessons {
  /** Answers to the app's questions. */
  readonly asked: readonly Pair[];
  /** Pairs that the user picked, and those implied by any judgments: chosen by what they are, so they say nothing of how many are similar. */
  readonly picked: readonly Pair[];
  readonly ranked: readonly Ranked[];
  /** See unjudged.ts. */
  readonly unjudged: readonly Pair[];
}

/** What one set of lessons teaches by any setting. Deterministic. */
export type Learner = (setting: Setting) => MapParameters;

/**
 * The parameters after Adam (Kingma and Ba 2015) over all lessons. Deterministic. Pairs that were picked get an intercept of their own: under
 * sampling by outcome a logistic model's slopes are those of the population, and only its intercept is not (Prentice and Pyke 1979).
 */
export function learn(prior: PriorPoints, lessons: Lessons, setting: Setting): MapParameters {
  const { asked, picked, ranked, unjudged } = lessons;
  return learnerOf(gatherPhotos(prior, [...asked, ...picked, ...unjudged, ...ranked.flatMap(([a, near, far]) => [{ a, b: near }, { a, b: far }])]), lessons)(setting);
}

/** `learn` for several settings, about photos that are among `photos`: what does not depend on them is computed once. */
export function learnerOf(photos: JudgedPhotos, lessons: Lessons): Learner {
  const { sections } = photos;
  const { asked, picked, ranked, unjudged } = lessons;
  const identity = identityMap(sections, 0);
  const samples = [asked, picked].filter(({ length }) => length > 0).map((pairs): Sample => {
    const similar = pairs.map((pair) => pair.similar);
    const { distances } = measure(differencesAmong(photos, pairs), sections, identity);
    return { pairs, similar, calibration: fitCalibration(distances, similar, PRIOR_CALIBRATION) };
  });
  // unjudged pairs are the library's own: they follow the fair sample
  const fair = asked.length > 0 ? samples[0]!.calibration : PRIOR_CALIBRATION;
  const studied = (used: readonly Sample[], triplets: readonly Ranked[]): Studied => {
    const near = triplets.map(([a, b]) => ({ a, b }));
    const far = triplets.map(([a, , b]) => ({ a, b }));
    return { used, unjudged, fair, triplets: triplets.length, differences: differencesAmong(photos, [...used.flatMap(({ pairs }) => pairs), ...unjudged, ...near, ...far]) };
  };
  let [judged, ordered]: (Studied | undefined)[] = [];
  return (setting) => {
    if (setting.objective === 'ranking') return descend(sections, (ordered ??= studied([], [...ranked, ...mine([...asked, ...picked])])), setting);
    return descend(sections, (judged ??= studied(samples, ranked)), setting);
  };
}

interface Sample {
  readonly pairs: readonly Pair[];
  readonly similar: readonly number[];
  /** Fitted to the prior's distances. */
  readonly calibration: Calibration;
}

/** What is learned from, as distances: those of the samples used, of unjudged pairs, of the nearer and of the farther photos of triplets, in this order. */
interface Studied {
  readonly used: readonly Sample[];
  readonly unjudged: readonly Pair[];
  readonly fair: Calibration;
  readonly triplets: number;
  readonly differences: Differences;
}

function descend(sections: readonly Section[], { used, unjudged, fair, triplets, differences }: Studied, { objective, rank, deviation }: Setting): MapParameters {
  const parameters = identityMap(sections, rank);
  const predicted = unjudged.map((pair) => pair.similar);
  const { slope } = fair;
  const lists = (of: MapParameters) => [of.logWeights, ...of.a, ...of.b];
  const maps = lists(parameters).length;
  // the middle is learned too: moving it is the same as moving all distances the other way
  const shifts = used.map(() => new Float64Array(1));
  const adam = new Adam([...lists(parameters), ...shifts]);
  const evidence = Math.max(1, used.reduce((sum, { pairs }) => sum + pairs.length, 0) + triplets);
  // nothing is allocated on the way: these are the arrays of thousands of numbers
  const [byDistance, shifted] = [new Float64Array(differences.count), new Float64Array(differences.count)];
  for (let step = 1; step <= STEPS; step++) {
    adam.rest();
    const { distances, back } = measure(differences, sections, parameters);
    let from = 0;
    /** The distances of the next so many, and where the loss by them goes. */
    const next = (count: number) => ({ found: distances.subarray(from, from + count), by: byDistance.subarray(from, (from += count)) });
    for (const [at, { similar, calibration: { middle, slope } }] of used.entries()) {
      const { found, by } = next(similar.length);
      const moved = shifted.subarray(0, similar.length);
      for (let i = 0; i < moved.length; i++) moved[i] = found[i]! - shifts[at]![0]!;
      if (objective === 'contrastive') contrastiveGradient(moved, similar, middle * MARGIN, by);
      else logisticGradient(moved, similar, { scale: slope, threshold: middle }, by);
      adam.add(maps + at, [-times(by, similar.length / evidence)], 1);
    }
    const { found, by } = next(unjudged.length);
    times(logisticGradient(found, predicted, { scale: slope, threshold: fair.middle }, by), UNJUDGED_WEIGHT / evidence);
    const [near, far] = [next(triplets), next(triplets)];
    // hinge losses give a judgment less weight than the log loss, by about the slope
    times(rankingGradient(near.found, far.found, RANKING_MARGIN, near.by), (slope * triplets) / evidence);
    for (let at = 0; at < triplets; at++) far.by[at] = -near.by[at]!;
    lists(back(byDistance)).forEach((list, at) => adam.add(at, list, 1));
    adam.move((at) => (at === 0 ? { deviation, rate: 0.08 } : { deviation: at >= maps ? 0.2 : MAP_DEVIATION, rate: 0.02 }), evidence);
  }
  return parameters;
}

/** Multiplies all values in place, and gives their sum. */
function times(values: Float64Array, factor: number): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]! *= factor;
  return sum;
}

/** Adam over lists of numbers, updated in place, each regularised towards its initial value by a normal prior. */
class Adam {
  readonly #lists: readonly Float64Array[];
  readonly #starts: readonly Float64Array[];
  readonly #gradients: Float64Array[];
  readonly #moments: readonly { readonly first: Float64Array; readonly second: Float64Array }[];
  #step = 0;

  constructor(lists: readonly Float64Array[]) {
    this.#lists = lists;
    this.#starts = lists.map((list) => list.slice());
    this.#gradients = lists.map(({ length }) => new Float64Array(length));
    this.#moments = lists.map(({ length }) => ({ first: new Float64Array(length), second: new Float64Array(length) }));
  }

  rest(): void {
    for (const gradient of this.#gradients) gradient.fill(0);
  }

  /** Adds to the gradient of a list. */
  add(at: number, gradient: ArrayLike<number>, share: number): void {
    const sum = this.#gradients[at]!;
    for (let i = 0; i < sum.length; i++) sum[i]! += share * gradient[i]!;
  }

  /** One step; the prior weighs as much as one of `evidence` judgments at one standard deviation. */
  move(settings: (at: number) => { readonly deviation: number; readonly rate: number }, evidence: number): void {
    this.#step++;
    const [firstScale, secondScale] = [1 - 0.9 ** this.#step, 1 - 0.999 ** this.#step];
    this.#lists.forEach((list, at) => {
      const { deviation, rate } = settings(at);
      const { first, second } = this.#moments[at]!;
      for (let i = 0; i < list.length; i++) {
        const gradient = this.#gradients[at]![i]! + (list[i]! - this.#starts[at]![i]!) / (deviation * deviation * evidence);
        first[i] = 0.9 * first[i]! + 0.1 * gradient;
        second[i] = 0.999 * second[i]! + 0.001 * gradient * gradient;
        list[i]! -= (rate * (first[i]! / firstScale)) / (Math.sqrt(second[i]! / secondScale) + 1e-8);
      }
    });
  }
}

/** Derives "closer" from "similar" and "different": for each different pair, the similar pairs that share a photo with it, four at most. */
function mine(pairs: readonly Pair[]): Ranked[] {
  const others = new Map<number, number[]>();
  const add = (photo: number, other: number): void => {
    const known = others.get(photo);
    if (known) known.push(other);
    else others.set(photo, [other]);
  };
  for (const { a, b, similar } of pairs) {
    if (similar >= 0.5) continue;
    add(a, b);
    add(b, a);
  }
  return pairs.flatMap(({ a, b, similar }) => {
    if (similar < 0.5) return [];
    const of = (x: number, y: number) => (others.get(x) ?? []).slice(0, 4).map((far): Ranked => [x, y, far]);
    return [...of(a, b), ...of(b, a)];
  });
}
