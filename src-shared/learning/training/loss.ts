// The objective of a training without labels: two views of a photo agree, and views of different photos can be told apart.
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from './trainer.ts';

/** projected [2n, dim], rows i and n + i of one photo -> the loss by the recipe's objective, a scalar. */
export function agreementLoss(projected: tf.Tensor2D, { temperature }: Recipe): tf.Scalar {
  return tf.tidy(() => {
    const n = projected.shape[0] / 2;
    const z = tf.div(projected, tf.sqrt(tf.add(tf.sum(tf.square(projected), 1, true), 1e-12)));
    const similarity = tf.div<tf.Tensor2D>(tf.matMul(z, z, false, true), temperature);
    const eye = tf.eye(2 * n);
    const logits = tf.sub(similarity, tf.mul(eye, 1e4));
    const partner = tf.concat([tf.slice(eye, [n, 0], [n, 2 * n]), tf.slice(eye, [0, 0], [n, 2 * n])], 0);
    const positive = tf.sum(tf.mul(similarity, partner), 1);
    return tf.mean<tf.Scalar>(tf.sub(tf.logSumExp(logits, 1), positive));
  });
}
