// The work of a training's worker, wherever it runs: its requests and its answers. Its host sets the backend first.
import { isAdapterFile, parseAdapter, serialiseAdapter } from '../adapter/file.ts';
import { parseWeights, serialiseWeights } from '../encoder/weights.ts';
import { openAdapterTrainer } from '../training/adapter-trainer.ts';
import type { StepReport } from '../training/descent.ts';
import { openTrainer, type Trainer, type TrainerOptions } from '../training/trainer.ts';
import type { Recipe } from '../training/recipe.ts';

/** What it starts with. */
export interface TrainingWork {
  /** The file of an encoder or of an adapter. */
  readonly weights: Uint8Array;
  readonly recipe: Partial<Recipe>;
  readonly checkpoint: Uint8Array | null;
}

export type TrainRequest =
  | { readonly kind: 'recipe' }
  | { readonly kind: 'step'; readonly pixels: Uint8Array; readonly count: number; readonly share: number; readonly groups: Int32Array | null }
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'weights'; readonly sample: Uint8Array | null };

/** The answer to each kind of request. */
export interface TrainAnswers {
  readonly recipe: Recipe;
  readonly step: StepReport;
  readonly checkpoint: Uint8Array;
  readonly weights: Uint8Array;
}

export type TrainAnswer = TrainAnswers[keyof TrainAnswers];

/** Rejects with a `TypeError` if the weights or the checkpoint cannot be used. */
export async function openTrainingWork({ weights, recipe, checkpoint }: TrainingWork): Promise<(request: TrainRequest) => Promise<TrainAnswer>> {
  const { trainer, file } = await open(weights, { ...recipe, ...(checkpoint && { checkpoint }) });
  return async (request) => {
    switch (request.kind) {
      case 'recipe':
        return trainer.recipe;
      case 'step':
        return trainer.step(request.pixels, request.count, request.share, request.groups ?? undefined);
      case 'checkpoint':
        return trainer.checkpoint();
      case 'weights':
        return file(request.sample ?? undefined);
    }
  };
}

async function open(weights: Uint8Array, options: TrainerOptions): Promise<{ readonly trainer: Pick<Trainer, 'recipe' | 'step' | 'checkpoint'>; readonly file: (sample?: Uint8Array) => Promise<Uint8Array> }> {
  if (isAdapterFile(weights)) {
    const trainer = await openAdapterTrainer(parseAdapter(weights), options);
    return { trainer, file: async () => serialiseAdapter(await trainer.weights()) };
  }
  const trainer = await openTrainer(parseWeights(weights), options);
  return { trainer, file: async (sample) => serialiseWeights(await trainer.weights(sample)) };
}
