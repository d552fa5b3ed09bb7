import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { contrastiveGradient, logisticGradient, rankingGradient } from '../../../src-shared/learning/metric/judged-gradients.ts';
import type { PairObjective } from '../objectives/judged.ts';
import { pairContrastive } from '../objectives/pair-contrastive.ts';
import { pairLogistic } from '../objectives/pair-logistic.ts';
import { tripletRanking } from '../objectives/triplet-ranking.ts';
import { uniform } from '../../../src-shared/learning/random.ts';
import { relativeError } from '../encoder/reference.ts';

const COUNT = 64;

/** Distances as tensors hold them: between 0 and 2, a few of them 0. */
function madeDistances(seed: number): Float64Array {
  const next = uniform(seed);
  return Float64Array.from({ length: COUNT }, (_, at) => (at % 16 === 0 ? 0 : Math.fround(2 * next())));
}

/** A third similar, a third different, a third degrees between. */
function madeDegrees(seed: number): Float64Array {
  const next = uniform(seed);
  return Float64Array.from({ length: COUNT }, (_, at) => (at % 3 < 2 ? at % 3 : Math.fround(next())));
}

function gradientOf(objective: PairObjective, distances: Float64Array, similar: Float64Array): Float32Array {
  return tf.tidy(() => tf.grad((d) => objective(d as tf.Tensor1D, tf.tensor1d([...similar])))(tf.tensor1d([...distances])).dataSync<'float32'>().slice());
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each([1, 2, 3])('gradients by the distances (seed %i)', (seed) => {
  const [distances, similar] = [madeDistances(seed), madeDegrees(seed + 10)];

  it.each([[1, 1], [12, 1.045], [30, 0.6]])('of the logistic objective are those of tensors (scale %f, threshold %f)', (scale, threshold) => {
    const plain = logisticGradient(distances, similar, { scale, threshold });
    expect(relativeError(gradientOf(pairLogistic({ scale, threshold }), distances, similar), [...plain])).toBeLessThan(1e-5);
  });

  it.each([0.4, 1.3])('of the contrastive objective are those of tensors (margin %f)', (margin) => {
    const plain = contrastiveGradient(distances, similar, margin);
    expect(relativeError(gradientOf(pairContrastive({ margin }), distances, similar), [...plain])).toBeLessThan(1e-5);
  });

  it.each([0.1, 0.5])('of the ranking objective are those of tensors, with the other sign for the farther photo (margin %f)', (margin) => {
    const far = madeDistances(seed + 20);
    const plain = rankingGradient(distances, far, margin);
    const [byNear, byFar] = tf.tidy(() =>
      tf.grads((x, y) => tripletRanking({ margin })(x as tf.Tensor1D, y as tf.Tensor1D))([tf.tensor1d([...distances]), tf.tensor1d([...far])]).map((tensor) => tensor.dataSync<'float32'>().slice())
    ) as [Float32Array, Float32Array];
    expect(plain.some((value) => value > 0) && plain.some((value) => value === 0)).toBe(true);
    expect(relativeError(byNear, [...plain])).toBeLessThan(1e-5);
    expect(relativeError(byFar, [...plain.map((value) => -value)])).toBeLessThan(1e-5);
  });
});

it('gradients stay numbers where the distance is far beyond the threshold', () => {
  const far = Float64Array.of(1000, 1000, 0);
  expect([...logisticGradient(far, [1, 0, 0], { scale: 100, threshold: 1 })]).toEqual([100 / 3, 0, -100 / 3]);
});
