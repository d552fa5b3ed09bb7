// Two random views of each photo, for an objective that wants them to agree.
import * as tf from '@tensorflow/tfjs-core';
import { uniform } from './random.ts';

/** photos [n, s, s, 3] in −1..1 -> views [2n, side, side, 3] in −1..1; rows i and n + i are of one photo. */
export function twoViews(photos: tf.Tensor4D, { side, seed }: { readonly side: number; readonly seed: number }): tf.Tensor4D {
  return tf.tidy(() => {
    const n = photos.shape[0];
    const next = uniform(seed);
    const boxes: number[] = [];
    const gains: number[] = [];
    const offsets: number[] = [];
    for (let i = 0; i < 2 * n; i++) {
      const size = Math.sqrt(0.2 + 0.8 * next());
      const ratio = Math.exp((next() * 2 - 1) * 0.14);
      const [h, w] = [Math.min(1, size * ratio), Math.min(1, size / ratio)];
      const y = next() * (1 - h);
      const x = next() * (1 - w);
      const mirrored = next() < 0.5;
      boxes.push(y, mirrored ? x + w : x, y + h, mirrored ? x : x + w);
      const gain = Math.exp((next() * 2 - 1) * 0.35);
      for (let c = 0; c < 3; c++) gains.push(gain * (1 + (next() * 2 - 1) * 0.08));
      offsets.push((next() * 2 - 1) * 0.2);
    }
    const owners = Int32Array.from({ length: 2 * n }, (_, i) => i % n);
    const crops = tf.image.cropAndResize(photos, tf.tensor2d(boxes, [2 * n, 4]), tf.tensor1d(owners, 'int32'), [side, side], 'bilinear');
    const coloured = tf.add(tf.mul(crops, tf.tensor4d(gains, [2 * n, 1, 1, 3])), tf.tensor4d(offsets, [2 * n, 1, 1, 1]));
    return tf.clipByValue<tf.Tensor4D>(coloured as tf.Tensor4D, -1, 1);
  });
}
