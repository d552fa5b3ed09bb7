// One worker of an engine: describes the batches it receives, one after the other. pool-engine.ts and worker-pool.ts are its hosts.
// Node runs this file directly in development and tests; the build makes it an entry of its own (electron.vite.config.ts).
import { openPhotoWork, type PhotoWork } from '../../src-shared/learning/work/photos.ts';
import type { Backend } from './backend.ts';
import { startBackend } from './start-backend.ts';
import { openWorkerSide } from '../workers/worker-side.ts';

/** What a worker starts with. */
export interface PhotoWorkerData extends PhotoWork {
  readonly backend: Backend;
}

const side = await openWorkerSide();
const { backend, ...work } = side.data as PhotoWorkerData; // only started by pool-engine.ts
await startBackend(backend);
side.serve(openPhotoWork(work), ({ embeddings, colour, layout, texture, fingerprints }) => [embeddings, colour, layout, texture, fingerprints].map(({ buffer }) => buffer));
