// What a training asks of the encoder at each step, by the recipe's objective: the views of the photos, and the loss of their
// projections. The objectives are in ../objectives, the miners in ../mining.
import * as tf from '@tensorflow/tfjs-core';
import { minePairs, mineTriplets } from '../mining/miner.ts';
import { barlowTwins } from '../objectives/barlow-twins.ts';
import { contrastive } from '../objectives/contrastive.ts';
import { liftedStructure } from '../objectives/lifted-structure.ts';
import { multiSimilarity } from '../objectives/multi-similarity.ts';
import { ntXent } from '../objectives/nt-xent.ts';
import type { LabelledObjective, TwoViewObjective } from '../objectives/objective.ts';
import { rotation, turnPhotos } from '../objectives/rotation.ts';
import { supervisedContrastive } from '../objectives/supervised-contrastive.ts';
import { triplet } from '../objectives/triplet.ts';
import { vicreg } from '../objectives/vicreg.ts';
import { drawViews, twoViews } from '../views/two-views.ts';
import type { Recipe } from './recipe.ts';

/** Of the projections of views [some n, dim] and the group of each photo [n]. */
type Loss = (projected: tf.Tensor2D, groups: Int32Array) => tf.Scalar;

export interface Task {
  /** photos [n, s, s, 3] in −1..1 -> views [some n, side, side, 3] in −1..1. The same for the same seed. */
  readonly views: (photos: tf.Tensor4D, seed: number) => tf.Tensor4D;
  /** The projections of those views, in their order -> the loss. Only supervised-contrastive looks at the groups: to the others each photo is its own. */
  readonly loss: Loss;
  /**
   * For objectives with a miner: the loss over what the miner selects by the current distances of the views, n × n, row-major, between
   * projections of length 1. The selection is not differentiated.
   */
  readonly mined: ((distances: Float32Array) => Loss) | null;
}

/** The task of a recipe. */
export function taskOf(recipe: Recipe): Task {
  const { side, leastArea, grey, blurred } = recipe;
  const options = (seed: number): Parameters<typeof twoViews>[1] => ({ side, seed, leastArea, grey, blurred });
  if (recipe.objective === 'rotation') {
    const ofTurns = rotation();
    return {
      views: (photos, seed) => tf.tidy(() => turnPhotos(drawViews(photos, photos.shape[0], options(seed)))),
      // the projector has more than four outputs; the first four are the answer
      loss: (projected) => tf.tidy(() => ofTurns(tf.slice(projected, [0, 0], [-1, 4]))),
      mined: null
    };
  }
  return { views: (photos, seed) => twoViews(photos, options(seed)), ...lossOf(recipe) };
}

function lossOf({ objective, temperature, miner, margin }: Recipe): Pick<Task, 'loss' | 'mined'> {
  switch (objective) {
    case 'vicreg':
      return { loss: ofTwoViews(vicreg()), mined: null };
    case 'barlow-twins':
      return { loss: ofTwoViews(barlowTwins()), mined: null };
    case 'multi-similarity':
      return { loss: ofLabels(multiSimilarity()), mined: null };
    case 'lifted-structure':
      return { loss: ofLabels(liftedStructure({ negativeMargin: margin ?? 1 })), mined: null };
    case 'triplet':
      return tripletLoss(miner, margin);
    case 'contrastive':
      return contrastiveLoss(miner, margin);
    case 'supervised-contrastive':
      return { loss: ofGroups(supervisedContrastive({ temperature })), mined: null };
    default:
      return { loss: ofTwoViews(ntXent({ temperature })), mined: null };
  }
}

function tripletLoss(miner: Recipe['miner'] = 'semi-hard', margin = 0.2): Pick<Task, 'loss' | 'mined'> {
  // a hinge ignores easy triplets, a softplus never does
  const objective = triplet({ margin, smooth: miner === 'easy' });
  if (miner === 'all') return { loss: ofLabels(objective), mined: null };
  return {
    loss: ofLabels(objective),
    mined: (distances) => (projected) => {
      const labels = labelsOf(projected);
      return objective(projected, labels, mineTriplets(miner, distances, labels, { margin }));
    }
  };
}

function contrastiveLoss(miner: Recipe['miner'] = 'all', margin = 1): Pick<Task, 'loss' | 'mined'> {
  const objective = contrastive({ negativeMargin: margin });
  if (miner === 'all') return { loss: ofLabels(objective), mined: null };
  return {
    loss: ofLabels(objective),
    mined: (distances) => (projected) => {
      const labels = labelsOf(projected);
      return objective(projected, labels, minePairs(miner, distances, labels, { margin }));
    }
  };
}

function ofTwoViews(objective: TwoViewObjective): Loss {
  return (projected) => tf.tidy(() => {
    const n = projected.shape[0] / 2;
    return objective(tf.slice(projected, [0, 0], [n, -1]), tf.slice(projected, [n, 0], [n, -1]));
  });
}

function ofLabels(objective: LabelledObjective): Loss {
  return (projected) => objective(projected, labelsOf(projected));
}

function ofGroups(objective: LabelledObjective): Loss {
  return (projected, groups) => objective(projected, labelsOf(projected).map((photo) => groups[photo]!));
}

/** The photo of each view: all first views, then all second ones. */
function labelsOf(projected: tf.Tensor2D): Int32Array {
  const views = projected.shape[0];
  return Int32Array.from({ length: views }, (_, view) => view % (views / 2));
}
