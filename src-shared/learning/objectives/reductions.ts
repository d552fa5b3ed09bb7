// Means and sums shared by objectives: over what is not yet learned, over a mask, off a diagonal. Not whole objectives.
import * as tf from '@tensorflow/tfjs-core';
import '../gradients.ts';

/** The mean of the values above 0, or 0 if there are none: what is already learned does not dilute the rest. */
export function meanOfPositive(x: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const count = tf.sum(tf.step(x));
    return tf.div(tf.sum(tf.relu(x)), tf.maximum(count, 1));
  });
}

/**
 * log Σ exp over the values of each row of `x` [n, m] where `mask` [n, m] is 1, as [n, 1]; with `one`, 1 is added to the sum.
 * Without, a row whose mask is all 0 gives about −1e4.
 */
export function logSumExp(x: tf.Tensor2D, mask: tf.Tensor2D, { one = false } = {}): tf.Tensor2D {
  return tf.tidy(() => {
    // far below all others, but not infinite, which would make gradients NaN
    const masked = tf.add(tf.mul(x, mask), tf.mul(tf.sub(mask, 1), 1e4));
    const largest = tf.max(masked, 1, true);
    const shift = one ? tf.maximum(largest, 0) : largest;
    const sum = tf.sum(tf.exp(tf.sub(masked, shift)), 1, true);
    return tf.add(tf.log(one ? tf.add(sum, tf.exp(tf.neg(shift))) : sum), shift);
  });
}

/** The sum of the off-diagonal values of `x` [n, n]. */
export function sumOffDiagonal(x: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => tf.sum(tf.mul(x, tf.sub(1, tf.eye(x.shape[0])))));
}
