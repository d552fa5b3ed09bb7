// What training.ts and its worker, train-worker.ts, say to each other.
import type { Recipe, StepReport } from '../../src-shared/learning/training/trainer.ts';
import type { Backend } from './engine.ts';

/** What the worker starts with. */
export interface TrainWorkerData {
  readonly backend: Backend;
  readonly weights: Uint8Array;
  readonly recipe: Partial<Recipe>;
  readonly checkpoint: Uint8Array | null;
}

export type TrainRequest =
  | { readonly kind: 'recipe' }
  | { readonly kind: 'step'; readonly pixels: Uint8Array; readonly count: number; readonly share: number }
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'weights'; readonly sample: Uint8Array | null };

export interface TrainAnswers {
  readonly recipe: Recipe;
  readonly step: StepReport;
  readonly checkpoint: Uint8Array;
  readonly weights: Uint8Array;
}

export type TrainAnswer = TrainAnswers[keyof TrainAnswers];
