// Adam with decoupled weight decay on one row of numbers (Kingma and Ba 2015; Loshchilov and Hutter 2019). Steps are relative to the size
// of the parameters (Shazeer and Stern 2018), because folding batch norms leaves filters of very different sizes; weight decay
// pulls towards the initial values, not towards zero (Li, Grandvalet and Davoine 2018, L2-SP).
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from './parameters.ts';

/** Rows of the same length; the caller keeps and disposes them. */
export interface OptimiserState {
  readonly value: tf.Tensor1D;
  /** Running mean of the gradient. */
  readonly mean: tf.Tensor1D;
  /** Running mean of its square. */
  readonly square: tf.Tensor1D;
  /** Exponential moving average of the values (Polyak and Juditsky 1992; as a teacher, Tarvainen and Valpola 2017). */
  readonly average: tf.Tensor1D;
}

/** What stays the same from step to step. */
export interface OptimiserPlan {
  /** Size of a full step for each number. */
  readonly scale: tf.Tensor1D;
  /** Fraction of the way back that decay goes at rate 1. */
  readonly decay: tf.Tensor1D;
  /** The values that decay pulls towards. */
  readonly anchor: tf.Tensor1D;
}

export interface StepSize {
  readonly rate: number;
  /** Number of steps done before this one. */
  readonly steps: number;
  /** Momentum of the average. */
  readonly momentum: number;
}

const momentum1 = 0.9;
const momentum2 = 0.99;
const longest = 5;
// the projector starts at random and holds the encoder back until it is trained, so it takes larger steps
const projectorHaste = 3;

/** The state after a step against `gradient`; no number moves further than 5 full steps. */
export function descend(state: OptimiserState, gradient: tf.Tensor1D, plan: OptimiserPlan, { rate, steps, momentum }: StepSize): OptimiserState {
  return tf.tidy(() => {
    const mean = mix(state.mean, gradient, momentum1);
    const square = mix(state.square, tf.square(gradient), momentum2);
    const correction = Math.sqrt(1 - momentum2 ** (steps + 1)) / (1 - momentum1 ** (steps + 1));
    const direction = tf.clipByValue(tf.div(mean, tf.add(tf.sqrt(square), 1e-8 * Math.sqrt(1 - momentum2 ** (steps + 1)))), -longest, longest);
    const moved = tf.sub(state.value, tf.mul(tf.mul(direction, plan.scale), rate * correction));
    const value = tf.sub<tf.Tensor1D>(moved, tf.mul(tf.mul(plan.decay, rate), tf.sub(moved, plan.anchor)));
    return { value, mean, square, average: mix(state.average, value, momentum) };
  });
}

function mix(old: tf.Tensor1D, fresh: tf.Tensor1D, share: number): tf.Tensor1D {
  return tf.add(tf.mul(old, share), tf.mul(fresh, 1 - share));
}

/** The plan of a training that starts at `start`; `decay` is the fraction of the way back to it per step of rate 1, for kernels. */
export function stepPlan(parameters: Parameters, start: Float32Array, decay: number): OptimiserPlan {
  const decays = new Float32Array(parameters.size);
  for (const { shape, offset, size, encoder } of parameters.list) if (encoder && shape.length > 1) decays.fill(decay, offset, offset + size);
  return { scale: tf.tensor1d(stepScales(parameters, start)), decay: tf.tensor1d(decays), anchor: tf.tensor1d(start) };
}

/** Size of a full step for each of `values`: the typical size of its filter, along the last axis of its tensor. */
function stepScales({ list, size }: Parameters, values: Float32Array): Float32Array {
  const scales = new Float32Array(size);
  for (const { shape, offset, size: count, name, encoder } of list) {
    const depthwise = name.endsWith('depthwise/kernel');
    const filters = shape.length === 1 ? 1 : ((depthwise ? shape.at(-2) : shape.at(-1)) ?? 1);
    const squares = new Float64Array(filters);
    for (let i = 0; i < count; i++) squares[i % filters]! += values[offset + i]! ** 2;
    const sizes = squares.map((sum) => Math.sqrt((sum * filters) / count));
    const usual = Math.sqrt(sizes.reduce((sum, one) => sum + one * one, 0) / filters);
    // a filter that is nearly zero, or biases that start at zero, must be able to learn
    const least = usual > 1e-4 ? usual / 10 : 0.1;
    for (let i = 0; i < count; i++) scales[offset + i] = Math.max(sizes[i % filters]!, least) * (encoder ? 1 : projectorHaste);
  }
  return scales;
}
