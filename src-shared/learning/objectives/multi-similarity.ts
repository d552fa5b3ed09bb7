// Multi-similarity loss (Wang et al. 2019), without its mining: each row's pairs are weighted by how far they are from their target,
// and by how much worse they are than its other pairs.
import * as tf from '@tensorflow/tfjs-core';
import { normaliseRows, products } from './geometry.ts';
import type { LabelledObjective } from './objective.ts';
import { logSumExp } from './reductions.ts';
import { relate } from './relations.ts';

export interface MultiSimilarityOptions {
  /** How sharply the least similar pairs of a group are emphasised. */
  readonly alpha?: number;
  /** How sharply the most similar other pairs are emphasised. */
  readonly beta?: number;
  /** The cosine that should separate the two. */
  readonly base?: number;
}

/** The objective for embeddings [n, dim] and labels. */
export function multiSimilarity({ alpha = 2, beta = 50, base = 0.5 }: MultiSimilarityOptions = {}): LabelledObjective {
  return (embeddings, labels) =>
    tf.tidy(() => {
      const { same, other } = relate(labels, embeddings.shape[0]);
      const above = tf.sub(products(normaliseRows(embeddings)), base);
      const positive = tf.div(logSumExp(tf.mul(above, -alpha), same, { one: true }), alpha);
      const negative = tf.div(logSumExp(tf.mul(above, beta), other, { one: true }), beta);
      return tf.mean(tf.add(positive, negative));
    });
}
