// How likely two photos at a distance are alike to their user: a logistic curve, P(similar | d). Here is the curve assumed
// before anybody has judged; a fit to judgments replaces its two numbers, not its shape (Platt 2000).

export interface Calibration {
  /** Distance at which similar and different are equally likely. */
  readonly middle: number;
  /** How fast likelihood falls around it, in log-odds per unit of distance; more than 0. */
  readonly slope: number;
}

/**
 * For the prior metric, whose scale is the same in every library (unrelated photos are about √2 apart). Read off the share of
 * similar pairs among all pairs at a distance, averaged over photo sets of five kinds of "alike".
 */
export const PRIOR_CALIBRATION: Calibration = { middle: 1.045, slope: 12 };

/** Probability, 0…1, that two photos at a distance are similar. */
export function probabilityAt(distance: number, { middle, slope }: Calibration = PRIOR_CALIBRATION): number {
  return 1 / (1 + Math.exp(slope * (distance - middle)));
}

/**
 * Distance, 0 or more, at which two photos are similar with a probability.
 * @throws RangeError where the probability is not between 0 and 1.
 */
export function distanceAt(probability: number, { middle, slope }: Calibration = PRIOR_CALIBRATION): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`Expected a probability between 0 and 1, got ${probability}.`);
  return Math.max(0, middle + Math.log(1 / probability - 1) / slope);
}
