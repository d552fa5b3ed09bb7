// How well a metric predicts judgments it has not seen: cross-validation over the answers. The pairs of one answer are held out
// together, because they predict each other.
import { fitCalibration, logLoss, PRIOR_CALIBRATION, type Calibration } from './calibration.ts';
import type { Evidence, JudgedPair, Pair, Ranked } from './evidence.ts';
import { gatherPhotos, type JudgedPhotos, type PairOfRows, type PriorPoints } from './judged-photos.ts';
import type { Lessons } from './learn.ts';
import { differencesAmong, measure, type MapParameters } from './section-map.ts';

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
export type CrossValidate = (metricOf: (fold: number, seen: Omit<Lessons, 'unjudged'>) => MapParameters) => Validation;

/** Cross-validation over `evidence` about photos that are among `photos`; what does not depend on the metrics is computed once. */
export function crossValidationOf(photos: JudgedPhotos, { judged, answerOf, implied, ranked }: Evidence): CrossValidate {
  const folds = Array.from({ length: FOLDS }, (_, fold) => {
    const pairs = divide(judged, (at) => answerOf[at]! % FOLDS === fold);
    const rankings = divide(ranked, (at) => at % FOLDS === fold);
    // pairs implied by a held-out judgment would leak it
    const hidden = new Set(pairs.held.flatMap(({ a, b }) => [a, b]));
    const follows = implied.filter(({ a, b }) => !hidden.has(a) || !hidden.has(b));
    const held = differencesAmong(photos, [...pairs.held, ...rankings.held.flatMap(sidesOf)]);
    return { seen: { ...sampled(pairs.rest, follows), ranked: rankings.rest }, held, pairs: pairs.places, rankings: rankings.places };
  });
  return (metricOf) => {
    const distances = new Float64Array(judged.length);
    const behind = new Float64Array(ranked.length);
    const metrics = folds.map(({ seen, held, pairs, rankings }, fold) => {
      const parameters = metricOf(fold, seen);
      const { distances: found } = measure(held, photos.sections, parameters);
      pairs.forEach((place, at) => (distances[place] = found[at]!));
      rankings.forEach((place, at) => (behind[place] = found[pairs.length + 2 * at]! - found[pairs.length + 2 * at + 1]!));
      return parameters;
    });
    return { ...judge(judged, distances, behind), folds: metrics };
  };
}

/** The same for metrics that need nothing of the photos. */
export function crossValidateWith(prior: PriorPoints, evidence: Evidence, metricOf: Parameters<CrossValidate>[0]): Validation {
  return crossValidationOf(gatherPhotos(prior, pairsIn(evidence)), evidence)(metricOf);
}

/** All pairs that distances are wanted of. */
export function pairsIn({ judged, implied, ranked }: Evidence): PairOfRows[] {
  return [...judged, ...implied, ...ranked.flatMap(sidesOf)];
}

function sidesOf([a, near, far]: Ranked): [PairOfRows, PairOfRows] {
  return [{ a, b: near }, { a, b: far }];
}

/** Held-out distances of judged pairs, and by how much the nearer photo of each ranking is behind the farther one. */
function judge(judged: readonly JudgedPair[], distances: Float64Array, behind: Float64Array): Omit<Validation, 'folds'> {
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
  // each in both orders, which keeps the middle at 0: rankings get their own slope, or a metric would gain by shrinking random distances
  const order = fitCalibration([...behind, ...behind.map((distance) => -distance)], [...behind.map(() => 1), ...behind.map(() => 0)], { middle: 0, slope: calibration.slope });
  for (const distance of behind) loss += logLoss(distance, 1, order);
  return { loss, calibration };
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
