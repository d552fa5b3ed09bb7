// The worker that trains an encoder. training.ts is its host; worker-pool.ts carries the messages.
import { openTrainingWork, type TrainingWork } from '../../src-shared/learning/work/training.ts';
import type { LearningBackend } from './backend.ts';
import { startBackend } from './start-backend.ts';
import { openWorkerSide } from '../workers/worker-side.ts';

/** What the worker starts with. */
export interface TrainWorkerData extends TrainingWork {
  readonly backend: LearningBackend;
}

const side = await openWorkerSide();
const { backend, ...work } = side.data as TrainWorkerData; // only started by training.ts
await startBackend(backend);
side.serve(await openTrainingWork(work));
