// Heights of the tree for the granularity levels: each is the distance at which photos are similar with a given
// probability, so levels follow the calibration and not a particular library.
import type { GranularityLevels } from '../../contract.ts';
import { distanceAt, PRIOR_CALIBRATION, type Calibration } from './calibration.ts';

/**
 * Levels under a calibration, ascending. A height in average linkage is the mean over all pairs of two groups, in which the pairs
 * at the far end weigh heavily; that is why the default is where a pair in the middle is more likely different than similar.
 */
export function granularityLevels(calibration: Calibration = PRIOR_CALIBRATION): GranularityLevels {
  const height = (probability: number) => distanceAt(probability, calibration);
  return {
    finest: height(0.99999),
    sameShot: height(0.99),
    sameMoment: height(0.8),
    related: height(0.1),
    coarsest: height(0.02),
    default: height(0.4)
  };
}
