// Hard mining: what is plainly the wrong way round, another group's row at least as near as one's own (Schroff, Kalenichenko and Philbin
// 2015, FaceNet, section 3.2). Teaches most, and most of all from wrong labels.
import type { Pairs, Triplet } from '../objectives/objective.ts';
import { pairsByGap, tripletsByGap } from './gaps.ts';

/** Triplets whose negative is no farther than the positive. `distances`: n × n, row-major; one label a row. */
export function hardTriplets(distances: Float32Array, labels: ArrayLike<number>): Triplet[] {
  return tripletsByGap(distances, labels, (gap) => gap <= 0);
}

/** Positives that are no nearer than some negative of their anchor, and negatives no farther than some positive. */
export function hardPairs(distances: Float32Array, labels: ArrayLike<number>): Pairs {
  return pairsByGap(distances, labels, (gap) => gap <= 0);
}
