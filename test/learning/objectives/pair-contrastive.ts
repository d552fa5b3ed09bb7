// Contrastive loss of judged pairs (Hadsell, Chopra and LeCun 2006, without the factor ½): y d² + (1 − y) max(0, m − d)².
// Over judgments "similar" and "different"; for labelled batches see contrastive.ts.
import * as tf from '@tensorflow/tfjs-core';
import '../../../src-shared/learning/gradients.ts';
import type { PairObjective } from './judged.ts';

export interface PairContrastiveOptions {
  /** As far as different photos need to be. */
  readonly margin?: number;
}

/** The objective, averaged over the pairs. */
export function pairContrastive({ margin = 1 }: PairContrastiveOptions = {}): PairObjective {
  return (distances, similar) =>
    tf.tidy(() => {
      const drawn = tf.mul(similar, tf.square(distances));
      const pushed = tf.mul(tf.sub(1, similar), tf.square(tf.relu(tf.sub(margin, distances))));
      return tf.mean(tf.add(drawn, pushed));
    });
}
