// The encoder's forward pass on tensors, the same for indexing and for fine-tuning: tfjs takes the fused layers apart by
// itself while it records a gradient. Tensors in, tensors out; embed.ts is the way in for pixels.
import * as tf from '@tensorflow/tfjs-core';
import { type Architecture, isResidual } from './architecture.ts';

/** The encoder's tensors on the current backend, by the names that `tensorShapes` lists. */
export type EncoderTensors = Readonly<Record<string, tf.Tensor>>;

/** views [n, h, w, 3] in −1..1 -> features [n, filters of the last block] ≥ 0: the mean over the last map, before the head. */
export function forwardFeatures(x: tf.Tensor4D, tensors: EncoderTensors, architecture: Architecture): tf.Tensor2D {
  return tf.tidy(() => {
    const { kernel, stride } = architecture.stem;
    let y = tf.fused.conv2d({
      x,
      filter: tensorOf<tf.Tensor4D>(tensors, 'stem/kernel'),
      bias: tensorOf(tensors, 'stem/bias'),
      strides: stride,
      pad: (kernel - 1) / 2,
      activation: 'relu'
    });
    architecture.blocks.forEach((block, i) => {
      y = forwardBlock(y, tensors, `block${i}`, block.stride, isResidual(architecture, i));
    });
    return tf.mean<tf.Tensor2D>(y, [1, 2]);
  });
}

/** features [n, filters] -> embeddings [n, dim], not normalised. */
export function forwardHead(features: tf.Tensor2D, tensors: EncoderTensors): tf.Tensor2D {
  return tf.tidy(() => {
    const product = tf.matMul(features, tensorOf<tf.Tensor2D>(tensors, 'head/kernel'));
    return tf.add<tf.Tensor2D>(product, tensorOf(tensors, 'head/bias'));
  });
}

function forwardBlock(x: tf.Tensor4D, tensors: EncoderTensors, name: string, strides: number, residual: boolean): tf.Tensor4D {
  const depthwise = tf.fused.depthwiseConv2d({
    x,
    filter: tensorOf<tf.Tensor4D>(tensors, `${name}/depthwise/kernel`),
    bias: tensorOf(tensors, `${name}/depthwise/bias`),
    strides,
    pad: 1,
    activation: 'relu'
  });
  const pointwise = tf.fused.conv2d({
    x: depthwise,
    filter: tensorOf<tf.Tensor4D>(tensors, `${name}/pointwise/kernel`),
    bias: tensorOf(tensors, `${name}/pointwise/bias`),
    strides: 1,
    pad: 0,
    activation: residual ? 'linear' : 'relu'
  });
  return residual ? tf.relu(tf.add<tf.Tensor4D>(pointwise, x)) : pointwise;
}

function tensorOf<T extends tf.Tensor = tf.Tensor>(tensors: EncoderTensors, name: string): T {
  const tensor = tensors[name];
  if (!tensor) throw new TypeError(`${name}: expected this tensor among ${Object.keys(tensors).length}, got none`);
  return tensor as T; // ranks were checked against the architecture when the weights were read
}
