// Hard mining: violated constraints, where a row of another group is at least as near as one of the same (Schroff, Kalenichenko and Philbin
// 2015, FaceNet, section 3.2). Teaches most, but is most sensitive to wrong labels.
import type { Pairs, Triplet } from '../objectives/objective.ts';
import { pairsByGap, tripletsByGap } from './gaps.ts';

/** Triplets whose negative is no farther than the positive. `distances`: n × n, row-major; one label per row. */
export function hardTriplets(distances: Float32Array, labels: ArrayLike<number>): Triplet[] {
  return tripletsByGap(distances, labels, (gap) => gap <= 0);
}

/** Positives that are no nearer than some negative of their anchor, and negatives no farther than some positive. */
export function hardPairs(distances: Float32Array, labels: ArrayLike<number>): Pairs {
  return pairsByGap(distances, labels, (gap) => gap <= 0);
}
