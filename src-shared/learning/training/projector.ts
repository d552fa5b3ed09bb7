// The head on which the objective is computed and which is discarded afterwards, so that information the objective does not need is lost
// there and not in the encoder (Chen, Kornblith, Norouzi and Hinton 2020, A Simple Framework for Contrastive Learning, section 4.2).
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf, type TensorShape } from '../encoder/architecture.ts';
import type { EncoderTensors } from '../encoder/forward.ts';
import { normal, seedOf } from '../random.ts';

const hidden = 512;
const outputs = 128;

/** The projector's tensors for `features` numbers per view. */
export function projectorShapes(features: number): TensorShape[] {
  return [
    { name: 'projector/hidden/kernel', shape: [features, hidden] },
    { name: 'projector/hidden/scale', shape: [hidden] },
    { name: 'projector/hidden/bias', shape: [hidden] },
    { name: 'projector/out/kernel', shape: [hidden, outputs] },
    { name: 'projector/out/bias', shape: [outputs] }
  ];
}

/** Initial values: kernels that preserve variance (He et al. 2015), scales of 1, biases of 0. */
export function initialProjector(shapes: readonly TensorShape[], seed: number): Map<string, Float32Array> {
  return new Map(shapes.map(({ name, shape }, i) => {
    const values = new Float32Array(sizeOf(shape));
    if (name.endsWith('/scale')) values.fill(1);
    if (name.endsWith('/kernel')) {
      const next = normal(seedOf(seed, i));
      const deviation = Math.sqrt(2 / (shape[0] ?? 1));
      for (let at = 0; at < values.length; at++) values[at] = next() * deviation;
    }
    return [name, values];
  }));
}

/** features [n, features] -> [n, outputs]; the hidden layer is normalised over the batch (Ioffe and Szegedy 2015). */
export function project(features: tf.Tensor2D, tensors: EncoderTensors): tf.Tensor2D {
  return tf.tidy(() => {
    const of = (name: string): tf.Tensor => {
      const tensor = tensors[`projector/${name}`];
      if (!tensor) throw new TypeError(`projector/${name}: expected this tensor, got none`);
      return tensor;
    };
    const raw = tf.matMul(features, of('hidden/kernel')); // of projectorShapes
    const centred = tf.sub(raw, tf.mean(raw, 0));
    const deviation = tf.sqrt(tf.add(tf.mean(tf.square(centred), 0), 1e-5));
    const y = tf.relu(tf.add(tf.mul(tf.div(centred, deviation), of('hidden/scale')), of('hidden/bias')));
    return tf.add<tf.Tensor2D>(tf.matMul(y, of('out/kernel')), of('out/bias')); // of projectorShapes
  });
}
