// What a training asks of the encoder at each step, by the recipe's objective: which views of the photos it sees, and the loss of what
// it says about them. The objectives themselves are in ../objectives.
import * as tf from '@tensorflow/tfjs-core';
import { barlowTwins } from '../objectives/barlow-twins.ts';
import { ntXent } from '../objectives/nt-xent.ts';
import type { TwoViewObjective } from '../objectives/objective.ts';
import { rotation, turnPhotos } from '../objectives/rotation.ts';
import { vicreg } from '../objectives/vicreg.ts';
import { drawViews, twoViews } from '../views/two-views.ts';
import type { Recipe } from './recipe.ts';

export interface Task {
  /** photos [n, s, s, 3] in −1..1 -> views [some n, side, side, 3] in −1..1. The same for the same seed. */
  readonly views: (photos: tf.Tensor4D, seed: number) => tf.Tensor4D;
  /** What the projector makes of those views [some n, dim], in their order -> the loss. */
  readonly loss: (projected: tf.Tensor2D) => tf.Scalar;
}

/** The task of a recipe. */
export function taskOf(recipe: Recipe): Task {
  const { side, leastArea, grey, blurred } = recipe;
  const options = (seed: number): Parameters<typeof twoViews>[1] => ({ side, seed, leastArea, grey, blurred });
  if (recipe.objective === 'rotation') {
    const ofTurns = rotation();
    return {
      views: (photos, seed) => tf.tidy(() => turnPhotos(drawViews(photos, photos.shape[0], options(seed)))),
      // the projector says more than four numbers; the first four are the answer
      loss: (projected) => tf.tidy(() => ofTurns(tf.slice(projected, [0, 0], [-1, 4])))
    };
  }
  const objective = twoViewObjective(recipe.objective, recipe);
  return {
    views: (photos, seed) => twoViews(photos, options(seed)),
    loss: (projected) => tf.tidy(() => {
      const n = projected.shape[0] / 2;
      return objective(tf.slice(projected, [0, 0], [n, -1]), tf.slice(projected, [n, 0], [n, -1]));
    })
  };
}

function twoViewObjective(name: Exclude<Recipe['objective'], 'rotation'>, { temperature }: Recipe): TwoViewObjective {
  switch (name) {
    case 'nt-xent':
      return ntXent({ temperature });
    case 'vicreg':
      return vicreg();
    case 'barlow-twins':
      return barlowTwins();
  }
}
