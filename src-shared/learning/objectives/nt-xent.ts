// NT-Xent, also called InfoNCE (Sohn 2016; van den Oord, Li and Vinyals 2018; Chen et al. 2020): among all other views in the batch, a view
// must find the one of its own photo. Softmax over cosines, so the nearest others count most.
import * as tf from '@tensorflow/tfjs-core';
import { normaliseRows, products } from './geometry.ts';
import { checkViews, type TwoViewObjective } from './objective.ts';

export interface NtXentOptions {
  /** The smaller, the more the nearest others count. */
  readonly temperature?: number;
}

/** The objective for two views. Throws a `RangeError` if the views differ in shape, or for fewer than 2 photos. */
export function ntXent({ temperature = 0.15 }: NtXentOptions = {}): TwoViewObjective {
  return (a, b) =>
    tf.tidy(() => {
      checkViews(a, b);
      const [n] = a.shape;
      const views = normaliseRows(tf.concat([a, b]));
      // a view must not find itself
      const logits = tf.sub(tf.div(products(views), temperature), tf.mul(tf.eye(2 * n), 1e4));
      const firsts = tf.slice(views, [0, 0], a.shape);
      const seconds = tf.slice(views, [n, 0], b.shape);
      const agreement = tf.div(tf.sum(tf.mul(firsts, seconds)), n * temperature);
      return tf.sub(tf.mean(tf.logSumExp(logits, 1)), agreement);
    });
}
