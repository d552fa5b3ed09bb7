// The work of a training's worker, wherever it runs: its requests and its answers. Its host sets the backend first.
import { parseWeights, serialiseWeights } from '../encoder/weights.ts';
import { openTrainer, type StepReport } from '../training/trainer.ts';
import type { Recipe } from '../training/recipe.ts';

/** What it starts with. */
export interface TrainingWork {
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
  const trainer = await openTrainer(parseWeights(weights), { ...recipe, ...(checkpoint && { checkpoint }) });
  return async (request) => {
    switch (request.kind) {
      case 'recipe':
        return trainer.recipe;
      case 'step':
        return trainer.step(request.pixels, request.count, request.share, request.groups ?? undefined);
      case 'checkpoint':
        return trainer.checkpoint();
      case 'weights':
        return serialiseWeights(await trainer.weights(request.sample ?? undefined));
    }
  };
}
