// Similarity as classification: P(similar | d) = sigmoid(scale (threshold − d)), and the cross-entropy of what was judged, as in
// logistic discriminant metric learning (Guillaumin, Verbeek and Schmid 2009, on a distance that is not squared).
import * as tf from '@tensorflow/tfjs-core';
import '../../../src-shared/learning/gradients.ts';
import type { PairObjective } from './judged.ts';

export interface PairLogisticOptions {
  /** How fast similar becomes different around the threshold. */
  readonly scale?: number;
  /** The distance at which a pair is as likely similar as different. */
  readonly threshold?: number;
}

/** The objective, averaged over the pairs. Judgments between 0 and 1 are taken as probabilities. */
export function pairLogistic({ scale = 1, threshold = 1 }: PairLogisticOptions = {}): PairObjective {
  return (distances, similar) =>
    tf.tidy(() => {
      const logits = tf.mul(tf.sub(threshold, distances), scale);
      return tf.mean(tf.sub(tf.softplus(logits), tf.mul(logits, similar)));
    });
}
