// Blurred views: some lose their finest detail, as if out of focus (Chen et al. 2020). A run of neighbouring views is blurred, which
// avoids gathering them; views are in random order, so a run is as good as a random choice.
import * as tf from '@tensorflow/tfjs-core';
import { uniform } from '../random.ts';

export interface BlurOptions {
  readonly seed: number;
  /** Fraction of views that are blurred, 0 to 1. */
  readonly share?: number;
  /** Largest standard deviation of the blur in pixels, 0 to 1; the smallest is a fifth of it. */
  readonly deviation?: number;
}

// binomial: nearly a Gaussian, of variance 1
const weights = [1, 4, 6, 4, 1].map((weight) => weight / 16);

/** views [n, h, w, 3], 3×3 or larger -> the same, a run of them blurred by a random deviation each. The run wraps around. */
export function blur(views: tf.Tensor4D, { seed, share = 0.2, deviation = 1 }: BlurOptions): tf.Tensor4D {
  const [n, height, width] = views.shape;
  const next = uniform(seed);
  const count = Math.min(n, Math.round(share * n));
  const first = Math.floor(next() * n);
  if (count === 0) return tf.clone(views);
  const rows = (from: number, to: number): tf.Tensor4D => tf.slice(views, [from, 0, 0, 0], [to - from, height, width, 3]);
  const wrapped = Math.max(0, first + count - n);
  return tf.tidy(() => {
    const blurred = (from: number, to: number): tf.Tensor4D => mix(rows(from, to), Array.from({ length: to - from }, () => (deviation * (0.2 + 0.8 * next())) ** 2));
    const parts = wrapped > 0 ? [[0, wrapped], [wrapped, first], [first, n]] as const : [[0, first], [first, first + count], [first + count, n]] as const;
    const kept = wrapped > 0 ? [1] : [0, 2];
    return tf.concat(parts.flatMap(([from, to], i) => (from === to ? [] : [kept.includes(i) ? rows(from, to) : blurred(from, to)])));
  });
}

/** Each view mixed with its blurred self: as a blur, the share is a variance. */
function mix(views: tf.Tensor4D, shares: readonly number[]): tf.Tensor4D {
  const [n] = views.shape;
  const shared = tf.tensor4d([...shares], [n, 1, 1, 1]);
  return tf.add(views, tf.mul(tf.sub(soften(views), views), shared));
}

function soften(views: tf.Tensor4D): tf.Tensor4D {
  const each = weights.flatMap((weight) => [weight, weight, weight]);
  // replicate the border; zeros would make a grey frame
  const framed = tf.mirrorPad(views, [[0, 0], [2, 2], [2, 2], [0, 0]], 'reflect');
  const rows = tf.depthwiseConv2d(framed, tf.tensor4d(each, [1, 5, 3, 1]), 1, 'valid');
  return tf.depthwiseConv2d(rows, tf.tensor4d(each, [5, 1, 3, 1]), 1, 'valid');
}
