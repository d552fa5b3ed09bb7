// Supervised contrastive loss (Khosla et al. 2020, the form with the sum outside the logarithm): NT-Xent where a row is to find every
// other of its group. Averaged over the rows that have another.
import * as tf from '@tensorflow/tfjs-core';
import { normaliseRows, products } from './geometry.ts';
import type { LabelledObjective } from './objective.ts';
import { logSumExp } from './reductions.ts';
import { relate } from './relations.ts';

export interface SupervisedContrastiveOptions {
  /** The smaller, the more the nearest rows count. */
  readonly temperature?: number;
}

/** The objective for embeddings [n, dim] and labels. */
export function supervisedContrastive({ temperature = 0.1 }: SupervisedContrastiveOptions = {}): LabelledObjective {
  return (embeddings, labels) =>
    tf.tidy(() => {
      const { same, other } = relate(labels, embeddings.shape[0]);
      const logits = tf.div<tf.Tensor2D>(products(normaliseRows(embeddings)), temperature);
      const shares = tf.sub(logits, logSumExp(logits, tf.add(same, other)));
      const positives = tf.sum(same, 1);
      const found = tf.div(tf.sum(tf.mul(shares, same), 1), tf.maximum(positives, 1));
      return tf.neg(tf.div(tf.sum(found), tf.maximum(tf.sum(tf.step(positives)), 1)));
    });
}
