// What computes embeddings and features: the interface every backend fulfils, and the choice among them.
import { openWasmEngine } from './wasm-engine.ts';

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
  /** Defaults to one per core. */
  readonly workers?: number;
}

/** Opens the best engine there is: today the embedded one, WebAssembly on every core. Rejects where the weights cannot be read. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  return openWasmEngine(options);
}
