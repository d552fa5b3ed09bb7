// What every training has besides its loss: the row of numbers that learn, the optimiser's state of it, and both as a checkpoint.
import * as tf from '@tensorflow/tfjs-core';
import { readCheckpoint, rowNames, writeCheckpoint } from './checkpoint.ts';
import { descend, type OptimiserPlan, type OptimiserState, stepPlan } from './optimiser.ts';
import type { Parameters } from './parameters.ts';
import { momentumAt, rateAt, type Recipe } from './recipe.ts';

export interface DescentOptions {
  /** Version of what it starts from. */
  readonly base: string;
  readonly recipe: Recipe;
  readonly parameters: Parameters;
  /** The initial row. */
  readonly start: Float32Array;
  /** To go on from. */
  readonly checkpoint?: Uint8Array | undefined;
}

export interface StepReport {
  /** Mean over the batch. */
  readonly loss: number;
  /** Steps done, this one included. */
  readonly steps: number;
}

export class Descent {
  readonly parameters: Parameters;
  readonly #base: string;
  readonly #recipe: Recipe;
  readonly #plan: OptimiserPlan;
  #state: OptimiserState;
  #steps = 0;
  #seen = 0;

  /** Throws a `TypeError` for a checkpoint that is damaged, or of other weights or another recipe. */
  constructor({ base, recipe, parameters, start, checkpoint }: DescentOptions) {
    this.parameters = parameters;
    this.#base = base;
    this.#recipe = recipe;
    const saved = checkpoint && readCheckpoint(checkpoint, { base, recipe, size: start.length });
    const nothing = new Float32Array(start.length);
    const rows = saved?.rows ?? { value: start, mean: nothing, square: nothing, average: start };
    this.#plan = stepPlan(parameters, start, recipe.decay);
    this.#state = stateOf((name) => tf.tensor1d(rows[name], 'float32'));
    this.#steps = saved?.steps ?? 0;
    this.#seen = saved?.seen ?? 0;
  }

  /** Steps done, and photos seen, over all resumes; one shown twice counts twice. */
  get steps(): number {
    return this.#steps;
  }

  get seen(): number {
    return this.#seen;
  }

  /** The row that learns; not to be disposed. */
  get value(): tf.Tensor1D {
    return this.#state.value;
  }

  /** Its moving average; not to be disposed. */
  get average(): tf.Tensor1D {
    return this.#state.average;
  }

  /** Goes a step against the gradient of the loss over `count` photos, and disposes both. Throws a `TypeError`, without a step, if one is NaN. */
  async step({ loss, gradient }: { readonly loss: tf.Scalar; readonly gradient: tf.Tensor1D }, count: number, share: number): Promise<StepReport> {
    try {
      const [value, length] = await Promise.all([loss.data(), readOnce(tf.tidy(() => tf.sqrt(tf.sum(tf.square(gradient)))))]);
      if (!Number.isFinite(value[0]) || !Number.isFinite(length)) {
        throw new TypeError(`loss: expected a number, got ${value[0]} with a gradient of length ${length} at step ${this.#steps}; lower the rate`);
      }
      const size = { rate: rateAt(this.#recipe, this.#steps, share), steps: this.#steps, momentum: momentumAt(this.#recipe, this.#steps) };
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
    return writeCheckpoint({ base: this.#base, recipe: this.#recipe, steps: this.#steps, seen: this.#seen, rows });
  }

  dispose(): void {
    tf.dispose([{ ...this.#plan }, { ...this.#state }]);
  }
}

/** The numbers of a tensor, which is disposed. */
export async function readRow(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}

function stateOf(make: (name: (typeof rowNames)[number]) => tf.Tensor1D): OptimiserState {
  return { value: make('value'), mean: make('mean'), square: make('square'), average: make('average') };
}

async function readOnce(tensor: tf.Tensor): Promise<number> {
  return (await readRow(tensor))[0] ?? NaN;
}
