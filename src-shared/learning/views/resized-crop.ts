// Random resized crop (Szegedy et al. 2015, Going Deeper with Convolutions, section 6): a part of a photo, of random size and shape,
// stretched to a square. The most important augmentation for training without labels (Chen et al. 2020, section 3.1).
import * as tf from '@tensorflow/tfjs-core';
import { uniform } from '../random.ts';

export interface CropOptions {
  readonly seed: number;
  /** Fractions of a photo's area that crops cover, from … to; 0 to 1. */
  readonly area?: readonly [number, number];
  /** Largest aspect ratio of a crop, in either direction. */
  readonly aspect?: number;
}

/** A part of a photo; 0..1 of its height and width. Mirrored if x1 is greater than x2. */
export type Box = readonly [y1: number, x1: number, y2: number, x2: number];

/** photos [n, s, s, 3] -> one crop of each [n, side, side, 3]. */
export function resizedCrop(photos: tf.Tensor4D, side: number, options: CropOptions): tf.Tensor4D {
  return cropBoxes(photos, drawBoxes(photos.shape[0], options), side);
}

/** Random boxes within the photo. Throws a `RangeError` if an area is not within 0..1. */
export function drawBoxes(count: number, { seed, area = [0.2, 1], aspect = 4 / 3 }: CropOptions): Box[] {
  const [least, most] = area;
  if (!(least > 0 && least <= most && most <= 1)) throw new RangeError(`area: expected two fractions with 0 < from ≤ to ≤ 1, got ${least} and ${most}`);
  const next = uniform(seed);
  return Array.from({ length: count }, () => {
    const size = Math.sqrt(least + (most - least) * next());
    // √aspect on each side, so that their ratio is the aspect
    const shape = Math.exp((next() * 2 - 1) * 0.5 * Math.log(aspect));
    const [height, width] = [Math.min(1, size / shape), Math.min(1, size * shape)];
    const [y, x] = [next() * (1 - height), next() * (1 - width)];
    return [y, x, y + height, x + width];
  });
}

/** photos [n, s, s, 3] -> crops [boxes, side, side, 3], bilinear; crop i is of photo i mod n. */
export function cropBoxes(photos: tf.Tensor4D, boxes: readonly Box[], side: number): tf.Tensor4D {
  return tf.tidy(() => {
    const owners = tf.tensor1d(Int32Array.from(boxes, (_, i) => i % photos.shape[0]), 'int32');
    return tf.image.cropAndResize(photos, tf.tensor2d(boxes.flat(), [boxes.length, 4]), owners, [side, side], 'bilinear');
  });
}
