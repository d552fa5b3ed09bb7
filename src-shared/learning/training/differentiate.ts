// One batch: the loss on its views and the gradient of the loss by every parameter that learns. trainer.ts provides the views and the loss and
// applies the gradient.
import * as tf from '@tensorflow/tfjs-core';
import '../gradients.ts';
import type { Architecture } from '../encoder/architecture.ts';
import { type EncoderTensors, forwardAfter, forwardBefore } from '../encoder/forward.ts';
import { allDistances, normaliseRows } from '../objectives/geometry.ts';
import { type Parameters, rowOf, tensorsOf } from './parameters.ts';
import { project } from './projector.ts';

export interface Learner {
  readonly architecture: Architecture;
  /** All of the encoder's tensors; those that learn are overridden by `values`. */
  readonly tensors: EncoderTensors;
  readonly parameters: Parameters;
  /** The row of learning parameters. */
  readonly values: tf.Tensor1D;
  readonly loss: (projected: tf.Tensor2D) => tf.Scalar;
}

/** views [n, side, side, 3] -> the distances between their projections, scaled to length 1, as [n, n]. */
export function distancesOf(views: tf.Tensor4D, { architecture, tensors, parameters, values }: Omit<Learner, 'loss'>): tf.Tensor2D {
  return tf.tidy(() => {
    const all = { ...tensors, ...tensorsOf(parameters, values) };
    const map = forwardBefore(views, all, architecture, 0);
    return allDistances(normaliseRows(project(forwardAfter(map, all, architecture, 0), all)));
  });
}

/** views [n, side, side, 3] -> the loss, and its gradient as a row in the order of the parameters. The caller disposes both. */
export function differentiate(views: tf.Tensor4D, { architecture, tensors, parameters, values, loss }: Learner): { loss: tf.Scalar; gradient: tf.Tensor1D } {
  const { list, firstBlock } = parameters;
  return tf.tidy(() => {
    const learned = tensorsOf(parameters, values);
    // frozen layers are computed once, outside the gradient
    const before = firstBlock < 0 ? views : forwardBefore(views, tensors, architecture, firstBlock);
    const lossOf = (...given: tf.Tensor[]): tf.Scalar => {
      const all = { ...tensors, ...Object.fromEntries(list.map(({ name }, i) => [name, given[i]!])) };
      const map = firstBlock < 0 ? forwardBefore(before, all, architecture, 0) : before;
      return loss(project(forwardAfter(map, all, architecture, Math.max(0, firstBlock)), all));
    };
    const { value, grads } = tf.valueAndGrads(lossOf)(list.map(({ name }) => learned[name]!));
    return { loss: value, gradient: rowOf(grads) };
  });
}
