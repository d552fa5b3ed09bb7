// Minimises an objective over judged pairs and rankings by the parameters of the metric, regularised towards the prior.
// One objective, one rank, one strength; fit.ts chooses among them.
import { fitCalibration, PRIOR_CALIBRATION } from './calibration.ts';
import type { Pair, Ranked } from './evidence.ts';
import { contrastiveGradient, logisticGradient, rankingGradient } from './judged-gradients.ts';
import type { Section } from './prior.ts';
import { differencesOf, identityMap, measure, type MapParameters } from './section-map.ts';

/** Points of the prior metric, row-major, containing at least the rows that the evidence names. */
export interface PriorPoints {
  readonly points: Float32Array;
  readonly dims: number;
  readonly sections: readonly Section[];
}

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
  /** Judged pairs and those implied by them. */
  readonly pairs: readonly Pair[];
  readonly ranked: readonly Ranked[];
  /** See unjudged.ts. */
  readonly unjudged: readonly Pair[];
}

/** The parameters after Adam (Kingma and Ba 2015) over all lessons. Deterministic. */
export function learn({ points, dims, sections }: PriorPoints, { pairs, ranked, unjudged }: Lessons, { objective, rank, deviation }: Setting): MapParameters {
  const parameters = identityMap(sections, rank);
  const triplets = objective === 'ranking' ? [...ranked, ...mine(pairs)] : ranked;
  const used = objective === 'ranking' ? [] : pairs;
  const differences = (list: readonly { readonly a: number; readonly b: number }[]) => differencesOf(points, dims, sections, list);
  const ofUsed = differences(used);
  const ofUnjudged = differences(unjudged);
  const near = differences(triplets.map(([a, b]) => ({ a, b })));
  const far = differences(triplets.map(([a, , b]) => ({ a, b })));

  const { distances } = measure(differences(pairs), dims, sections, parameters);
  const { middle, slope } = fitCalibration(distances, pairs.map(({ similar }) => similar), PRIOR_CALIBRATION);
  const similar = used.map((pair) => pair.similar);
  const predicted = unjudged.map((pair) => pair.similar);

  // the middle is learned too: moving it is the same as moving all distances the other way
  const shift = new Float64Array(1);
  const lists = (of: MapParameters) => [of.logWeights, ...of.a, ...of.b];
  const adam = new Adam([...lists(parameters), shift]);
  const evidence = Math.max(1, used.length + triplets.length);
  for (let step = 1; step <= STEPS; step++) {
    adam.rest();
    const add = (gradients: MapParameters, share: number) => lists(gradients).forEach((list, at) => adam.add(at, list, share));
    if (used.length > 0) {
      const { distances: found, back } = measure(ofUsed, dims, sections, parameters);
      const shifted = found.map((distance) => distance - shift[0]!);
      const byDistance = objective === 'contrastive' ? contrastiveGradient(shifted, similar, middle * MARGIN) : logisticGradient(shifted, similar, { scale: slope, threshold: middle });
      add(back(byDistance), used.length / evidence);
      adam.add(-1, [-byDistance.reduce((sum, value) => sum + value, 0)], used.length / evidence);
    }
    if (unjudged.length > 0) {
      const { distances: found, back } = measure(ofUnjudged, dims, sections, parameters);
      add(back(logisticGradient(found, predicted, { scale: slope, threshold: middle })), UNJUDGED_WEIGHT / evidence);
    }
    if (triplets.length > 0) {
      const [ofNear, ofFar] = [measure(near, dims, sections, parameters), measure(far, dims, sections, parameters)];
      const byNear = rankingGradient(ofNear.distances, ofFar.distances, RANKING_MARGIN);
      // hinge losses give a judgment less weight than the log loss, by about the slope
      add(ofNear.back(byNear), (slope * triplets.length) / evidence);
      add(ofFar.back(byNear.map((value) => -value)), (slope * triplets.length) / evidence);
    }
    adam.move((at, last) => (at === 0 ? { deviation, rate: 0.08 } : { deviation: at === last ? 0.2 : MAP_DEVIATION, rate: 0.02 }), evidence);
  }
  return parameters;
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

  /** Adds to the gradient of a list; −1 is the last list. */
  add(at: number, gradient: ArrayLike<number>, share: number): void {
    const sum = this.#gradients.at(at)!;
    for (let i = 0; i < sum.length; i++) sum[i]! += share * gradient[i]!;
  }

  /** One step; the prior weighs as much as one of `evidence` judgments at one standard deviation. */
  move(settings: (at: number, last: number) => { readonly deviation: number; readonly rate: number }, evidence: number): void {
    this.#step++;
    this.#lists.forEach((list, at) => {
      const { deviation, rate } = settings(at, this.#lists.length - 1);
      const { first, second } = this.#moments[at]!;
      for (let i = 0; i < list.length; i++) {
        const gradient = this.#gradients[at]![i]! + (list[i]! - this.#starts[at]![i]!) / (deviation * deviation * evidence);
        first[i] = 0.9 * first[i]! + 0.1 * gradient;
        second[i] = 0.999 * second[i]! + 0.001 * gradient * gradient;
        list[i]! -= (rate * (first[i]! / (1 - 0.9 ** this.#step))) / (Math.sqrt(second[i]! / (1 - 0.999 ** this.#step)) + 1e-8);
      }
    });
  }
}

/** Derives "closer" from "similar" and "different": for each different pair, the similar pairs that share a photo with it, four at most. */
function mine(pairs: readonly Pair[]): Ranked[] {
  const others = new Map<number, number[]>();
  for (const { a, b, similar } of pairs) {
    if (similar >= 0.5) continue;
    for (const [x, y] of [[a, b], [b, a]] as const) others.set(x, [...(others.get(x) ?? []), y]);
  }
  return pairs.flatMap(({ a, b, similar }) => {
    if (similar < 0.5) return [];
    const of = (x: number, y: number) => (others.get(x) ?? []).slice(0, 4).map((far): Ranked => [x, y, far]);
    return [...of(a, b), ...of(b, a)];
  });
}
