// What an objective on judgments is; the metric's own gradients are compared with these (see learning/metric/judged-gradients).
import type * as tf from '@tensorflow/tfjs-core';

/** Of judged pairs: their distances [pairs] ≥ 0 and what was said of each [pairs], 0 (different) to 1 (similar). */
export type PairObjective = (distances: tf.Tensor1D, similar: tf.Tensor1D) => tf.Scalar;

/** Of judged triplets, "a is closer to b than c": the distances a–b and a–c, both [triplets] ≥ 0. */
export type RankingObjective = (closer: tf.Tensor1D, farther: tf.Tensor1D) => tf.Scalar;
