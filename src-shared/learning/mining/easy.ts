// Easy mining: satisfied by more than the margin. A hinge learns nothing from these; they show what is learned, and losses without a
// cutoff gain from the easiest of them (Xuan, Stylianou and Pless 2020, Improved Embeddings with Easy Positive Triplet Mining).
import type { Pairs, Triplet } from '../objectives/objective.ts';
import { type MarginOptions, pairsByGap, tripletsByGap } from './gaps.ts';

/** Triplets whose negative is farther than the positive by more than the margin. `distances`: n × n, row-major; one label per row. */
export function easyTriplets(distances: Float32Array, labels: ArrayLike<number>, { margin = 0.2 }: MarginOptions = {}): Triplet[] {
  return tripletsByGap(distances, labels, (gap) => gap > margin);
}

/** Positives nearer than all negatives of their anchor, and negatives farther than all positives, by more than the margin. */
export function easyPairs(distances: Float32Array, labels: ArrayLike<number>, { margin = 0.2 }: MarginOptions = {}): Pairs {
  return pairsByGap(distances, labels, (gap) => gap > margin);
}
