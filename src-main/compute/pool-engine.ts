// An engine on one backend: a pool of workers that each hold the encoder. WebAssembly takes a thread per core, because its own threads are
// off in Node; native code runs in processes of its own. Which backend is engine.ts's.
import { availableParallelism } from 'node:os';
import { parseWeights } from '../../src-shared/learning/encoder/weights.ts';
import type { Candidate } from './backends.ts';
import type { Backend, Described, Engine, PixelBatch } from './engine.ts';
import type { PhotoWorkerData } from './photo-worker.ts';
import { isNative } from './start-backend.ts';
import { workerFile } from './worker-file.ts';
import { WorkerPool } from './worker-pool.ts';

export interface PoolEngineOptions {
  readonly backend: Backend;
  /** The bytes of the weights file. */
  readonly weights: Uint8Array;
  readonly workers: number | undefined;
  readonly better: readonly Candidate[];
}

/** Opens the workers. Rejects where the weights or the backend cannot be used. */
export async function openPoolEngine({ backend, weights, workers = usualWorkers(backend), better }: PoolEngineOptions): Promise<Engine> {
  const { version, dim, input } = parseWeights(weights);
  const data: PhotoWorkerData = { backend, weights };
  const pool = await WorkerPool.open<Described>(workerFile('photo-worker', import.meta.url), data, workers, { apart: isNative(backend) });
  const size = input * input * 3;
  return {
    backend,
    better,
    encoderVersion: version,
    dim,
    workers,
    async describe({ count, pixels }: PixelBatch) {
      if (!Number.isInteger(count) || count < 1 || pixels.length !== count * size) {
        throw new RangeError(`batch: expected ${count} × ${input}×${input}×3 = ${count * size} values, got ${pixels.length}`);
      }
      const own = whole(pixels);
      return pool.run({ message: { count, pixels: own } satisfies PixelBatch, transfer: [own.buffer] });
    },
    close: () => pool.close()
  };
}

/** The plain features are computed on the processor whatever the backend, so that one worker would leave a graphics processor waiting. */
function usualWorkers(backend: Backend): number {
  const cores = availableParallelism();
  return backend === 'webgpu' || backend === 'tensorflow' ? Math.min(4, cores) : cores;
}

/** `pixels` itself where it owns all of its buffer and can be handed over, else a copy (a view of a buffer others use too). */
function whole(pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = pixels;
  const owns = buffer instanceof ArrayBuffer && buffer.byteLength === pixels.length && !Buffer.isBuffer(pixels);
  return owns ? new Uint8Array(buffer) : new Uint8Array(pixels);
}
