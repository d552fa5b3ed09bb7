// The thread in which an encoder is trained. training.ts is its host; worker-pool.ts carries the messages.
import { parentPort, workerData } from 'node:worker_threads';
import { parseWeights, serialiseWeights } from '../../src-shared/learning/encoder/weights.ts';
import { openTrainer } from '../../src-shared/learning/training/trainer.ts';
import { startBackend } from './start-backend.ts';
import type { TrainAnswer, TrainRequest, TrainWorkerData } from './training-messages.ts';
import type { WorkerReply } from './worker-pool.ts';

const port = parentPort;
if (!port) throw new Error('train-worker.ts runs in a worker thread only');
const { backend, weights, recipe, checkpoint } = workerData as TrainWorkerData; // training.ts is the only one to start this file
await startBackend(backend);
const trainer = await openTrainer(parseWeights(weights), { ...recipe, ...(checkpoint && { checkpoint }) });

port.on('message', (request: TrainRequest) => {
  answer(request).then(
    (answer) => reply({ answer }),
    (error: unknown) => reply({ error: error instanceof Error ? error : new Error(String(error)) })
  );
});
reply({ ready: true });

function reply(message: WorkerReply<TrainAnswer>): void {
  port?.postMessage(message);
}

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
