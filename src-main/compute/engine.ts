// What computes embeddings and features: the interface every backend fulfils, and the choice among them.
import { readFile } from 'node:fs/promises';
import { type Candidate, explain, machineBackends } from './backends.ts';
import { ComputeError } from '../workers/compute-error.ts';
import { openPoolEngine } from './pool-engine.ts';
import { steadyEngine } from './steady-engine.ts';
import type { WindowGpu } from './window-gpu.ts';
import { parseWeights } from '../../src-shared/learning/encoder/weights.ts';
import type { Described, PixelBatch } from '../../src-shared/learning/work/photos.ts';

export type { Described, PixelBatch };

export type Backend = 'wasm' | 'webgpu' | 'tensorflow' | 'cpu';

export interface Engine {
  readonly backend: Backend;
  /** What is to be known of it, such as its device; `null` where there is nothing. */
  readonly note?: string | null;
  /** Better backends, and why they do not run; left out where none was looked for. */
  readonly better?: readonly Candidate[];
  /** Embeddings of different versions cannot be compared. */
  readonly encoderVersion: string;
  /** Length of an embedding. */
  readonly dim: number;
  /** Batches that are computed at the same time; give in twice as many to keep all busy. */
  readonly workers: number;
  /**
   * Describes a batch; calls beyond `workers` wait their turn. The pixels are handed over where they own their whole
   * buffer, so do not read them afterwards. Rejects with a `RangeError` where the batch is not count × 128 × 128 × 3,
   * and with a `ComputeError` where a worker died under it; other batches go on.
   */
  describe(batch: PixelBatch): Promise<Described>;
  /** Ends all workers; batches under way or waiting reject with a `ComputeError` of code `closed`. */
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Path of the encoder's weights file. */
  readonly weights: string;
  /** Defaults to one per core, or what keeps a graphics processor busy. */
  readonly workers?: number;
  /** What may be used, best first. */
  readonly backends?: readonly Candidate[];
  /** Where the backends that are in a window are. */
  readonly window?: WindowGpu;
  /** Told in words when a backend failed in the middle and another one goes on. */
  readonly onFallback?: (line: string) => void;
}

/**
 * Opens the best engine there is; a backend that fails, now or later, gives way to the next. Rejects where the weights cannot be read, or no
 * backend starts.
 */
export async function openEngine({ weights: path, workers, backends, window, onFallback = console.error }: EngineOptions): Promise<Engine> {
  const weights = new Uint8Array(await readFile(path));
  parseWeights(weights);
  const left = [...(backends ?? (await machineBackends()))];
  const better: Candidate[] = [];
  const openNext = async (): Promise<Engine | null> => {
    for (let candidate = left.shift(); candidate; candidate = left.shift()) {
      if (!candidate.usable) better.push(candidate);
      else {
        try {
          return await openPoolEngine({ candidate, weights, workers, better: [...better], window });
        } catch (error) {
          better.push({ ...candidate, usable: false, note: error instanceof Error ? error.message : String(error) });
        }
      }
    }
    return null;
  };
  const first = await openNext();
  if (!first) throw new ComputeError('start', `No backend starts. ${better.map(({ name, note }) => `${name}: ${note ?? 'not usable'}`).join('; ')}`);
  if (!left.some(({ usable }) => usable)) return first;
  return steadyEngine(first, async (failed, why) => {
    better.push({ name: failed.backend, usable: false, note: why.message });
    const next = await openNext();
    if (next) onFallback(explain(next.backend, next.better));
    return next;
  });
}
