// Batch-hard mining (Hermans, Beyer and Leibe 2017, In Defense of the Triplet Loss): for each row of a batch, the farthest of its group and
// the nearest of all others. One triplet per row, however large the batch.
import type { Triplet } from '../objectives/objective.ts';
import { checkSizes, extremes } from './gaps.ts';

/** One triplet for each row that has both; the first on ties. `distances`: n × n, row-major; one label per row. */
export function batchHardTriplets(distances: Float32Array, labels: ArrayLike<number>): Triplet[] {
  return Array.from({ length: checkSizes(distances, labels) }, (_, anchor) => anchor).flatMap((anchor): Triplet[] => {
    const { farthest, nearest } = extremes(distances, labels, anchor);
    return farthest === null || nearest === null ? [] : [[anchor, farthest, nearest]];
  });
}
