// How likely it is that the user finds two photos at a distance alike: a logistic curve, P(similar | d). This is the curve assumed
// before there are judgments; a fit to judgments replaces its two numbers, not its shape (Platt 2000).

export interface Calibration {
  /** Distance at which similar and different are equally likely. */
  readonly middle: number;
  /** Slope of the curve there, in log-odds per unit of distance; more than 0. */
  readonly slope: number;
}

/**
 * For the prior metric, whose scale is the same in every library (unrelated photos are about √2 apart). Estimated from the share of
 * similar pairs among all pairs at a distance: the mean of the curves of photo sets with five kinds of "alike", each of which is steeper than a
 * curve of them all would be.
 */
export const PRIOR_CALIBRATION: Calibration = { middle: 0.92, slope: 9 };

/** Probability, 0…1, that two photos at a distance are similar. */
export function probabilityAt(distance: number, { middle, slope }: Calibration = PRIOR_CALIBRATION): number {
  return 1 / (1 + Math.exp(slope * (distance - middle)));
}

/**
 * Distance, 0 or more, at which two photos are similar with the given probability.
 * @throws RangeError if the probability is not between 0 and 1.
 */
export function distanceAt(probability: number, { middle, slope }: Calibration = PRIOR_CALIBRATION): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`Expected a probability between 0 and 1, got ${probability}.`);
  return Math.max(0, middle + Math.log(1 / probability - 1) / slope);
}

/** How far judgments may move the middle (a distance) and the logarithm of the slope: standard deviations of their priors. */
const MIDDLE_DEVIATION = 0.2;
const SLOPE_DEVIATION = 0.5;

/** Fraction of pairs that no distance predicts: lookalikes judged different, and slips. Without it one such pair would outweigh all others. */
const LAPSES = 0.04;

/** Probability that a pair at a distance is judged similar: bounded on both sides, because for some pairs every distance is misleading (Wichmann and Hill 2001). */
export function judgedAlikeAt(distance: number, calibration: Calibration): number {
  return LAPSES + (1 - 2 * LAPSES) * probabilityAt(distance, calibration);
}

/** The mean probability of being similar, where pairs are judged similar with a mean probability. */
export function withoutLapses(judgedAlike: number): number {
  return Math.max(0, (judgedAlike - LAPSES) / (1 - 2 * LAPSES));
}

/** −ln P of the judgment of a pair at a distance; `similar` between 0 and 1. */
export function logLoss(distance: number, similar: number, calibration: Calibration): number {
  const likely = judgedAlikeAt(distance, calibration);
  // most judgments are one or the other, and the other logarithm counts nothing
  if (similar === 1) return -Math.log(likely);
  if (similar === 0) return -Math.log(1 - likely);
  return -similar * Math.log(likely) - (1 - similar) * Math.log(1 - likely);
}

/**
 * The most likely curve given judgments of pairs at `distances`, each `similar` 0 … 1, starting from `prior`, which is kept if there are none.
 * Selecting pairs by their distance introduces no bias, because the curve is conditional on distance; selecting them by what they are does.
 */
export function fitCalibration(distances: ArrayLike<number>, similar: ArrayLike<number>, prior: Calibration = PRIOR_CALIBRATION): Calibration {
  const [found, judged] = [Float64Array.from(distances), Float64Array.from(similar)];
  return mostLikely(prior, (calibration) => sumOfLosses(found, judged, calibration));
}

/** So many probabilities, each LAPSES or more, have a product that is far from the least number there is. */
const TOGETHER = 32;

/** `logLoss` of all pairs. Written out, for this is looked at a hundred times for each pair. */
function sumOfLosses(distances: Float64Array, similar: Float64Array, { middle, slope }: Calibration): number {
  let [sum, together] = [0, 1];
  for (let at = 0; at < distances.length; at++) {
    const judged = similar[at]!;
    const likely = LAPSES + (1 - 2 * LAPSES) / (1 + Math.exp(slope * (distances[at]! - middle)));
    // most judgments are one or the other: of some tens of these a single logarithm is taken, none is less likely than LAPSES
    if (judged === 1) together *= likely;
    else if (judged === 0) together *= 1 - likely;
    else sum -= judged * Math.log(likely) + (1 - judged) * Math.log(1 - likely);
    if (at % TOGETHER !== TOGETHER - 1) continue;
    sum -= Math.log(together);
    together = 1;
  }
  return sum - Math.log(together);
}

/** The curve of the least loss (−ln P of what was observed) that is still near `prior`: maximum a posteriori, by Hooke and Jeeves' pattern search: two numbers, no gradients. */
export function mostLikely(prior: Calibration, loss: (calibration: Calibration) => number): Calibration {
  const lossAt = (shift: number, stretch: number): number =>
    shift ** 2 / (2 * MIDDLE_DEVIATION ** 2) + stretch ** 2 / (2 * SLOPE_DEVIATION ** 2) + loss({ middle: prior.middle + shift, slope: prior.slope * Math.exp(stretch) });
  let [shift, stretch] = [0, 0];
  let least = lossAt(0, 0);
  for (let step = 0.25; step > 1e-3; ) {
    let moved = false;
    for (const [x, y] of [[1, 0], [-1, 0], [0, 2], [0, -2], [1, 2], [-1, -2], [1, -2], [-1, 2]] as const) {
      const found = lossAt(shift + x * step, stretch + y * step);
      if (found < least) {
        least = found;
        shift += x * step;
        stretch += y * step;
        moved = true;
      }
    }
    if (!moved) step /= 2;
  }
  return { middle: prior.middle + shift, slope: prior.slope * Math.exp(stretch) };
}
