// Computes embeddings and features: the interface of an engine on any backend.
import type { Described, PixelBatch } from '../../src-shared/learning/work/photos.ts';
import type { Backend, Candidate } from './backend.ts';

export type { Described, PixelBatch };

/** Of an encoder from outside, for adapters: what it says without one, and what one makes of that. */
export interface PackParts {
  /** SHA-256 of its image model, lower-case hex. */
  readonly sha256: string;
  /** Embeddings without an adapter, count × dim, of pictures count × side × side × 3, RGB. Rejects as `describe`. */
  embed(large: Uint8Array): Promise<Float32Array>;
  /** What the engine's adapter makes of such embeddings, after rounding them to half precision; left out where it has none. */
  adapt?(rows: Float32Array): Promise<Float32Array>;
}

export interface Engine {
  readonly backend: Backend;
  /** Details such as its device; `null` if there are none. */
  readonly note?: string | null;
  /** Better backends, and why they are not used; omitted if none was looked for. */
  readonly better?: readonly Candidate[];
  /** Embeddings of different versions cannot be compared. */
  readonly encoderVersion: string;
  /** Length of an embedding. */
  readonly dim: number;
  /** The same weights with one look, which shipped before those with two; left out where this has one look. */
  readonly oneLook?: { readonly encoderVersion: string; readonly open: () => Promise<Engine> };
  /** It needs the photos with this side, too (`large`); omitted if 128 × 128 are enough. */
  readonly side?: number;
  /** Number of batches computed concurrently; submit twice as many to keep all workers busy. */
  readonly workers: number;
  /**
   * Describes a batch; calls beyond `workers` are queued. Pixels that own their whole buffer are transferred,
   * so do not read them afterwards. Rejects with a `RangeError` if the batch is not count × 128 × 128 × 3,
   * and with a `WorkerFailure` if its worker died; other batches go on.
   */
  describe(batch: PixelBatch): Promise<Described>;
  /**
   * The same workers with the weights of another file of the same input, which is to stay as it is until the engine is closed; closing it leaves the workers to
   * this one. Left out where workers of their own are needed. Rejects if the file cannot be read, or is none of weights.
   */
  withWeights?(file: string): Promise<Engine>;
  /** The embedding of words, near those of photos of what they mean; left out where the encoder understands none. Rejects with what the model did. */
  embedWords?(words: string): Promise<Float32Array>;
  /** Ends the workers that have nothing to do, for the memory they hold; the next batch starts them again. Left out where that saves none. */
  rest?(): Promise<void>;
  /** What an encoder from outside offers besides; left out for the app's own. */
  readonly pack?: PackParts;
  /** Ends all workers; running and queued batches reject with a `WorkerFailure` of code `closed`. */
  close(): Promise<void>;
}
