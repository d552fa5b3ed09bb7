// Trains an encoder in a worker: the host of learning/training. It handles batches and files; the caller chooses the photos.
import type { StepReport } from '../../src-shared/learning/training/descent.ts';
import type { Recipe } from '../../src-shared/learning/training/recipe.ts';
import type { TrainAnswer, TrainAnswers, TrainRequest, TrainingWork } from '../../src-shared/learning/work/training.ts';
import { isWorkerFailure, type WorkerFailure } from '../failure.ts';
import type { LearningBackend } from './backend.ts';
import { runsApart } from './start-backend.ts';
import type { TrainWorkerData } from './train-worker.ts';
import type { WindowGpu } from './window-gpu.ts';
import { workerFile } from '../workers/worker-file.ts';
import { WorkerPool } from '../workers/worker-pool.ts';

export interface TrainingOptions {
  /** The bytes of the initial weights file; required with a checkpoint too. */
  readonly weights: Uint8Array;
  /** Overrides of the default recipe. */
  readonly recipe?: Partial<Recipe>;
  /** A checkpoint to resume from. */
  readonly checkpoint?: Uint8Array;
  /** Instead of WebAssembly; see backends.ts. */
  readonly backend?: LearningBackend;
  /** The window that runs `webgpu`, if it runs in one. */
  readonly window?: WindowGpu;
}

/** A training in a worker of its own. One call at a time; all reject with a `WorkerFailure` once the worker has died. */
export interface Training {
  readonly backend: LearningBackend;
  readonly recipe: Recipe;
  /**
   * Learns from `count` photos (count × 128 × 128 × 3); `share` (0..1) is the fraction of the training completed; `groups`: see `Trainer`. Rejects with a
   * `RangeError` for other sizes, and with a `TypeError` if the loss is NaN; the step is then undone.
   */
  step(pixels: Uint8Array, count: number, share: number, groups?: Int32Array): Promise<StepReport>;
  checkpoint(): Promise<Uint8Array>;
  /** A weights file of the current encoder; `sample`: pixels on which the embedding's axes are fitted again. */
  weights(sample?: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Opens a training. Rejects with a `WorkerFailure` of code `start` if the backend, the weights or the checkpoint cannot be used. */
export async function openTraining({ weights, recipe = {}, checkpoint, backend = 'wasm', window }: TrainingOptions): Promise<Training> {
  const work: TrainingWork = { weights, recipe, checkpoint: checkpoint ?? null };
  const pool = await WorkerPool.open<TrainAnswer>(workerFile('train-worker', import.meta.url), { ...work, backend } satisfies TrainWorkerData, 1, {
    apart: runsApart(backend),
    ...(window && { start: (_, listener) => window.start('training', work, listener) })
  });
  let dead: WorkerFailure | null = null;
  const ask = async <Kind extends TrainRequest['kind']>(message: TrainRequest & { readonly kind: Kind }): Promise<TrainAnswers[Kind]> => {
    // the pool would start another worker, without the steps done so far
    if (dead) throw dead;
    try {
      return (await pool.run({ message })) as TrainAnswers[Kind]; // train-worker.ts answers each kind with its own type
    } catch (error) {
      if (isWorkerFailure(error)) dead = error;
      throw error;
    }
  };
  try {
    return {
      backend,
      recipe: await ask({ kind: 'recipe' }),
      step: (pixels, count, share, groups) => ask({ kind: 'step', pixels, count, share, groups: groups ?? null }),
      checkpoint: () => ask({ kind: 'checkpoint' }),
      weights: (sample) => ask({ kind: 'weights', sample: sample ?? null }),
      close: () => pool.close()
    };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

export type OpenTraining = typeof openTraining;
