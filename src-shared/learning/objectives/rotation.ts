// The pretext task of telling how a photo is turned (Gidaris, Singh and Komodakis 2018): what is upright can only be known by what is
// seen. Turns the photos and scores the answers; what answers is the caller's.
import * as tf from '@tensorflow/tfjs-core';
import '../gradients.ts';

/** photos [n, s, s, 3] -> all four turns of each [4n, s, s, 3]: row k·n + i is photo i turned by k quarters against the clock. */
export function turnPhotos(photos: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const swapped = tf.transpose(photos, [0, 2, 1, 3]);
    return tf.concat([photos, tf.reverse(swapped, 1), tf.reverse(photos, [1, 2]), tf.reverse(swapped, 2)]);
  });
}

/** Of logits [4n, 4] in the order of `turnPhotos`: the mean cross-entropy with the turn that each row has. */
export type RotationObjective = (logits: tf.Tensor2D) => tf.Scalar;

/** The objective. Throws a `RangeError` over logits of another shape. */
export function rotation(): RotationObjective {
  return (logits) =>
    tf.tidy(() => {
      const [rows, turns] = logits.shape;
      if (turns !== 4 || rows === 0 || rows % 4 !== 0) throw new RangeError(`logits: expected 4 for each of four turns of the photos, got [${logits.shape.join()}]`);
      const turned = tf.oneHot(tf.tensor1d(Int32Array.from({ length: rows }, (_, i) => Math.floor((4 * i) / rows)), 'int32'), 4);
      return tf.sub(tf.mean(tf.logSumExp(logits, 1)), tf.div(tf.sum(tf.mul(logits, tf.cast(turned, 'float32'))), rows));
    });
}
