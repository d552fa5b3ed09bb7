// Lengths, distances and similarities of rows as tensors that gradients pass through.
import * as tf from '@tensorflow/tfjs-core';
import '../gradients.ts';

// under this a squared length is one of rounding; the gradient there is 0, where that of a root would have no bounds
const tiny = 1e-12;

/** Rows of `x` [n, dim] scaled to length 1; a row of zeros stays one. */
export function normaliseRows(x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => tf.div(x, lengths(tf.sum(tf.square(x), 1, true))));
}

/** Products of all pairs of rows of `a` [n, dim] and `b` [m, dim], as [n, m]: cosines, where rows have length 1. */
export function products(a: tf.Tensor2D, b: tf.Tensor2D = a): tf.Tensor2D {
  return tf.tidy(() => tf.matMul(a, tf.transpose(b)));
}

/** Euclidean distances of all pairs of rows of `x` [n, dim], as [n, n]. The gradient of a distance of 0 is 0. */
export function allDistances(x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const squares = tf.sum(tf.square(x), 1, true);
    const sums = tf.add(squares, tf.transpose(squares));
    return lengths(tf.sub(sums, tf.mul(products(x), 2)));
  });
}

/** Euclidean distances of rows i of `a` and `b`, both [n, dim], as [n]. The gradient of a distance of 0 is 0. */
export function rowDistances(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => lengths(tf.sum<tf.Tensor1D>(tf.square(tf.sub(a, b)), 1)));
}

function lengths<T extends tf.Tensor>(squares: T): T {
  return tf.sqrt(tf.maximum(squares, tiny));
}
