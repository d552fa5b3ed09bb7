// Fits the metric to judgments: of several objectives and ranks the one that foretells held-out judgments best (cross-validation), or
// none of them where the prior does. All three kinds of similarity learning take part: classification, regression, ranking.
import * as tf from '@tensorflow/tfjs-core';
import { pairContrastive } from '../objectives/pair-contrastive.ts';
import { pairLogistic } from '../objectives/pair-logistic.ts';
import { tripletRanking } from '../objectives/triplet-ranking.ts';
import { PRIOR_CALIBRATION, fitCalibration, logLoss, type Calibration } from './calibration.ts';
import type { Evidence, Pair, Ranked } from './evidence.ts';
import type { Section } from './prior.ts';
import { identityMap, measure, toSectionMaps, type MapParameters, type SectionMap } from './section-map.ts';

/** Points of the prior metric, row-major, of at least the rows that the evidence names. */
export interface PriorPoints {
  readonly points: Float32Array;
  readonly dims: number;
  readonly sections: readonly Section[];
}

export interface FittedMetric {
  /** `prior`: nothing foretold the judgments better than what was assumed before. */
  readonly objective: ObjectiveName | 'prior';
  readonly rank: number;
  /** One a section. */
  readonly maps: readonly SectionMap[];
  /** Of the distances before judged photos attract others. */
  readonly calibration: Calibration;
  /** Judgments it was fitted to. */
  readonly answers: number;
  /** Mean log loss of held-out judgments, in nats: of the prior with its calibration fitted, and of this metric. */
  readonly heldOut: { readonly prior: number; readonly fitted: number } | null;
}

export type ObjectiveName = 'logistic' | 'contrastive' | 'ranking';

interface Setting {
  readonly objective: ObjectiveName;
  readonly rank: number;
}

/** With fewer judged pairs than this only the calibration is fitted. */
const FEWEST = 8;
const FOLDS = 3;
/** How much better than the prior a metric has to foretell held-out judgments, in nats a judgment. */
const LEAST_GAIN = 0;
const STEPS = 50;
/** Deviation of the logarithm of a weight that is expected, and of what B and A hold: how near to the prior the metric stays. */
const WEIGHT_DEVIATION = 0.7;
const MAP_DEVIATION = 0.25;
const RANK = 4;

/** The metric that `evidence` asks for; the prior, with its calibration, where it asks for none. Deterministic. */
export function fitMetric(prior: PriorPoints, evidence: Evidence): FittedMetric {
  const { judged, ranked } = evidence;
  const answers = judged.length + ranked.length;
  const identity = toSectionMaps(prior.sections, identityMap(prior.sections, 0));
  const plain = (): FittedMetric => ({
    objective: 'prior', rank: 0, maps: identity, answers, heldOut: null, calibration: calibrate(prior, judged, identityMap(prior.sections, 0))
  });
  if (answers < FEWEST || judged.length < FEWEST / 2) return plain();

  const score = (setting: Setting | null) => heldOutLoss(prior, evidence, setting);
  const before = score(null);
  const tried = (['logistic', 'contrastive', 'ranking'] as const).map((objective) => ({ objective, rank: 0, loss: score({ objective, rank: 0 }) }));
  const best = tried.reduce((x, y) => (y.loss < x.loss ? y : x));
  const deeper = { ...best, rank: RANK, loss: answers >= 4 * FEWEST ? score({ ...best, rank: RANK }) : Infinity };
  const chosen = deeper.loss < best.loss ? deeper : best;
  if (chosen.loss > before - LEAST_GAIN) return { ...plain(), heldOut: { prior: before, fitted: before } };

  const parameters = learn(prior, evidence, chosen);
  return {
    objective: chosen.objective, rank: chosen.rank, maps: toSectionMaps(prior.sections, parameters), answers,
    calibration: calibrate(prior, judged, parameters), heldOut: { prior: before, fitted: chosen.loss }
  };
}

/** Mean loss of judgments that a metric did not see, over the folds; `null` is the prior with its calibration fitted. */
function heldOutLoss(prior: PriorPoints, evidence: Evidence, setting: Setting | null): number {
  let sum = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const seen = <T>(list: readonly T[]) => list.filter((_, at) => at % FOLDS !== fold);
    const held = evidence.judged.filter((_, at) => at % FOLDS === fold);
    const heldRanked = evidence.ranked.filter((_, at) => at % FOLDS === fold);
    // what follows from a held-out judgment would tell of it
    const hidden = new Set(held.flatMap(({ a, b }) => [a, b]));
    const train: Evidence = {
      judged: seen(evidence.judged), ranked: seen(evidence.ranked),
      implied: evidence.implied.filter(({ a, b }) => !hidden.has(a) || !hidden.has(b))
    };
    const parameters = setting ? learn(prior, train, setting) : identityMap(prior.sections, 0);
    const calibration = calibrate(prior, train.judged, parameters);
    const { distances } = measure(differencesOf(prior, held), prior.dims, prior.sections, parameters);
    distances.forEach((distance, at) => (sum += logLoss(distance, held[at]!.similar, calibration)));
    const [near, far] = [0, 1].map((side) => measure(rankedDifferences(prior, heldRanked, side), prior.dims, prior.sections, parameters).distances);
    heldRanked.forEach((_, at) => (sum += Math.log1p(Math.exp(calibration.slope * (near![at]! - far![at]!)))));
  }
  return sum / (evidence.judged.length + evidence.ranked.length);
}

/** Adam (Kingma and Ba 2015) on the objective over pairs, the ranking objective over rankings, and what holds both near the prior. */
function learn(prior: PriorPoints, { judged, implied, ranked }: Evidence, { objective, rank }: Setting): MapParameters {
  const { dims, sections } = prior;
  const parameters = identityMap(sections, rank);
  const pairs = [...judged, ...implied];
  const triplets = objective === 'ranking' ? [...ranked, ...mine(pairs)] : ranked;
  const pairDifferences = differencesOf(prior, objective === 'ranking' ? [] : pairs);
  const similar = tf.tensor1d(pairs.map((pair) => pair.similar));
  const nearDifferences = rankedDifferences(prior, triplets, 0);
  const farDifferences = rankedDifferences(prior, triplets, 1);
  const { middle, slope } = calibrate(prior, judged, parameters);
  const ofPairs = objective === 'contrastive' ? pairContrastive({ margin: middle * 1.25 }) : pairLogistic({ scale: slope, threshold: middle });
  const ofRanks = tripletRanking({ margin: 0.1 });
  const gradientOfPairs = tf.grad((d) => ofPairs(d as tf.Tensor1D, similar));
  // the middle learns too: moving it is moving all distances the other way
  const shift = new Float64Array(1);
  const gradientsOfRanks = tf.grads((closer, farther) => ofRanks(closer as tf.Tensor1D, farther as tf.Tensor1D));

  const lists = (of: MapParameters) => [of.logWeights, ...of.a, ...of.b];
  const values = [...lists(parameters), shift];
  const moments = values.map(({ length }) => ({ first: new Float64Array(length), second: new Float64Array(length) }));
  const evidenceCount = Math.max(1, pairDifferences.length / dims + triplets.length);
  try {
    for (let step = 1; step <= STEPS; step++) {
      const total = values.map(({ length }) => new Float64Array(length));
      const add = (gradients: MapParameters, share: number) =>
        lists(gradients).forEach((list, at) => list.forEach((value, i) => (total[at]![i]! += share * value)));
      if (pairDifferences.length > 0) {
        const { distances, back } = measure(pairDifferences, dims, sections, parameters);
        const byDistance = dataOf(() => [gradientOfPairs(tf.tensor1d(Float32Array.from(distances, (distance) => distance - shift[0]!)))])[0]!;
        add(back(byDistance), pairDifferences.length / dims / evidenceCount);
        total.at(-1)![0]! -= (byDistance.reduce((sum, value) => sum + value, 0) * pairDifferences.length) / dims / evidenceCount;
      }
      if (triplets.length > 0) {
        const [near, far] = [measure(nearDifferences, dims, sections, parameters), measure(farDifferences, dims, sections, parameters)];
        const [byNear, byFar] = dataOf(() => gradientsOfRanks([tf.tensor1d(Float32Array.from(near.distances)), tf.tensor1d(Float32Array.from(far.distances))]));
        // a hinge of distances weighs a judgment less than a log loss does by about the slope
        const share = (slope * triplets.length) / evidenceCount;
        add(near.back(byNear!), share);
        add(far.back(byFar!), share);
      }
      values.forEach((list, at) => {
        const deviation = at === 0 ? WEIGHT_DEVIATION : list === shift ? 0.2 : MAP_DEVIATION;
        const { first, second } = moments[at]!;
        const rate = at === 0 ? 0.08 : 0.02;
        for (let i = 0; i < list.length; i++) {
          const gradient = total[at]![i]! + list[i]! / (deviation * deviation * evidenceCount);
          first[i] = 0.9 * first[i]! + 0.1 * gradient;
          second[i] = 0.999 * second[i]! + 0.001 * gradient * gradient;
          list[i]! -= (rate * (first[i]! / (1 - 0.9 ** step))) / (Math.sqrt(second[i]! / (1 - 0.999 ** step)) + 1e-8);
        }
      });
    }
  } finally {
    similar.dispose();
  }
  return parameters;
}

/** "Closer" from "similar" and "different": a similar pair beside each different one that shares a photo with it. */
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

function calibrate(prior: PriorPoints, pairs: readonly Pair[], parameters: MapParameters): Calibration {
  const { distances } = measure(differencesOf(prior, pairs), prior.dims, prior.sections, parameters);
  return fitCalibration(distances, pairs.map(({ similar }) => similar), PRIOR_CALIBRATION);
}

function differencesOf({ points, dims }: PriorPoints, pairs: readonly { readonly a: number; readonly b: number }[]): Float64Array {
  const differences = new Float64Array(pairs.length * dims);
  pairs.forEach(({ a, b }, at) => {
    for (let i = 0; i < dims; i++) differences[at * dims + i] = points[a * dims + i]! - points[b * dims + i]!;
  });
  return differences;
}

function rankedDifferences(prior: PriorPoints, triplets: readonly Ranked[], side: number): Float64Array {
  return differencesOf(prior, triplets.map((triplet) => ({ a: triplet[0], b: triplet[1 + side]! })));
}

/** The numbers of tensors, which are gone afterwards. */
function dataOf(make: () => tf.Tensor[]): Float32Array[] {
  return tf.tidy(() => make().map((tensor) => tensor.dataSync<'float32'>()));
}
