// The encoder's forward pass on tensors, shared by indexing and fine-tuning; it can be split in two if only
// the last blocks learn. Tensors in, tensors out; for pixels use embed.ts.
import * as tf from '@tensorflow/tfjs-core';
import { type Architecture, isResidual } from './architecture.ts';
import { addAndRectify, convolve, convolveDepthwise } from './layers.ts';

/** The encoder's tensors on the current backend, by the names that `tensorShapes` lists. */
export type EncoderTensors = Readonly<Record<string, tf.Tensor>>;

/** views [n, h, w, 3] in −1..1 -> features [n, filters of the last block] ≥ 0: the mean over the last map, before the head. */
export function forwardFeatures(x: tf.Tensor4D, tensors: EncoderTensors, architecture: Architecture): tf.Tensor2D {
  return tf.tidy(() => forwardAfter(forwardBefore(x, tensors, architecture, architecture.blocks.length), tensors, architecture, architecture.blocks.length));
}

/** views [n, h, w, 3] -> map [n, h', w', channels] after the stem and the blocks before `block`. */
export function forwardBefore(x: tf.Tensor4D, tensors: EncoderTensors, architecture: Architecture, block: number): tf.Tensor4D {
  return tf.tidy(() => {
    const { kernel, stride } = architecture.stem;
    const stem = { stride, pad: (kernel - 1) / 2, activation: 'relu' } as const;
    const y = convolve(x, tensorOf(tensors, 'stem/kernel'), tensorOf(tensors, 'stem/bias'), stem);
    return forwardBlocks(y, tensors, architecture, 0, block);
  });
}

/** map [n, h', w', channels] before `block` -> features [n, filters of the last block]. */
export function forwardAfter(map: tf.Tensor4D, tensors: EncoderTensors, architecture: Architecture, block: number): tf.Tensor2D {
  return tf.tidy(() => tf.mean<tf.Tensor2D>(forwardBlocks(map, tensors, architecture, block, architecture.blocks.length), [1, 2]));
}

/** features [n, filters] -> embeddings [n, dim], not normalised. */
export function forwardHead(features: tf.Tensor2D, tensors: EncoderTensors): tf.Tensor2D {
  return tf.tidy(() => {
    const product = tf.matMul(features, tensorOf<tf.Tensor2D>(tensors, 'head/kernel'));
    return tf.add<tf.Tensor2D>(product, tensorOf(tensors, 'head/bias'));
  });
}

function forwardBlocks(map: tf.Tensor4D, tensors: EncoderTensors, architecture: Architecture, first: number, last: number): tf.Tensor4D {
  return architecture.blocks.slice(first, last).reduce((x, { stride }, i) => {
    const name = `block${first + i}`;
    const residual = isResidual(architecture, first + i);
    const depthwise = convolveDepthwise(x, tensorOf(tensors, `${name}/depthwise/kernel`), tensorOf(tensors, `${name}/depthwise/bias`), { stride, pad: 1, activation: 'relu' });
    const pointwise = convolve(depthwise, tensorOf(tensors, `${name}/pointwise/kernel`), tensorOf(tensors, `${name}/pointwise/bias`), {
      stride: 1, pad: 0, activation: residual ? 'linear' : 'relu'
    });
    return residual ? addAndRectify(pointwise, x) : pointwise;
  }, map);
}

function tensorOf<T extends tf.Tensor = tf.Tensor4D>(tensors: EncoderTensors, name: string): T {
  const tensor = tensors[name];
  if (!tensor) throw new TypeError(`${name}: expected this tensor among ${Object.keys(tensors).length}, got none`);
  return tensor as T; // ranks were checked against the architecture when the weights were read
}
