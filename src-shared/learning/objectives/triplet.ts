// Triplet loss (Schroff, Kalenichenko and Philbin 2015, on distances that are not squared): a row must be nearer to one of its group
// than to another by a margin. Averaged over the triplets that violate it; mining decides which are used.
import * as tf from '@tensorflow/tfjs-core';
import { allDistances, normaliseRows } from './geometry.ts';
import type { Triplet } from './objective.ts';
import { meanOfPositive } from './reductions.ts';
import { allTriplets } from './relations.ts';

export interface TripletOptions {
  readonly margin?: number;
  /** A softplus instead of the hinge, so that no triplet's loss is ever 0 (Hermans, Beyer and Leibe 2017). */
  readonly smooth?: boolean;
  /** Takes the negative's distance from the nearer of anchor and positive (Balntas et al. 2016). */
  readonly swap?: boolean;
  /** Whether rows are scaled to length 1 first. */
  readonly normalise?: boolean;
}

/** From embeddings [n, dim], labels, and the triplets to use (defaults to all). 0 if there are none. */
export type TripletObjective = (embeddings: tf.Tensor2D, labels: ArrayLike<number>, triplets?: readonly Triplet[]) => tf.Scalar;

/** The objective for embeddings and labels, or mined triplets. */
export function triplet({ margin = 0.05, smooth = false, swap = false, normalise = true }: TripletOptions = {}): TripletObjective {
  return (embeddings, labels, triplets = allTriplets(labels)) =>
    tf.tidy(() => {
      const [rows] = embeddings.shape;
      if (labels.length !== rows) throw new RangeError(`labels: expected one for each of ${rows} rows, got ${labels.length}`);
      // a constant has no gradient: a loss that is 0 for all embeddings
      if (triplets.length === 0) return tf.mul(tf.sum(embeddings), 0);
      const distances = tf.reshape<tf.Rank.R1>(allDistances(normalise ? normaliseRows(embeddings) : embeddings), [rows * rows]);
      const between = (i: 0 | 1, j: 1 | 2): tf.Tensor1D =>
        tf.gather<tf.Tensor1D>(distances, tf.tensor1d(Int32Array.from(triplets, (rowsOf) => rowsOf[i] * rows + rowsOf[j]), 'int32'));
      const farther = swap ? tf.minimum(between(0, 2), between(1, 2)) : between(0, 2);
      const wrong = tf.add(tf.sub(between(0, 1), farther), margin);
      return meanOfPositive(smooth ? tf.softplus(wrong) : wrong);
    });
}
