// An auto-encoder with two numbers in the middle (Hinton and Salakhutdinov 2006), trained on the library's own points: a network that has to
// tell every photo's point from its place in the plane alone. It starts as the principal components, which are its linear parts, and bends from there.

import * as tf from '@tensorflow/tfjs-core';
import '../gradients.ts';
import { normal, seedOf, uniform } from '../random.ts';
import { components } from './pca.ts';
import { centred, type Points, type Projecting, type ProjectionOptions } from './projection.ts';

export interface AutoencoderOptions extends ProjectionOptions {
  /** Units of the hidden layer on either side of the middle. */
  readonly width?: number;
  readonly steps?: number;
  readonly batch?: number;
  /** Peak learning rate. */
  readonly rate?: number;
}

const EXTENT = 10;
const STEPS_A_SLICE = 8;
const ROWS_A_PASS = 4096;

/** Trains on the current tfjs backend, which has to answer at once (WebAssembly, CPU), and returns the middle of each photo. Disposes all it makes. */
export function* autoencoder(space: Points, { seed = 1, width = 64, batch = 256, rate = 3e-3, steps = Math.min(4000, 1500 + Math.round(space.count / 20)) }: AutoencoderOptions = {}): Projecting {
  const { count, dims, points } = space;
  const { mean, axes } = yield* components(space, seed);
  const spread = spreadAlong(space, mean, axes[0]);
  if (count < 3 || spread === 0) return new Float32Array(2 * count);

  const weights = initial(dims, width, mean, axes, spread, seed);
  const optimiser = adam(weights);
  const random = uniform(seedOf(seed, 1));
  const rows = new Float32Array(batch * dims);
  try {
    for (let step = 0; step < steps; step++) {
      for (let at = 0; at < batch; at++) {
        const row = Math.floor(random() * count);
        rows.set(points.subarray(row * dims, (row + 1) * dims), at * dims);
      }
      // rises over the first twentieth, then falls along a half cosine
      const share = step / steps;
      const eased = Math.min(1, share / 0.05) * (0.5 + 0.5 * Math.cos(Math.PI * share));
      tf.tidy(() => {
        const given = tf.tensor2d(rows, [batch, dims]);
        const { value, grads } = tf.variableGrads(() => lossOf(given, weights, dims / spread ** 2), [...weights]);
        optimiser.step(grads, rate * eased);
        value.dispose();
      });
      if (step % STEPS_A_SLICE === STEPS_A_SLICE - 1) yield 0.05 + (0.9 * step) / steps;
    }
    const positions = new Float32Array(2 * count);
    for (let row = 0; row < count; row += ROWS_A_PASS) {
      const size = Math.min(ROWS_A_PASS, count - row);
      const middle = tf.tidy(() => encode(tf.tensor2d(points.slice(row * dims, (row + size) * dims), [size, dims]), weights).dataSync());
      positions.set(middle, 2 * row);
      yield 0.95 + (0.05 * row) / count;
    }
    return centred(positions, EXTENT);
  } finally {
    optimiser.dispose();
    for (const one of weights) one.dispose();
  }
}

type Matrix = tf.Variable<tf.Rank.R2>;
type Row = tf.Variable<tf.Rank.R1>;
type Weights = readonly [mean: Row, down: Matrix, hidden: Matrix, hiddenBias: Row, middle: Matrix, up: Matrix, shown: Matrix, shownBias: Row, back: Matrix, backBias: Row];

/** Mean squared error of the way there and back, as a share of what there is. */
function lossOf(given: tf.Tensor2D, weights: Weights, share: number): tf.Scalar {
  return tf.mul<tf.Scalar>(tf.mean(tf.square(tf.sub(decode(encode(given, weights), weights), given))), share);
}

/** points [n, dims] → places [n, 2]: a linear map, and what a hidden layer adds to it. */
function encode(given: tf.Tensor2D, [mean, down, hidden, hiddenBias, middle]: Weights): tf.Tensor2D {
  const moved = tf.sub<tf.Tensor2D>(given, mean);
  return tf.add(tf.matMul(moved, down), tf.matMul(tf.tanh(tf.add(tf.matMul(moved, hidden), hiddenBias)), middle));
}

/** The way back. */
function decode(places: tf.Tensor2D, [mean, , , , , up, shown, shownBias, back, backBias]: Weights): tf.Tensor {
  const bent = tf.matMul(tf.tanh(tf.add(tf.matMul(places, shown), shownBias)), back);
  return tf.add(tf.add(tf.add(tf.matMul(places, up), bent), backBias), mean);
}

/** The linear parts are the principal components, the hidden layers random, and what they add is 0. */
function initial(dims: number, width: number, mean: Float64Array, [first, second]: readonly [Float64Array, Float64Array], spread: number, seed: number): Weights {
  const random = normal(seedOf(seed, 2));
  const drawn = (rows: number, columns: number, size: number): tf.Tensor2D => tf.tensor2d(Float32Array.from({ length: rows * columns }, () => size * random()), [rows, columns]);
  const down = new Float32Array(2 * dims);
  const up = new Float32Array(2 * dims);
  for (let d = 0; d < dims; d++) {
    down.set([first[d]! / spread, second[d]! / spread], 2 * d);
    up[d] = first[d]! * spread;
    up[dims + d] = second[d]! * spread;
  }
  const variable = <R extends tf.Rank>(value: tf.Tensor<R>, trained = true): tf.Variable<R> => {
    const made = tf.variable(value, trained);
    value.dispose();
    return made;
  };
  return [
    variable(tf.tensor1d(Float32Array.from(mean)), false), variable(tf.tensor2d(down, [dims, 2])),
    variable(drawn(dims, width, 1 / spread)), variable(tf.zeros<tf.Rank.R1>([width])), variable(tf.zeros<tf.Rank.R2>([width, 2])),
    variable(tf.tensor2d(up, [2, dims])), variable(drawn(2, width, 1)), variable(tf.tensor1d(Float32Array.from({ length: width }, random))), variable(tf.zeros<tf.Rank.R2>([width, dims])), variable(tf.zeros<tf.Rank.R1>([dims]))
  ];
}

/** Adam (Kingma and Ba 2015) without weight decay, relative to the typical size of each array, as in training/optimiser. */
function adam(weights: Weights): { step(grads: tf.NamedTensorMap, rate: number): void; dispose(): void } {
  const trained = weights.filter(({ trainable }) => trainable);
  const zeros = (one: tf.Variable): tf.Variable => tf.tidy(() => tf.variable(tf.zerosLike(one), false));
  const states = trained.map((one) => ({ one, mean: zeros(one), square: zeros(one) }));
  let steps = 0;
  return {
    step(grads, rate) {
      steps++;
      const correction = Math.sqrt(1 - 0.99 ** steps) / (1 - 0.9 ** steps);
      for (const { one, mean, square } of states) {
        const gradient = grads[one.name];
        if (!gradient) continue;
        mean.assign(tf.add(tf.mul(mean, 0.9), tf.mul(gradient, 0.1)));
        square.assign(tf.add(tf.mul(square, 0.99), tf.mul(tf.square(gradient), 0.01)));
        one.assign(tf.sub(one, tf.mul(tf.div(mean, tf.add(tf.sqrt(square), 1e-8)), rate * correction)));
      }
    },
    dispose() {
      for (const { mean, square } of states) tf.dispose([mean, square]);
    }
  };
}

/** Standard deviation along a direction. */
function spreadAlong({ count, dims, points }: Pick<Points, 'count' | 'dims' | 'points'>, mean: Float64Array, axis: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < count; row++) {
    let along = 0;
    for (let d = 0; d < dims; d++) along += (points[row * dims + d]! - mean[d]!) * axis[d]!;
    sum += along * along;
  }
  return count === 0 ? 0 : Math.sqrt(sum / count);
}
