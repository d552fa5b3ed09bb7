// What objectives are held to: a function of rows in plain numbers, by value and, by small differences, by gradient.
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { relativeError } from '../encoder/reference.ts';
import type { Rows } from './naive.ts';

type Loss = (...inputs: tf.Tensor2D[]) => tf.Scalar;

export interface Computed {
  readonly value: number;
  readonly gradients: readonly Float32Array[];
}

/** Value and gradients of a loss of matrices on the current backend; expects no tensor to be left. */
export function compute(loss: Loss, inputs: readonly Rows[]): Computed {
  const before = tf.memory().numTensors;
  const tensors = inputs.map((rows) => tf.tensor2d(rows.map((row) => [...row])));
  const { value, grads } = tf.valueAndGrads((...rows: tf.Tensor[]) => loss(...(rows as tf.Tensor2D[])))(tensors);
  expect(value.shape).toEqual([]);
  const computed = { value: value.dataSync()[0]!, gradients: grads.map((gradient) => gradient.dataSync<'float32'>().slice()) };
  tf.dispose([value, ...grads, ...tensors]);
  expect(tf.memory().numTensors).toBe(before);
  return computed;
}

/** Expects `loss` to be what `naive` says, and its gradient what small differences of `naive` say. */
export function expectToBe(loss: Loss, naive: (...inputs: Rows[]) => number, inputs: readonly Rows[]): void {
  const { value, gradients } = compute(loss, inputs);
  expect(relativeError([value], [naive(...inputs)])).toBeLessThan(1e-4);
  const step = 1e-6;
  inputs.forEach((rows, which) => {
    const slopes = rows.flatMap((row, i) => row.map((_, k) => {
      const moved = (by: number): number => naive(...inputs.map((other, o) => (o === which ? other.map((r, j) => (j === i ? r.map((v, l) => (l === k ? v + by : v)) : r)) : other)));
      return (moved(step) - moved(-step)) / (2 * step);
    }));
    expect(relativeError(gradients[which]!, slopes)).toBeLessThan(1e-4);
  });
}

/** Rows of numbers around 0 that follow from a seed. */
export function makeRows(count: number, dim: number, seed = 1): Rows {
  const values = tf.tidy(() => tf.randomNormal([count * dim], 0, 0.7, 'float32', seed).dataSync());
  return Array.from({ length: count }, (_, i) => [...values.slice(i * dim, (i + 1) * dim)]);
}
