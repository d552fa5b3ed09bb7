// Lifted structured loss (Song et al. 2016) in its generalised form (Hermans, Beyer and Leibe 2017): a smooth version of requiring that the
// farthest row of the same group is nearer than the nearest of the others. Hinge, averaged over the rows that have both.
import * as tf from '@tensorflow/tfjs-core';
import { allDistances, normaliseRows } from './geometry.ts';
import type { LabelledObjective } from './objective.ts';
import { logSumExp } from './reductions.ts';
import { relate } from './relations.ts';

export interface LiftedStructureOptions {
  readonly positiveMargin?: number;
  readonly negativeMargin?: number;
  /** Whether rows are scaled to length 1 first. */
  readonly normalise?: boolean;
}

/** The objective for embeddings [n, dim] and labels. */
export function liftedStructure({ positiveMargin = 0, negativeMargin = 1, normalise = true }: LiftedStructureOptions = {}): LabelledObjective {
  return (embeddings, labels) =>
    tf.tidy(() => {
      const { same, other, sames, others } = relate(labels, embeddings.shape[0]);
      // a constant has no gradient: a loss that is 0 for all embeddings
      if (sames === 0 || others === 0) return tf.mul(tf.sum(embeddings), 0);
      const distances = allDistances(normalise ? normaliseRows(embeddings) : embeddings);
      const within = logSumExp(tf.sub(distances, positiveMargin), same);
      const around = logSumExp(tf.sub(negativeMargin, distances), other);
      const wrong = tf.relu(tf.add(within, around));
      // rows alone in their group, and rows without others, have nothing to compare
      const both = tf.mul(tf.max(same, 1, true), tf.max(other, 1, true));
      return tf.div(tf.sum(tf.mul(wrong, both)), tf.sum(both));
    });
}
