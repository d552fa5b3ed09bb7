// Heights of the tree for the granularity levels: each is the distance at which photos are similar with a given probability by the prior's
// calibration. They are the same in every library and stay when the metric learns, so that positions of the slider keep their meaning.
import type { GranularityLevels } from '../../contract.ts';
import { distanceAt } from './calibration.ts';

/**
 * Levels, ascending. A height in average linkage is the mean over all pairs of two groups, in which the pairs
 * at the far end weigh heavily; that is why the default is where a pair in the middle is more likely different than similar.
 */
export function granularityLevels(): GranularityLevels {
  return {
    finest: distanceAt(0.995),
    sameShot: distanceAt(0.96),
    sameMoment: distanceAt(0.8),
    related: distanceAt(0.1),
    coarsest: distanceAt(0.04),
    default: distanceAt(0.6)
  };
}
