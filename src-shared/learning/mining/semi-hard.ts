// Semi-hard mining: satisfied, but by less than the margin (Schroff, Kalenichenko and Philbin 2015, FaceNet, section 3.2).
// Does not collapse all rows onto one point, as hard triplets can early on.
import type { Pairs, Triplet } from '../objectives/objective.ts';
import { type MarginOptions, pairsByGap, tripletsByGap } from './gaps.ts';

/** Triplets whose negative is farther than the positive, by the margin at most. `distances`: n × n, row-major; one label per row. */
export function semiHardTriplets(distances: Float32Array, labels: ArrayLike<number>, { margin = 0.2 }: MarginOptions = {}): Triplet[] {
  return tripletsByGap(distances, labels, (gap) => gap > 0 && gap <= margin);
}

/** Positives nearer than all negatives of their anchor, and negatives farther than all positives, by the margin at most. */
export function semiHardPairs(distances: Float32Array, labels: ArrayLike<number>, { margin = 0.2 }: MarginOptions = {}): Pairs {
  return pairsByGap(distances, labels, (gap) => gap > 0 && gap <= margin);
}
