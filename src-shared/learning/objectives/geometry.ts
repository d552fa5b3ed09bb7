// Lengths, distances and similarities of rows as differentiable tensors.
import * as tf from '@tensorflow/tfjs-core';
import '../gradients.ts';

// below this a squared length is rounding error; the gradient there is 0, where a root's would be unbounded
const tiny = 1e-12;

/** Rows of `x` [n, dim] scaled to length 1; a row of zeros stays zero. */
export function normaliseRows(x: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => tf.div(x, lengths(tf.sum(tf.square(x), 1, true))));
}

/** Products of all pairs of rows of `a` [n, dim] and `b` [m, dim], as [n, m]: cosines if rows have length 1. */
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
