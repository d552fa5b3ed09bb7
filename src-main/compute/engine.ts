// What computes embeddings and features: the interface that an engine on any backend fulfils.
import type { Described, PixelBatch } from '../../src-shared/learning/work/photos.ts';
import type { Backend, Candidate } from './backend.ts';

export type { Described, PixelBatch };

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
   * and with a `WorkerFailure` where a worker died under it; other batches go on.
   */
  describe(batch: PixelBatch): Promise<Described>;
  /** Ends all workers; batches under way or waiting reject with a `WorkerFailure` of code `closed`. */
  close(): Promise<void>;
}
