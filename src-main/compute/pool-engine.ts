// An engine on one backend: a pool of workers that each hold the encoder. WebAssembly gets one thread per core, because its own threads do not
// work in Node; native code, ONNX Runtime's too, runs in separate processes, and a window's GPU in the window. open-engine.ts chooses the backend.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { readWeightsHead, versionName } from '../../src-shared/learning/encoder/weights.ts';
import type { Candidate } from './backend.ts';
import type { Described, PhotoWork, PixelBatch } from '../../src-shared/learning/work/photos.ts';
import type { Engine } from './engine.ts';
import type { PhotoRequest, PhotoWorkerData } from './photo-worker.ts';
import { runsApart } from './start-backend.ts';
import type { WindowGpu } from './window-gpu.ts';
import { workerFile } from '../workers/worker-file.ts';
import { WorkerPool } from '../workers/worker-pool.ts';

export interface PoolEngineOptions {
  /** The backend, known to be usable. */
  readonly candidate: Candidate;
  /** The bytes of the weights file. */
  readonly weights: Uint8Array;
  readonly workers: number | undefined;
  readonly better: readonly Candidate[];
  readonly window: WindowGpu | undefined;
}

/** Opens the workers. Rejects if the weights or the backend cannot be used. */
export async function openPoolEngine({ candidate, weights, workers = usualWorkers(candidate), better, window }: PoolEngineOptions): Promise<Engine> {
  const { name: backend, note, inWindow = false, provider } = candidate;
  const head = readWeightsHead(weights);
  const { dim, input } = head;
  const work: PhotoWork = { weights };
  const pool = await WorkerPool.open<Described>(workerFile('photo-worker', import.meta.url), { ...work, backend, provider } satisfies PhotoWorkerData, workers, {
    apart: runsApart(backend),
    ...(inWindow && window && { start: (_, listener) => window.start('photos', work, listener) })
  });
  const size = input * input * 3;
  let uses = 0;
  const describeBy = async ({ count, pixels }: PixelBatch, by?: PhotoRequest['by']): Promise<Described> => {
    if (!Number.isInteger(count) || count < 1 || pixels.length !== count * size) {
      throw new RangeError(`batch: expected ${count} × ${input}×${input}×3 = ${count * size} values, got ${pixels.length}`);
    }
    // a process or a window gets its own copy anyway
    const own = runsApart(backend) ? pixels : whole(pixels);
    return pool.run({ message: { count, pixels: own, ...(by && { by }) } satisfies PhotoRequest, ...(!runsApart(backend) && { transfer: [own.buffer as ArrayBuffer] }) });
  };
  const engine: Engine = {
    backend, note, better, dim, workers,
    encoderVersion: versionName(head),
    describe: (batch) => describeBy(batch),
    ...(!inWindow && { rest: () => pool.endIdle() }),
    close: () => pool.close()
  };
  if (inWindow) return engine; // a page reads no files
  return {
    ...engine,
    async withWeights(file) {
      const other = readWeightsHead(new Uint8Array(await readFile(file)));
      if (other.input !== input) throw new RangeError(`weights: expected an input of ${input}, got ${other.input}`);
      const by = { file, use: ++uses };
      return { ...engine, encoderVersion: versionName(other), dim: other.dim, describe: (batch) => describeBy(batch, by), close: async () => {} };
    }
  };
}

/** The plain features are computed on the CPU with every backend, so a single worker would keep a GPU waiting. */
function usualWorkers({ name, inWindow = false }: Candidate): number {
  const cores = availableParallelism();
  if (inWindow) return Math.min(2, cores);
  return runsApart(name) ? Math.min(4, cores) : cores;
}

/** `pixels` itself if it owns its whole buffer and can be transferred, else a copy (a view of a shared buffer). */
function whole(pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = pixels;
  const owns = buffer instanceof ArrayBuffer && buffer.byteLength === pixels.length && !Buffer.isBuffer(pixels);
  return owns ? new Uint8Array(buffer) : new Uint8Array(pixels);
}
