// Mirrored views: a random half of them is flipped horizontally. A mirrored crop is a crop read from right to left, so it
// costs nothing on top of a crop.
import type * as tf from '@tensorflow/tfjs-core';
import { uniform } from '../random.ts';
import { type Box, cropBoxes } from './resized-crop.ts';

export interface MirrorOptions {
  readonly seed: number;
  /** Fraction of views that are mirrored, 0 to 1. */
  readonly share?: number;
}

/** views [n, s, s, 3] -> the same, some of them mirrored. */
export function mirror(views: tf.Tensor4D, options: MirrorOptions): tf.Tensor4D {
  const [n, side] = views.shape;
  return cropBoxes(views, mirrorBoxes(Array.from({ length: n }, (): Box => [0, 0, 1, 1]), options), side);
}

/** The same boxes, some of them read from right to left. */
export function mirrorBoxes(boxes: readonly Box[], { seed, share = 0.5 }: MirrorOptions): Box[] {
  const next = uniform(seed);
  return boxes.map((box): Box => (next() < share ? [box[0], box[3], box[2], box[1]] : box));
}
