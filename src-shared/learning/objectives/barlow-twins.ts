// Barlow Twins (Zbontar et al. 2021): over the batch, each dimension of one view should correlate with the same dimension of the other view
// and with no other. Needs no negatives.
import * as tf from '@tensorflow/tfjs-core';
import '../gradients.ts';
import { checkViews, type TwoViewObjective } from './objective.ts';
import { sumOffDiagonal } from './reductions.ts';

export interface BarlowTwinsOptions {
  /** Weight of correlations between different dimensions. */
  readonly offDiagonal?: number;
}

// keeps a constant dimension from being divided by zero
const tiny = 1e-12;

/** The objective for two views. Throws a `RangeError` if the views differ in shape, or for fewer than 2 photos. */
export function barlowTwins({ offDiagonal = 0.005 }: BarlowTwinsOptions = {}): TwoViewObjective {
  return (a, b) =>
    tf.tidy(() => {
      checkViews(a, b);
      const [first, second] = [standardise(a), standardise(b)];
      const correlations = tf.div<tf.Tensor2D>(tf.matMul(tf.transpose(first), second), a.shape[0]);
      const diagonal = tf.div(tf.sum(tf.mul(first, second), 0), a.shape[0]);
      return tf.add(tf.sum(tf.squaredDifference(diagonal, 1)), tf.mul(sumOffDiagonal(tf.square(correlations)), offDiagonal));
    });
}

/** Columns of mean 0 and (biased) standard deviation 1. */
function standardise(x: tf.Tensor2D): tf.Tensor2D {
  const centred = tf.sub<tf.Tensor2D>(x, tf.mean(x, 0, true));
  return tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), 0, true), tiny)));
}
