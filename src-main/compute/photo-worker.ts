// One worker of an engine: describes the batches it receives, one after the other. pool-engine.ts and worker-pool.ts are its hosts.
// Node runs this file directly in development and tests; the build makes it an entry of its own (electron.vite.config.ts).
import { embedLooks } from '../../src-shared/learning/encoder/looks.ts';
import { parseWeights } from '../../src-shared/learning/encoder/weights.ts';
import { type Described, describeWith, type PhotoWork, type PixelBatch } from '../../src-shared/learning/work/photos.ts';
import type { Backend } from './backend.ts';
import type { Provider } from './onnx/session.ts';
import { die, openWorkerSide } from '../workers/worker-side.ts';

/** What a worker starts with. */
export interface PhotoWorkerData extends PhotoWork {
  readonly backend: Backend;
  /** Where `native` runs, if not on the processor. */
  readonly provider?: Provider | undefined;
}

const side = await openWorkerSide();
const { backend, provider = null, ...work } = side.data as PhotoWorkerData; // only started by pool-engine.ts
side.serve(await open(), ({ embeddings, colour, layout, texture, fingerprints }) => [embeddings, colour, layout, texture, fingerprints].map(({ buffer }) => buffer));

// each loads only what it needs
async function open(): Promise<(batch: PixelBatch) => Promise<Described>> {
  if (backend !== 'native') {
    const [{ startBackend }, { openPhotoWork }] = await Promise.all([import('./start-backend.ts'), import('../../src-shared/learning/work/tensor-photos.ts')]);
    await startBackend(backend);
    return openPhotoWork(work);
  }
  const { openSession } = await import('./onnx/session.ts');
  const weights = parseWeights(work.weights);
  const session = await openSession(weights, provider);
  // pixels are checked before they are sent, so it is the runtime or its device that failed: the next backend takes over
  return describeWith(embedLooks((pixels) => session.embed(pixels).catch((error: unknown) => die(error instanceof Error ? error : new Error(String(error)))), weights.looks, weights.input));
}
