// One worker of an engine: describes the batches it receives, one after the other. pool-engine.ts and worker-pool.ts are its hosts.
// Node runs this file directly in development and tests; the build makes it an entry of its own (electron.vite.config.ts).
import { readFile } from 'node:fs/promises';
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

/** A batch, and the weights to use for it if not those it started with: read from a file once for each `use`. */
export interface PhotoRequest extends PixelBatch {
  readonly by?: { readonly file: string; readonly use: number };
}

/** Weights ready to be used. */
interface Opened {
  readonly use: number;
  readonly describe: (batch: PixelBatch) => Promise<Described>;
  readonly close: () => void | Promise<void>;
}

/** Of the weights that it started with. */
const OWN = 0;

const side = await openWorkerSide();
const { backend, provider = null, weights: own } = side.data as PhotoWorkerData; // only started by pool-engine.ts
let opened = await open(own, OWN);
side.serve(async ({ by, ...batch }: PhotoRequest) => {
  const use = by?.use ?? OWN;
  if (opened.use !== use) {
    const next = await open(by ? new Uint8Array(await readFile(by.file)) : own, use);
    await opened.close();
    opened = next;
  }
  return opened.describe(batch);
}, ({ embeddings, colour, layout, texture, fingerprints }) => [embeddings, colour, layout, texture, fingerprints].map(({ buffer }) => buffer));

// each loads only what it needs
async function open(file: Uint8Array, use: number): Promise<Opened> {
  if (backend !== 'native') {
    const [{ startBackend }, { openPhotoWork }] = await Promise.all([import('./start-backend.ts'), import('../../src-shared/learning/work/tensor-photos.ts')]);
    await startBackend(backend);
    return { use, ...openPhotoWork({ weights: file }) };
  }
  const { openSession } = await import('./onnx/session.ts');
  const weights = parseWeights(file);
  const session = await openSession(weights, provider);
  // pixels are checked before they are sent, so it is the runtime or its device that failed: the next backend takes over
  const embed = embedLooks((pixels) => session.embed(pixels).catch((error: unknown) => die(error instanceof Error ? error : new Error(String(error)))), weights.looks, weights.input);
  return { use, describe: describeWith(embed), close: () => session.release() };
}
