// What computes embeddings and features: the interface every backend fulfils, and the choice among them.
import { readFile } from 'node:fs/promises';
import { type Candidate, machineBackends } from './backends.ts';
import { ComputeError } from './compute-error.ts';
import { openPoolEngine } from './pool-engine.ts';
import { parseWeights } from '../../src-shared/learning/encoder/weights.ts';

/** Photos ready for the encoder: count × 128 × 128 × 3, RGB, 0..255, row-major. */
export interface PixelBatch {
  readonly count: number;
  readonly pixels: Uint8Array;
}

/** What is computed from pixels, row-major, `count` rows each. Embeddings have length 1; features as `learning/features` says. */
export interface Described {
  readonly embeddings: Float32Array;
  readonly colour: Float32Array;
  readonly layout: Float32Array;
  readonly texture: Float32Array;
}

export type Backend = 'wasm' | 'webgpu' | 'tensorflow' | 'cpu';

export interface Engine {
  readonly backend: Backend;
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
}

/** Opens the best engine there is; a backend that fails gives way to the next. Rejects where the weights cannot be read, or no backend starts. */
export async function openEngine({ weights: path, workers, backends }: EngineOptions): Promise<Engine> {
  const weights = new Uint8Array(await readFile(path));
  parseWeights(weights);
  const candidates = backends ?? (await machineBackends());
  const better: Candidate[] = [];
  for (const candidate of candidates) {
    if (!candidate.usable) better.push(candidate);
    else {
      try {
        return await openPoolEngine({ backend: candidate.name, weights, workers, better });
      } catch (error) {
        better.push({ ...candidate, usable: false, note: error instanceof Error ? error.message : String(error) });
      }
    }
  }
  throw new ComputeError('start', `No backend starts. ${better.map(({ name, note }) => `${name}: ${note ?? 'not usable'}`).join('; ')}`);
}
