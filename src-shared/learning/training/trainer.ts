// Trains an encoder on unlabelled photos, one batch at a time, on the current tfjs backend. Photos in, loss out: the caller
// decides which photos, for how long, and what to do with the weights.
import * as tf from '@tensorflow/tfjs-core';
import { toUnit, uploadTensors } from '../encoder/embed.ts';
import { type EncoderTensors, forwardFeatures } from '../encoder/forward.ts';
import type { EncoderWeights } from '../encoder/weights.ts';
import { readCheckpoint, rowNames, writeCheckpoint } from './checkpoint.ts';
import { differentiate, distancesOf } from './differentiate.ts';
import { exportWeights } from './export.ts';
import { descend, type OptimiserPlan, type OptimiserState, stepPlan } from './optimiser.ts';
import { initialValues, listParameters, type Parameters, tensorsOf } from './parameters.ts';
import { seedOf } from '../random.ts';
import { checkChoice, momentumAt, rateAt, type Recipe, recipeFor } from './recipe.ts';
import { type Task, taskOf } from './task.ts';

export interface StepReport {
  /** Mean over the batch. */
  readonly loss: number;
  /** Steps done, this one included. */
  readonly steps: number;
}

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
  readonly #parameters: Parameters;
  readonly #task: Task;
  /** All tensors of the initial encoder; those that learn are overridden by the row's. */
  readonly #tensors: EncoderTensors;
  readonly #plan: OptimiserPlan;
  #state: OptimiserState;
  #steps = 0;
  #seen = 0;

  constructor(weights: EncoderWeights, recipe: Recipe, checkpoint: Uint8Array | undefined) {
    this.#weights = weights;
    this.recipe = recipe;
    this.#task = taskOf(recipe);
    this.#parameters = listParameters(weights.architecture, recipe.depth);
    const start = initialValues(this.#parameters, weights, recipe.seed);
    const saved = checkpoint && readCheckpoint(checkpoint, { base: weights.version, recipe, size: start.length });
    const nothing = new Float32Array(start.length);
    const rows = saved?.rows ?? { value: start, mean: nothing, square: nothing, average: start };
    this.#tensors = uploadTensors(weights);
    this.#plan = stepPlan(this.#parameters, start, recipe.decay);
    this.#state = stateOf((name) => tf.tensor1d(rows[name], 'float32'));
    this.#steps = saved?.steps ?? 0;
    this.#seen = saved?.seen ?? 0;
  }

  get steps(): number {
    return this.#steps;
  }

  get seen(): number {
    return this.#seen;
  }

  async step(pixels: Uint8Array, count: number, share: number, groups = Int32Array.from({ length: count }, (_, photo) => photo)): Promise<StepReport> {
    const { input } = this.#weights;
    if (!Number.isInteger(count) || count < 2) throw new RangeError(`batch: expected at least 2 photos, got ${count}`);
    if (pixels.length !== count * input * input * 3) {
      throw new RangeError(`batch: expected ${count} × ${input}×${input}×3 = ${count * input * input * 3} values, got ${pixels.length}`);
    }
    if (groups.length !== count) throw new RangeError(`batch: expected a group for each of ${count} photos, got ${groups.length}`);
    const { loss, gradient } = await this.#differentiate(pixels, groups);
    try {
      const [value, length] = await Promise.all([loss.data(), readOnce(tf.tidy(() => tf.sqrt(tf.sum(tf.square(gradient)))))]);
      if (!Number.isFinite(value[0]) || !Number.isFinite(length)) {
        throw new TypeError(`loss: expected a number, got ${value[0]} with a gradient of length ${length} at step ${this.#steps}; lower the rate`);
      }
      const size = { rate: rateAt(this.recipe, this.#steps, share), steps: this.#steps, momentum: momentumAt(this.recipe, this.#steps) };
      const next = descend(this.#state, gradient, this.#plan, size);
      tf.dispose({ ...this.#state });
      this.#state = next;
      this.#steps++;
      this.#seen += count;
      return { loss: value[0]!, steps: this.#steps };
    } finally {
      tf.dispose([loss, gradient]);
    }
  }

  async checkpoint(): Promise<Uint8Array> {
    const [value, mean, square, average] = await Promise.all(rowNames.map((name) => this.#state[name].data<'float32'>()));
    const rows = { value: value!, mean: mean!, square: square!, average: average! }; // as many as names
    return writeCheckpoint({ base: this.#weights.version, recipe: this.recipe, steps: this.#steps, seen: this.#seen, rows });
  }

  async weights(sample?: Uint8Array): Promise<EncoderWeights> {
    const average = await this.#state.average.data<'float32'>();
    return exportWeights({
      base: this.#weights, parameters: this.#parameters, average, steps: this.#steps, seen: this.#seen, recipe: this.recipe,
      ...(sample && { features: await this.#features(sample) })
    });
  }

  dispose(): void {
    tf.dispose([{ ...this.#tensors }, { ...this.#plan }, { ...this.#state }]);
  }

  /** The loss on views of each photo, and its gradient as a row. */
  async #differentiate(pixels: Uint8Array, groups: Int32Array): Promise<{ loss: tf.Scalar; gradient: tf.Tensor1D }> {
    const { input, architecture } = this.#weights;
    const count = groups.length;
    const views = tf.tidy(() => {
      const photos = tf.tensor4d(toUnit(pixels), [count, input, input, 3], 'float32');
      return this.#task.views(photos, seedOf(this.recipe.seed, this.#steps));
    });
    const learner = { architecture, tensors: this.#tensors, parameters: this.#parameters, values: this.#state.value };
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
    const learned = tensorsOf(this.#parameters, this.#state.average);
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

function stateOf(make: (name: (typeof rowNames)[number]) => tf.Tensor1D): OptimiserState {
  return { value: make('value'), mean: make('mean'), square: make('square'), average: make('average') };
}

async function readRow(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}

async function readOnce(tensor: tf.Tensor): Promise<number> {
  return (await readRow(tensor))[0] ?? NaN;
}
