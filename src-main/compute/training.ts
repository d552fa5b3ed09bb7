// Trains an encoder away from this thread: the host of learning/training. It knows batches and files, not which photos.
import type { StepReport } from '../../src-shared/learning/training/trainer.ts';
import type { Recipe } from '../../src-shared/learning/training/recipe.ts';
import type { TrainAnswer, TrainAnswers, TrainRequest, TrainingWork } from '../../src-shared/learning/work/training.ts';
import { isWorkerFailure, type WorkerFailure } from '../failure.ts';
import type { Backend } from './backend.ts';
import { isNative } from './start-backend.ts';
import type { TrainWorkerData } from './train-worker.ts';
import type { WindowGpu } from './window-gpu.ts';
import { workerFile } from '../workers/worker-file.ts';
import { WorkerPool } from '../workers/worker-pool.ts';

export interface TrainingOptions {
  /** The bytes of the weights file to begin with; also when a checkpoint is given. */
  readonly weights: Uint8Array;
  /** What differs from the usual recipe. */
  readonly recipe?: Partial<Recipe>;
  /** To go on from. */
  readonly checkpoint?: Uint8Array;
  /** Instead of the embedded one; backends.ts knows which there are. */
  readonly backend?: Backend;
  /** The window in which `webgpu` is, where it is in one. */
  readonly window?: WindowGpu;
}

/** A training under way in a worker of its own. One call at a time; all reject with a `WorkerFailure` once the worker died. */
export interface Training {
  readonly backend: Backend;
  readonly recipe: Recipe;
  /**
   * Learns from `count` photos (count × 128 × 128 × 3); `share` (0..1) is how much of the training has passed. Rejects with a
   * `RangeError` over other sizes, and with a `TypeError` where the loss is no number; the step is then taken back.
   */
  step(pixels: Uint8Array, count: number, share: number): Promise<StepReport>;
  checkpoint(): Promise<Uint8Array>;
  /** A weights file of the encoder so far; `sample`: pixels on which the embedding's axes are fixed again. */
  weights(sample?: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Opens a training. Rejects with a `WorkerFailure` of code `start` where the backend, the weights or the checkpoint cannot be used. */
export async function openTraining({ weights, recipe = {}, checkpoint, backend = 'wasm', window }: TrainingOptions): Promise<Training> {
  const work: TrainingWork = { weights, recipe, checkpoint: checkpoint ?? null };
  const pool = await WorkerPool.open<TrainAnswer>(workerFile('train-worker', import.meta.url), { ...work, backend } satisfies TrainWorkerData, 1, {
    apart: isNative(backend),
    ...(window && { start: (_, listener) => window.start('training', work, listener) })
  });
  let dead: WorkerFailure | null = null;
  const ask = async <Kind extends TrainRequest['kind']>(message: TrainRequest & { readonly kind: Kind }): Promise<TrainAnswers[Kind]> => {
    // the pool would start another worker, which would know nothing of the steps done
    if (dead) throw dead;
    try {
      return (await pool.run({ message })) as TrainAnswers[Kind]; // train-worker.ts answers each kind with its own
    } catch (error) {
      if (isWorkerFailure(error)) dead = error;
      throw error;
    }
  };
  try {
    return {
      backend,
      recipe: await ask({ kind: 'recipe' }),
      step: (pixels, count, share) => ask({ kind: 'step', pixels, count, share }),
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
