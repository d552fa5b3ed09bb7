// Similarity as regression: e^−d, as likeness falls with distance in the mind (Shepard 1987), is held to the degree judged.
import * as tf from '@tensorflow/tfjs-core';
import '../../../src-shared/learning/gradients.ts';
import type { PairObjective } from './judged.ts';

/** The objective: the mean squared error of e^−d against the degree of similarity, 0..1. */
export function pairRegression(): PairObjective {
  return (distances, similar) => tf.tidy(() => tf.mean(tf.squaredDifference(tf.exp(tf.neg(distances)), similar)));
}
