// Trains an encoder on unlabelled photos, one batch at a time, on the current tfjs backend. Photos in, loss out: the caller
// decides which photos, for how long, and what to do with the weights.
import * as tf from '@tensorflow/tfjs-core';
import { toUnit, uploadTensors } from '../encoder/embed.ts';
import { type EncoderTensors, forwardFeatures } from '../encoder/forward.ts';
import type { EncoderWeights } from '../encoder/weights.ts';
import { Descent, readRow, type StepReport } from './descent.ts';
import { differentiate, distancesOf } from './differentiate.ts';
import { exportWeights } from './export.ts';
import { initialValues, listParameters, tensorsOf } from './parameters.ts';
import { seedOf } from '../random.ts';
import { checkChoice, type Recipe, recipeFor } from './recipe.ts';
import { type Task, taskOf } from './task.ts';

/** A training in progress. One call at a time. */
export interface Trainer {
  readonly recipe: Recipe;
  /** Steps done, over all resumes. */
  readonly steps: number;
  /** Photos seen, over all resumes; one shown twice counts twice. */
  readonly seen: number;
  /**
   * Learns from `count` photos, at least 2: count × input × input × 3, RGB, 0..255, row-major. `share` (0..1) is how much of
   * the training completed; the learning rate decays with it. `groups`: for supervised-contrastive, a number per photo, the same for photos
   * that belong together; without it each is on its own. Throws a `RangeError` for other sizes, and a `TypeError`
   * if the loss becomes NaN; the weights are then those before the step.
   */
  step(pixels: Uint8Array, count: number, share: number, groups?: Int32Array): Promise<StepReport>;
  /** Everything that `openTrainer` needs to resume exactly here. */
  checkpoint(): Promise<Uint8Array>;
  /**
   * The current averaged weights, as an encoder with its own version. With `sample` (pixels of hundreds to thousands of
   * photos) the embedding's axes are fitted to it again, as far as the recipe trusts it; without, they are unchanged.
   */
  weights(sample?: Uint8Array): Promise<EncoderWeights>;
  /** Frees all tensors. */
  dispose(): void;
}

export interface TrainerOptions extends Partial<Recipe> {
  /** Throws a `TypeError` if it is damaged or of another encoder or recipe. */
  readonly checkpoint?: Uint8Array;
}

// Limits memory when computing the features of a sample.
const photosAtOnce = 32;

/** Opens a training of `weights`, or resumes from a checkpoint of the same weights and recipe. */
export async function openTrainer(weights: EncoderWeights, { checkpoint, ...options }: TrainerOptions = {}): Promise<Trainer> {
  const recipe = { ...recipeFor(options.depth ?? 'all'), ...options };
  checkChoice(recipe);
  return new BatchTrainer(weights, recipe, checkpoint);
}

class BatchTrainer implements Trainer {
  readonly recipe: Recipe;
  readonly #weights: EncoderWeights;
  readonly #task: Task;
  /** All tensors of the initial encoder; those that learn are overridden by the row's. */
  readonly #tensors: EncoderTensors;
  readonly #descent: Descent;

  constructor(weights: EncoderWeights, recipe: Recipe, checkpoint: Uint8Array | undefined) {
    this.#weights = weights;
    this.recipe = recipe;
    this.#task = taskOf(recipe);
    const parameters = listParameters(weights.architecture, recipe.depth);
    this.#descent = new Descent({ base: weights.version, recipe, parameters, start: initialValues(parameters, weights, recipe.seed), checkpoint });
    this.#tensors = uploadTensors(weights);
  }

  get steps(): number {
    return this.#descent.steps;
  }

  get seen(): number {
    return this.#descent.seen;
  }

  async step(pixels: Uint8Array, count: number, share: number, groups = Int32Array.from({ length: count }, (_, photo) => photo)): Promise<StepReport> {
    const { input } = this.#weights;
    if (!Number.isInteger(count) || count < 2) throw new RangeError(`batch: expected at least 2 photos, got ${count}`);
    if (pixels.length !== count * input * input * 3) {
      throw new RangeError(`batch: expected ${count} × ${input}×${input}×3 = ${count * input * input * 3} values, got ${pixels.length}`);
    }
    if (groups.length !== count) throw new RangeError(`batch: expected a group for each of ${count} photos, got ${groups.length}`);
    return this.#descent.step(await this.#differentiate(pixels, groups), count, share);
  }

  checkpoint(): Promise<Uint8Array> {
    return this.#descent.checkpoint();
  }

  async weights(sample?: Uint8Array): Promise<EncoderWeights> {
    const { parameters, steps, seen } = this.#descent;
    return exportWeights({
      base: this.#weights, parameters, average: await this.#descent.average.data<'float32'>(), steps, seen, recipe: this.recipe,
      ...(sample && { features: await this.#features(sample) })
    });
  }

  dispose(): void {
    this.#descent.dispose();
    tf.dispose({ ...this.#tensors });
  }

  /** The loss on views of each photo, and its gradient as a row. */
  async #differentiate(pixels: Uint8Array, groups: Int32Array): Promise<{ loss: tf.Scalar; gradient: tf.Tensor1D }> {
    const { input, architecture } = this.#weights;
    const count = groups.length;
    const views = tf.tidy(() => {
      const photos = tf.tensor4d(toUnit(pixels), [count, input, input, 3], 'float32');
      return this.#task.views(photos, seedOf(this.recipe.seed, this.steps));
    });
    const learner = { architecture, tensors: this.#tensors, parameters: this.#descent.parameters, values: this.#descent.value };
    const { loss, mined } = this.#task;
    try {
      const chosen = mined ? mined(await readRow(distancesOf(views, learner))) : loss;
      return differentiate(views, { ...learner, loss: (projected) => chosen(projected, groups) });
    } finally {
      views.dispose();
    }
  }

  /** Features from the averaged weights, count × features. */
  async #features(pixels: Uint8Array): Promise<Float32Array> {
    const { input, architecture } = this.#weights;
    const size = input * input * 3;
    const learned = tensorsOf(this.#descent.parameters, this.#descent.average);
    const parts: Float32Array[] = [];
    try {
      for (let first = 0; first < pixels.length; first += photosAtOnce * size) {
        const some = pixels.subarray(first, first + photosAtOnce * size);
        const features = tf.tidy(() => forwardFeatures(tf.tensor4d(toUnit(some), [some.length / size, input, input, 3]), { ...this.#tensors, ...learned }, architecture));
        parts.push(await readRow(features));
      }
    } finally {
      tf.dispose(learned);
    }
    const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
    return all;
  }
}
