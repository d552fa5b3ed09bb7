// Contrastive loss over all pairs of a batch (Hadsell, Chopra and LeCun 2006, without the squares): pairs of one group are pulled
// within a margin, others pushed beyond one. The two kinds are averaged separately, each over the pairs that still violate their margin.
// Mining decides which pairs are used.
import * as tf from '@tensorflow/tfjs-core';
import { allDistances, normaliseRows, products } from './geometry.ts';
import type { Pairs } from './objective.ts';
import { meanOfPositive } from './reductions.ts';
import { relate, relatePairs } from './relations.ts';

export interface ContrastiveOptions {
  /** How pairs are measured. 'cosine' is a similarity: larger is closer, and the margins are similarities too. */
  readonly distance?: 'euclidean' | 'cosine';
  /** How near pairs of one group must be; defaults to 0, or 1 with 'cosine'. */
  readonly positiveMargin?: number;
  /** How far others must be; defaults to 1, or 0 with 'cosine'. */
  readonly negativeMargin?: number;
  /** Whether rows are scaled to length 1 first; with 'cosine' they always are. */
  readonly normalise?: boolean;
}

/** From embeddings [n, dim], labels, and the pairs to use (defaults to all). 0 if there are none. */
export type ContrastiveObjective = (embeddings: tf.Tensor2D, labels: ArrayLike<number>, pairs?: Pairs | null) => tf.Scalar;

/** The objective for embeddings and labels, or mined pairs. */
export function contrastive({ distance = 'euclidean', positiveMargin, negativeMargin, normalise = true }: ContrastiveOptions = {}): ContrastiveObjective {
  const cosine = distance === 'cosine';
  const near = positiveMargin ?? (cosine ? 1 : 0);
  const far = negativeMargin ?? (cosine ? 0 : 1);
  return (embeddings, labels, pairs = null) =>
    tf.tidy(() => {
      const { same, other } = pairs ? relatePairs(pairs, embeddings.shape[0]) : relate(labels, embeddings.shape[0]);
      const rows = normalise || cosine ? normaliseRows(embeddings) : embeddings;
      const apart = cosine ? tf.neg(products(rows)) : allDistances(rows);
      const tooFar = tf.sub(apart, cosine ? -near : near);
      const tooNear = tf.sub(cosine ? -far : far, apart);
      return tf.add(meanOfPositive(tf.mul(tooFar, same)), meanOfPositive(tf.mul(tooNear, other)));
    });
}
