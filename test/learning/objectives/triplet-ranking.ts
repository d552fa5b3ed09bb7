// Similarity as ranking, from judgments "a is closer to b than c" (Schultz and Joachims 2003): max(0, d(a, b) − d(a, c) + m).
// Averaged over all of them, for each was said by somebody; for triplets made of labels see triplet.ts.
import * as tf from '@tensorflow/tfjs-core';
import '../../../src-shared/learning/gradients.ts';
import type { RankingObjective } from './judged.ts';

export interface TripletRankingOptions {
  /** By how much closer the closer one is to be. */
  readonly margin?: number;
}

/** The objective, averaged over the triplets. */
export function tripletRanking({ margin = 0.5 }: TripletRankingOptions = {}): RankingObjective {
  return (closer, farther) => tf.tidy(() => tf.mean(tf.relu(tf.add(tf.sub(closer, farther), margin))));
}
