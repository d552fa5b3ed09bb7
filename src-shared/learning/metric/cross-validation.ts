// How well a metric predicts judgments it has not seen: cross-validation over the answers. The pairs of one answer are held out
// together, because they predict each other.
import { fitCalibration, logLoss, PRIOR_CALIBRATION, type Calibration } from './calibration.ts';
import type { Evidence, JudgedPair, Pair, Ranked } from './evidence.ts';
import type { Lessons, PriorPoints } from './learn.ts';
import { differencesOf, measure, type MapParameters } from './section-map.ts';

const FOLDS = 4;

export interface Validation {
  /** Loss over all judgments, each predicted by a metric that did not see it, in nats. */
  readonly loss: number;
  /** Fitted to held-out distances: fitted to training distances it would be overconfident. */
  readonly calibration: Calibration;
  /** The metric of each fold. */
  readonly folds: readonly MapParameters[];
}

/** How well the metrics predict that `metricOf` learns from each fold's training set. */
export function crossValidateWith(
  prior: PriorPoints, { judged, answerOf, implied, ranked }: Evidence, metricOf: (fold: number, seen: Omit<Lessons, 'unjudged'>) => MapParameters
): Validation {
  const distances = new Float64Array(judged.length);
  const near = new Float64Array(ranked.length);
  const far = new Float64Array(ranked.length);
  const folds = Array.from({ length: FOLDS }, (_, fold) => {
    const pairs = divide(judged, (at) => answerOf[at]! % FOLDS === fold);
    const rankings = divide(ranked, (at) => at % FOLDS === fold);
    // pairs implied by a held-out judgment would leak it
    const hidden = new Set(pairs.held.flatMap(({ a, b }) => [a, b]));
    const follows = implied.filter(({ a, b }) => !hidden.has(a) || !hidden.has(b));
    const parameters = metricOf(fold, { ...sampled(pairs.rest, follows), ranked: rankings.rest });
    const keep = (list: Float64Array, places: readonly number[], found: Float64Array) => found.forEach((distance, at) => (list[places[at]!] = distance));
    keep(distances, pairs.places, distancesOf(prior, pairs.held, parameters));
    keep(near, rankings.places, distancesOf(prior, rankings.held.map(([a, b]: Ranked) => ({ a, b })), parameters));
    keep(far, rankings.places, distancesOf(prior, rankings.held.map(([a, , b]: Ranked) => ({ a, b })), parameters));
    return parameters;
  });
  // each sample gets a calibration of its own; that of the picked pairs is only needed to compare metrics
  const fitTo = (isOf: (at: number) => boolean): { readonly calibration: Calibration; readonly loss: number } => {
    const { held, places } = divide(judged, isOf);
    const [found, similar] = [places.map((at) => distances[at]!), held.map((pair) => pair.similar)];
    const calibration = fitCalibration(found, similar, PRIOR_CALIBRATION);
    return { calibration, loss: found.reduce((sum, distance, at) => sum + logLoss(distance, similar[at]!, calibration), 0) };
  };
  const [asked, picked] = [fitTo((at) => judged[at]!.origin.kind === 'asked'), fitTo((at) => judged[at]!.origin.kind !== 'asked')];
  const { calibration } = asked;
  let loss = asked.loss + picked.loss;
  const behind = near.map((distance, at) => distance - far[at]!);
  // each in both orders, which keeps the middle at 0: rankings get their own slope, or a metric would gain by shrinking random distances
  const order = fitCalibration([...behind, ...behind.map((distance) => -distance)], [...behind.map(() => 1), ...behind.map(() => 0)], { middle: 0, slope: calibration.slope });
  for (const distance of behind) loss += logLoss(distance, 1, order);
  return { loss, calibration, folds };
}

/** Judged and implied pairs by how they were sampled. */
export function sampled(judged: readonly JudgedPair[], implied: readonly Pair[]): Pick<Lessons, 'asked' | 'picked'> {
  return { asked: judged.filter(({ origin }) => origin.kind === 'asked'), picked: [...judged.filter(({ origin }) => origin.kind !== 'asked'), ...implied] };
}

/** The held-out items, their indices in the list, and the rest. */
function divide<T>(items: readonly T[], isHeld: (at: number) => boolean): { readonly held: T[]; readonly places: number[]; readonly rest: T[] } {
  const places = [...items.keys()].filter(isHeld);
  return { held: places.map((at) => items[at]!), places, rest: items.filter((_, at) => !isHeld(at)) };
}

/** Distances of pairs under the parameters. */
export function distancesOf({ points, dims, sections }: PriorPoints, pairs: readonly Pick<Pair, 'a' | 'b'>[], parameters: MapParameters): Float64Array {
  return measure(differencesOf(points, dims, sections, pairs), sections, parameters).distances;
}
