// Trains an adapter on what an encoder from outside said of several views of each photo, one batch at a time, on the current tfjs backend. The
// views were looked at once, before: a step takes two of each photo's. The objective is computed on the embeddings themselves, not on a
// projection: an adapter is no larger than a projector, and what it loses its decay towards the identity brings back.
import * as tf from '@tensorflow/tfjs-core';
import '../gradients.ts';
import { adapterShapes, type AdapterWeights } from '../adapter/adapter.ts';
import { sizeOf } from '../encoder/architecture.ts';
import { fromHalf } from '../encoder/half.ts';
import { allDistances, normaliseRows } from '../objectives/geometry.ts';
import { seedOf, uniform } from '../random.ts';
import { Descent, readRow, type StepReport } from './descent.ts';
import { type Parameters, rowOf, tensorsOf } from './parameters.ts';
import { checkChoice, type Recipe, recipeFor } from './recipe.ts';
import { type Task, taskOf } from './task.ts';
import type { TrainerOptions } from './trainer.ts';

/** A training in progress. One call at a time. */
export interface AdapterTrainer {
  readonly recipe: Recipe;
  readonly steps: number;
  /**
   * Learns from `count` photos, at least 2: count × views × dim halves (little endian), the embeddings of as many views of each photo, at least
   * two, each of length 1. The rest as `Trainer.step`.
   */
  step(features: Uint8Array, count: number, share: number, groups?: Int32Array): Promise<StepReport>;
  checkpoint(): Promise<Uint8Array>;
  /** The averaged weights. */
  weights(): Promise<AdapterWeights>;
  dispose(): void;
}

/** Opens a training that starts at `weights`, or resumes one. Throws as `openTrainer`. */
export async function openAdapterTrainer(weights: AdapterWeights, { checkpoint, ...options }: TrainerOptions = {}): Promise<AdapterTrainer> {
  const recipe: Recipe = { ...recipeFor('adapter'), ...options, depth: 'adapter' };
  checkChoice(recipe);
  return new FeatureTrainer(weights, recipe, checkpoint);
}

class FeatureTrainer implements AdapterTrainer {
  readonly recipe: Recipe;
  readonly #weights: AdapterWeights;
  readonly #task: Task;
  readonly #descent: Descent;

  constructor(weights: AdapterWeights, recipe: Recipe, checkpoint: Uint8Array | undefined) {
    this.recipe = recipe;
    this.#weights = weights;
    this.#task = taskOf(recipe);
    const parameters = parametersOf(weights);
    const start = new Float32Array(parameters.size);
    for (const { name, offset } of parameters.list) start.set(weights.tensors.get(name) ?? [], offset);
    this.#descent = new Descent({ base: weights.version, recipe, parameters, start, checkpoint });
  }

  get steps(): number {
    return this.#descent.steps;
  }

  async step(features: Uint8Array, count: number, share: number, groups = Int32Array.from({ length: count }, (_, photo) => photo)): Promise<StepReport> {
    if (!Number.isInteger(count) || count < 2) throw new RangeError(`batch: expected at least 2 photos, got ${count}`);
    const { dim } = this.#weights;
    const views = features.length / 2 / dim / count;
    if (!Number.isInteger(views) || views < 2) throw new RangeError(`batch: expected at least two views of ${dim} halves for each of ${count} photos, got ${features.length} bytes`);
    if (groups.length !== count) throw new RangeError(`batch: expected a group for each of ${count} photos, got ${groups.length}`);
    const rows = drawPairs(fromHalf(features), { count, views, dim }, seedOf(this.recipe.seed, this.steps));
    return this.#descent.step(await this.#differentiate(rows, groups), count, share);
  }

  checkpoint(): Promise<Uint8Array> {
    return this.#descent.checkpoint();
  }

  async weights(): Promise<AdapterWeights> {
    const { parameters, steps, seen } = this.#descent;
    const average = await this.#descent.average.data<'float32'>();
    const tensors = new Map(parameters.list.map(({ name, offset, size }) => [name, average.slice(offset, offset + size)]));
    const { trained, version } = this.#weights;
    return { ...this.#weights, tensors, trained: { objective: this.recipe.objective, steps, seen, recipe: this.recipe, before: { ...trained, version } } };
  }

  dispose(): void {
    this.#descent.dispose();
  }

  /** @param rows 2 × photos × dim: all first views, then all second ones */
  async #differentiate(rows: Float32Array, groups: Int32Array): Promise<{ loss: tf.Scalar; gradient: tf.Tensor1D }> {
    const { dim } = this.#weights;
    const { parameters, value } = this.#descent;
    const { loss, mined } = this.#task;
    const x = tf.tidy(() => tf.mul<tf.Tensor2D>(tf.tensor2d(rows, [rows.length / dim, dim]), Math.sqrt(dim)));
    try {
      const chosen = mined ? mined(await readRow(tf.tidy(() => allDistances(normaliseRows(adapt(x, tensorsOf(parameters, value))))))) : loss;
      return tf.tidy(() => {
        const learned = tensorsOf(parameters, value);
        const names = parameters.list.map(({ name }) => name);
        const lossOf = (...given: tf.Tensor[]): tf.Scalar => chosen(adapt(x, Object.fromEntries(names.map((name, i) => [name, given[i]!]))), groups);
        const { value: at, grads } = tf.valueAndGrads(lossOf)(names.map((name) => learned[name]!));
        return { loss: at, gradient: rowOf(grads) };
      });
    } finally {
      x.dispose();
    }
  }
}

/** Rows [n, dim] of length √dim through an adapter; not scaled again. In plain numbers: adapter/adapt.ts. */
export function adapt(x: tf.Tensor2D, tensors: Readonly<Record<string, tf.Tensor>>): tf.Tensor2D {
  return tf.tidy(() => {
    const of = (name: string): tf.Tensor => {
      const tensor = tensors[name];
      if (!tensor) throw new TypeError(`${name}: expected this tensor, got none`);
      return tensor;
    };
    const middle = tf.relu(tf.add(tf.matMul(x, of('hidden/kernel')), of('hidden/bias')));
    return tf.add<tf.Tensor2D>(x, tf.add(tf.matMul(middle, of('out/kernel')), of('out/bias')));
  });
}

function parametersOf(weights: AdapterWeights): Parameters {
  let size = 0;
  const list = adapterShapes(weights).map((shape) => {
    const offset = size;
    size += sizeOf(shape.shape);
    return { ...shape, offset, size: size - offset, encoder: true };
  });
  return { list, size, firstBlock: -1 };
}

/** Two different views of each photo, by the seed. */
function drawPairs(features: Float32Array, { count, views, dim }: { readonly count: number; readonly views: number; readonly dim: number }, seed: number): Float32Array {
  const next = uniform(seed);
  const rows = new Float32Array(2 * count * dim);
  for (let photo = 0; photo < count; photo++) {
    const first = Math.floor(next() * views);
    const second = (first + 1 + Math.floor(next() * (views - 1))) % views;
    const rowOfView = (view: number): Float32Array => features.subarray((photo * views + view) * dim, (photo * views + view + 1) * dim);
    rows.set(rowOfView(first), photo * dim);
    rows.set(rowOfView(second), (count + photo) * dim);
  }
  return rows;
}
