// VICReg (Bardes, Ponce and LeCun 2022): two views of a photo should agree, every dimension should vary over the batch, and no two
// dimensions should be correlated. Needs no negatives, so it works with a small batch of similar photos.
import * as tf from '@tensorflow/tfjs-core';
import '../gradients.ts';
import { checkViews, type TwoViewObjective } from './objective.ts';
import { sumOffDiagonal } from './reductions.ts';

export interface VicregOptions {
  /** Weight of agreement (invariance). */
  readonly invariance?: number;
  /** Weight of variance. */
  readonly variance?: number;
  /** Weight of decorrelation (covariance). */
  readonly covariance?: number;
  /** Added to variances before taking the root. */
  readonly epsilon?: number;
}

/** The objective for two views. Throws a `RangeError` if the views differ in shape, or for fewer than 2 photos. */
export function vicreg({ invariance = 25, variance = 25, covariance = 1, epsilon = 1e-4 }: VicregOptions = {}): TwoViewObjective {
  return (a, b) =>
    tf.tidy(() => {
      checkViews(a, b);
      const disagreement = tf.mul(tf.mean(tf.squaredDifference(a, b)), invariance);
      const sides = [a, b].map((view) => {
        const [n, dim] = view.shape;
        const centred = tf.sub<tf.Tensor2D>(view, tf.mean(view, 0, true));
        const variances = tf.div(tf.sum(tf.square(centred), 0), n - 1);
        const sameness = tf.mean(tf.relu(tf.sub(1, tf.sqrt(tf.add(variances, epsilon)))));
        const covariances = tf.div<tf.Tensor2D>(tf.matMul(tf.transpose(centred), centred), n - 1);
        const overlap = tf.div(sumOffDiagonal(tf.square(covariances)), dim);
        return tf.add(tf.mul(sameness, variance / 2), tf.mul(overlap, covariance));
      });
      return tf.add(disagreement, tf.add(sides[0]!, sides[1]!));
    });
}
