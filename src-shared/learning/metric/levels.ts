// Heights of the tree at which the granularity levels lie: each is the distance at which photos are similar with a certain
// probability, so levels follow the calibration and not a library or a file.
import type { GranularityLevels } from '../../contract.ts';
import { distanceAt, PRIOR_CALIBRATION, type Calibration } from './calibration.ts';

/**
 * Levels under a calibration, ascending. A height of average linkage is the mean over all pairs of two groups, and those at
 * the far ends weigh heavily in it: that is why the default lies where the pair in the middle is rather different than similar.
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
