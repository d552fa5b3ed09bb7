// The worker in which an encoder is trained. training.ts is its host; worker-pool.ts carries the messages.
import { parseWeights, serialiseWeights } from '../../src-shared/learning/encoder/weights.ts';
import { openTrainer } from '../../src-shared/learning/training/trainer.ts';
import { startBackend } from './start-backend.ts';
import type { TrainAnswer, TrainRequest, TrainWorkerData } from './training-messages.ts';
import { openWorkerSide } from './worker-side.ts';

const side = await openWorkerSide();
const { backend, weights, recipe, checkpoint } = side.data as TrainWorkerData; // training.ts is the only one to start this file
await startBackend(backend);
const trainer = await openTrainer(parseWeights(weights), { ...recipe, ...(checkpoint && { checkpoint }) });
side.serve(answer);

async function answer(request: TrainRequest): Promise<TrainAnswer> {
  switch (request.kind) {
    case 'recipe':
      return trainer.recipe;
    case 'step':
      return trainer.step(request.pixels, request.count, request.share);
    case 'checkpoint':
      return trainer.checkpoint();
    case 'weights':
      return serialiseWeights(await trainer.weights(request.sample ?? undefined));
  }
}
