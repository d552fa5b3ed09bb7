// What an objective is: a pure function of tensors to be minimised. Each has its own file, is created from one options object, and can be
// differentiated by tf.grads on every backend. The caller decides which parameters learn, and how.
import type * as tf from '@tensorflow/tfjs-core';

/** From embeddings [n, dim] and the group of each row. 0 if the labels contain nothing to learn from. */
export type LabelledObjective = (embeddings: tf.Tensor2D, labels: ArrayLike<number>) => tf.Scalar;

/** From embeddings of two views, both [n, dim]: rows i are of one photo. */
export type TwoViewObjective = (a: tf.Tensor2D, b: tf.Tensor2D) => tf.Scalar;

/** Rows of an anchor, one of its group, and one of another group. */
export type Triplet = readonly [anchor: number, positive: number, negative: number];

/** An anchor and another row: of its group if it is in the first list of `Pairs`. */
export type Pair = readonly [anchor: number, other: number];

export interface Pairs {
  readonly positives: readonly Pair[];
  readonly negatives: readonly Pair[];
}

/** Throws a `RangeError` unless the two views are of the same photos, at least 2. */
export function checkViews(a: tf.Tensor2D, b: tf.Tensor2D): void {
  if (a.shape[0] !== b.shape[0] || a.shape[1] !== b.shape[1]) throw new RangeError(`views: expected two of one shape, got [${a.shape.join()}] and [${b.shape.join()}]`);
  if (a.shape[0] < 2) throw new RangeError(`views: expected 2 photos or more, got ${a.shape[0]}`);
}
