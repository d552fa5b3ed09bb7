// Two random views of each photo, for objectives that make them agree: cropped, mirrored, with jittered colours, some grey, some
// blurred. All in one resampling and one product over the whole batch, because views are made again at every step.
import * as tf from '@tensorflow/tfjs-core';
import { seedOf } from '../random.ts';
import { blur } from './blur.ts';
import { drawColours } from './colour-jitter.ts';
import { applyColourMaps } from './colour-map.ts';
import { greyColours } from './grey.ts';
import { mirrorBoxes } from './mirror.ts';
import { cropBoxes, drawBoxes } from './resized-crop.ts';

export interface ViewOptions {
  /** Side of a view in pixels. */
  readonly side: number;
  readonly seed: number;
  /** Smallest fraction of a photo's area that a view shows; the largest is all of it. */
  readonly leastArea?: number;
  /** Fractions of views that become grey, and that are blurred. */
  readonly grey?: number;
  readonly blurred?: number;
}

/** photos [n, s, s, 3] in −1..1 -> views [2n, side, side, 3] in −1..1; rows i and n + i are of one photo. */
export function twoViews(photos: tf.Tensor4D, options: ViewOptions): tf.Tensor4D {
  return drawViews(photos, 2 * photos.shape[0], options);
}

/** `count` views [count, side, side, 3] in −1..1; row i is of photo i mod n. */
export function drawViews(photos: tf.Tensor4D, count: number, { side, seed, leastArea = 0.2, grey = 0.06, blurred = 0.2 }: ViewOptions): tf.Tensor4D {
  const boxes = mirrorBoxes(drawBoxes(count, { seed: seedOf(seed, 0), area: [leastArea, 1] }), { seed: seedOf(seed, 1) });
  const colours = greyColours(drawColours(count, { seed: seedOf(seed, 2) }), { seed: seedOf(seed, 3), share: grey });
  return tf.tidy(() => blur(applyColourMaps(cropBoxes(photos, boxes, side), colours), { seed: seedOf(seed, 4), share: blurred }));
}
