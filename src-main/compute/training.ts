// Trains an encoder away from this thread: the host of learning/training. It knows batches and files, not which photos.
import type { Recipe, StepReport } from '../../src-shared/learning/training/trainer.ts';
import type { Backend } from './engine.ts';

export interface TrainingOptions {
  /** The bytes of the weights file to begin with; also when a checkpoint is given. */
  readonly weights: Uint8Array;
  /** What differs from the backend's own recipe. */
  readonly recipe?: Partial<Recipe>;
  /** To go on from. */
  readonly checkpoint?: Uint8Array;
  /** One backend instead of the best there is. */
  readonly backend?: Backend;
}

/** A training under way in a thread of its own. One call at a time; each rejects with a `ComputeError` where the thread died. */
export interface Training {
  readonly backend: Backend;
  readonly recipe: Recipe;
  /** Learns from `count` photos (count × 128 × 128 × 3); `share` (0..1) is how much of the training has passed. */
  step(pixels: Uint8Array, count: number, share: number): Promise<StepReport>;
  checkpoint(): Promise<Uint8Array>;
  /** A weights file of the encoder so far; `sample`: pixels on which the embedding's axes are fixed anew. */
  weights(sample?: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** `openTraining`: rejects with a `ComputeError` of code `start` where the backend does not start. */
export type OpenTraining = (options: TrainingOptions) => Promise<Training>;
