// Heights of the tree for the granularity levels: each is the distance at which photos are similar with a given probability by the prior's
// calibration. They are the same in every library and stay when the metric learns, so that positions of the slider keep their meaning.
import type { GranularityLevels } from '../../contract.ts';
import { distanceAt } from './calibration.ts';

/**
 * Levels, ascending. The default is the height at which no kind of library (kinds of objects, kinds of scenes, products, places, edits of one
 * shot) has worse groups than others would cost it: a pair there is about as likely similar as different. What belongs together in a coarser
 * sense is joined higher, and answers move the default there.
 */
export function granularityLevels(): GranularityLevels {
  return {
    finest: distanceAt(0.99965),
    sameShot: distanceAt(0.99),
    sameMoment: distanceAt(0.9),
    related: distanceAt(0.05),
    coarsest: distanceAt(0.015),
    default: distanceAt(0.61)
  };
}
