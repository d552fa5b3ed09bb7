// Pixels to embeddings on the current tfjs backend. An embedding has length 1, so the Euclidean distance of two is in
// 0..2 and orders pairs as their cosine does. The host chooses backend and threads.
import * as tf from '@tensorflow/tfjs-core';
import { tensorShapes } from './architecture.ts';
import { type EncoderTensors, forwardFeatures, forwardHead } from './forward.ts';
import { normaliseRows } from './normalise.ts';
import type { EncoderWeights } from './weights.ts';

// Limits memory (about 1 MB of maps per photo); larger batches are no faster.
const photosAtOnce = 16;

/** The tensors of `weights` on the current backend, outside any tidy. The caller disposes them. */
export function uploadTensors(weights: EncoderWeights): EncoderTensors {
  const tensors: Record<string, tf.Tensor> = {};
  for (const { name, shape } of tensorShapes(weights.architecture)) {
    const values = weights.tensors.get(name);
    if (!values) throw new TypeError(`${name}: expected this tensor in encoder ${weights.version}, got none`);
    tensors[name] = tf.keep(tf.tensor(values, [...shape], 'float32'));
  }
  return tensors;
}

/**
 * Embeds photos. `pixels`: count × input × input × 3, RGB, row-major, 0..255. Returns count × dim, each row of length 1
 * (or all zeros if the features are all zero). Throws a `RangeError` if `pixels` is not a whole number of photos.
 */
export async function embedPixels(pixels: Uint8Array, tensors: EncoderTensors, weights: EncoderWeights): Promise<Float32Array<ArrayBuffer>> {
  const { input, dim, architecture } = weights;
  const size = input * input * 3;
  if (pixels.length % size !== 0) {
    throw new RangeError(`pixels: expected a multiple of ${input}×${input}×3 = ${size} values, got ${pixels.length}`);
  }
  const photos = pixels.length / size;
  const out = new Float32Array(photos * dim);
  for (let first = 0; first < photos; first += photosAtOnce) {
    const last = Math.min(photos, first + photosAtOnce);
    const embeddings = tf.tidy(() => {
      const x = tf.tensor4d(toUnit(pixels.subarray(first * size, last * size)), [last - first, input, input, 3], 'float32');
      return forwardHead(forwardFeatures(x, tensors, architecture), tensors);
    });
    try {
      out.set(await embeddings.data(), first * dim);
    } finally {
      embeddings.dispose();
    }
  }
  return normaliseRows(out, dim);
}

/** 0..255 to −1..1, as in training. */
export function toUnit(pixels: Uint8Array): Float32Array {
  const out = new Float32Array(pixels.length);
  for (let i = 0; i < out.length; i++) out[i] = (pixels[i] ?? 0) / 127.5 - 1;
  return out;
}
