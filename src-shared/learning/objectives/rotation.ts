// The pretext task of predicting how a photo is rotated (Gidaris, Singh and Komodakis 2018): knowing what is upright takes an understanding
// of the content. Rotates the photos and scores the predictions, which the caller makes.
import * as tf from '@tensorflow/tfjs-core';
import '../gradients.ts';

/** photos [n, s, s, 3] -> all four rotations of each [4n, s, s, 3]: row k·n + i is photo i rotated by k quarters counterclockwise. */
export function turnPhotos(photos: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const swapped = tf.transpose(photos, [0, 2, 1, 3]);
    return tf.concat([photos, tf.reverse(swapped, 1), tf.reverse(photos, [1, 2]), tf.reverse(swapped, 2)]);
  });
}

/** From logits [4n, 4] in the order of `turnPhotos`: the mean cross-entropy with each row's rotation. */
export type RotationObjective = (logits: tf.Tensor2D) => tf.Scalar;

/** The objective. Throws a `RangeError` for logits of another shape. */
export function rotation(): RotationObjective {
  return (logits) =>
    tf.tidy(() => {
      const [rows, turns] = logits.shape;
      if (turns !== 4 || rows === 0 || rows % 4 !== 0) throw new RangeError(`logits: expected 4 for each of four turns of the photos, got [${logits.shape.join()}]`);
      const turned = tf.oneHot(tf.tensor1d(Int32Array.from({ length: rows }, (_, i) => Math.floor((4 * i) / rows)), 'int32'), 4);
      return tf.sub(tf.mean(tf.logSumExp(logits, 1)), tf.div(tf.sum(tf.mul(logits, tf.cast(turned, 'float32'))), rows));
    });
}
