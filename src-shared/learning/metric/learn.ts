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
  /** Answers to the app's questions. */
  readonly asked: readonly Pair[];
  /** Pairs that the user picked, and those implied by any judgments: chosen by what they are, so they say nothing of how many are similar. */
  readonly picked: readonly Pair[];
  readonly ranked: readonly Ranked[];
  /** See unjudged.ts. */
  readonly unjudged: readonly Pair[];
}

/**
 * The parameters after Adam (Kingma and Ba 2015) over all lessons. Deterministic. Pairs that were picked get an intercept of their own: under
 * sampling by outcome a logistic model's slopes are those of the population, and only its intercept is not (Prentice and Pyke 1979).
 */
export function learn({ points, dims, sections }: PriorPoints, { asked, picked, ranked, unjudged }: Lessons, { objective, rank, deviation }: Setting): MapParameters {
  const parameters = identityMap(sections, rank);
  const differences = (list: readonly { readonly a: number; readonly b: number }[]) => differencesOf(points, dims, sections, list);
  const measured = (list: ReturnType<typeof differences>) => measure(list, dims, sections, parameters);
  const samples = [asked, picked].filter(({ length }) => length > 0).map((pairs) => {
    const [differing, similar] = [differences(pairs), pairs.map((pair) => pair.similar)];
    const { distances } = measured(differing);
    // the middle is learned too: moving it is the same as moving all distances the other way
    return { differing, similar, calibration: fitCalibration(distances, similar, PRIOR_CALIBRATION), shift: new Float64Array(1) };
  });
  const pairs = [...asked, ...picked];
  const triplets = objective === 'ranking' ? [...ranked, ...mine(pairs)] : ranked;
  const used = objective === 'ranking' ? [] : samples;
  const ofUnjudged = differences(unjudged);
  const near = differences(triplets.map(([a, b]) => ({ a, b })));
  const far = differences(triplets.map(([a, , b]) => ({ a, b })));
  const predicted = unjudged.map((pair) => pair.similar);
  // unjudged pairs are the library's own: they follow the fair sample
  const fair = asked.length > 0 ? samples[0]!.calibration : PRIOR_CALIBRATION;
  const { slope } = fair;

  const lists = (of: MapParameters) => [of.logWeights, ...of.a, ...of.b];
  const maps = lists(parameters).length;
  const adam = new Adam([...lists(parameters), ...used.map(({ shift }) => shift)]);
  const evidence = Math.max(1, (objective === 'ranking' ? 0 : pairs.length) + triplets.length);
  for (let step = 1; step <= STEPS; step++) {
    adam.rest();
    const add = (gradients: MapParameters, share: number) => lists(gradients).forEach((list, at) => adam.add(at, list, share));
    for (const [at, { differing, similar, calibration: { middle, slope }, shift }] of used.entries()) {
      const { distances: found, back } = measured(differing);
      const shifted = found.map((distance) => distance - shift[0]!);
      const byDistance = objective === 'contrastive' ? contrastiveGradient(shifted, similar, middle * MARGIN) : logisticGradient(shifted, similar, { scale: slope, threshold: middle });
      add(back(byDistance), similar.length / evidence);
      adam.add(maps + at, [-byDistance.reduce((sum, value) => sum + value, 0)], similar.length / evidence);
    }
    if (unjudged.length > 0) {
      const { distances: found, back } = measured(ofUnjudged);
      add(back(logisticGradient(found, predicted, { scale: slope, threshold: fair.middle })), UNJUDGED_WEIGHT / evidence);
    }
    if (triplets.length > 0) {
      const [ofNear, ofFar] = [measured(near), measured(far)];
      const byNear = rankingGradient(ofNear.distances, ofFar.distances, RANKING_MARGIN);
      // hinge losses give a judgment less weight than the log loss, by about the slope
      add(ofNear.back(byNear), (slope * triplets.length) / evidence);
      add(ofFar.back(byNear.map((value) => -value)), (slope * triplets.length) / evidence);
    }
    adam.move((at) => (at === 0 ? { deviation, rate: 0.08 } : { deviation: at >= maps ? 0.2 : MAP_DEVIATION, rate: 0.02 }), evidence);
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

  /** Adds to the gradient of a list. */
  add(at: number, gradient: ArrayLike<number>, share: number): void {
    const sum = this.#gradients[at]!;
    for (let i = 0; i < sum.length; i++) sum[i]! += share * gradient[i]!;
  }

  /** One step; the prior weighs as much as one of `evidence` judgments at one standard deviation. */
  move(settings: (at: number) => { readonly deviation: number; readonly rate: number }, evidence: number): void {
    this.#step++;
    this.#lists.forEach((list, at) => {
      const { deviation, rate } = settings(at);
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
