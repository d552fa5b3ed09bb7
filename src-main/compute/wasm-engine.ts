// The embedded engine: tfjs's WebAssembly backend (SIMD) in one worker thread per core, because its own threads are off in Node.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseWeights } from '../../src-shared/learning/encoder/weights.ts';
import type { Described, Engine, EngineOptions, PixelBatch } from './engine.ts';
import type { PhotoWorkerData } from './photo-worker.ts';
import { workerFile } from './worker-file.ts';
import { WorkerPool } from './worker-pool.ts';

/** Opens `workers` threads with the encoder in the file `weights`. Rejects where the file or WebAssembly cannot be had. */
export async function openWasmEngine({ weights: path, workers = availableParallelism() }: EngineOptions): Promise<Engine> {
  const bytes = await readFile(path);
  const { version, dim, input } = parseWeights(bytes);
  const weights = new Uint8Array(bytes);
  const pool = await WorkerPool.open<Described>(workerFile('photo-worker', import.meta.url), { weights } satisfies PhotoWorkerData, workers);
  const size = input * input * 3;
  return {
    backend: 'wasm',
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

/** `pixels` itself where it owns all of its buffer and can be handed over, else a copy (a view of a buffer others use too). */
function whole(pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = pixels;
  const owns = buffer instanceof ArrayBuffer && buffer.byteLength === pixels.length && !Buffer.isBuffer(pixels);
  return owns ? new Uint8Array(buffer) : new Uint8Array(pixels);
}
