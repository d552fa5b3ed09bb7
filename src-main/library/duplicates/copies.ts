// Finds copies in an open library: compares photos that were not compared yet, in a worker thread, and stores what was measured. What was
// compared before stays, so that a few new photos cost little.
import { CodedError } from '../../failure.ts';
import { countUncompared, forgetLikenesses, settleCompared, writeLikenesses } from '../../store/copies.ts';
import type { Store } from '../../store/database.ts';
import { workerFile } from '../../workers/worker-file.ts';
import { WorkerPool } from '../../workers/worker-pool.ts';
import type { CopiesReply, CopiesRequest } from './copies-worker.ts';

/** Of the code in learning/copies; raised whenever the same photos would be found otherwise, so that all are compared again. */
export const COPIES_VERSION = 2;

/** Compared per request, some 300 ms. */
const PAIRS = 64;
const SEARCH_MS = 120_000;
/** Ten times what a photo takes on a slow machine. */
const MS_A_PHOTO = 10;
const COMPARE_MS = 120_000;
const TELL_MS = 1000;

export interface CopiesOptions {
  /** The worker's script, in place of the usual one. */
  readonly file?: URL;
  /** Called about once a second with the pairs still to compare. */
  readonly onProgress?: (left: number) => void;
}

export class Copies {
  readonly #store: Store;
  readonly #workers: WorkerPool<CopiesReply>;
  readonly #onProgress: (left: number) => void;
  #running: Promise<boolean> | null = null;
  #closed = false;
  /** Pairs still to compare; `null` when nothing is running. */
  left: number | null = null;

  constructor(store: Store, { file, onProgress = () => {} }: CopiesOptions = {}) {
    this.#store = store;
    this.#onProgress = onProgress;
    this.#workers = WorkerPool.lazy(file ?? workerFile('copies-worker', import.meta.url), {}, 1, { idleMs: 0 });
  }

  /** Compares what is to be compared; `true` if anything was. Rejects with `engine-failed`. */
  async refresh(): Promise<boolean> {
    await this.#running?.catch(() => {}); // whoever started it is told
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      this.left = null;
    });
    return this.#running;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#workers.close();
    await this.#running?.catch(() => {}); // as above
  }

  async #run(): Promise<boolean> {
    const waiting = this.#closed ? 0 : countUncompared(this.#store, COPIES_VERSION);
    if (waiting === 0) return false;
    try {
      const found = await this.#ask({ kind: 'find', stored: this.#store.folder, version: COPIES_VERSION }, SEARCH_MS + MS_A_PHOTO * waiting);
      if (!this.#isOpen()) return false;
      forgetLikenesses(this.#store, found.photos);
      for (let { left } = found, told = 0; left > 0; ) {
        this.left = left;
        if (Date.now() - told > TELL_MS) {
          told = Date.now();
          this.#onProgress(left);
        }
        const reply = await this.#ask({ kind: 'compare', pairs: PAIRS }, COMPARE_MS);
        if (!this.#isOpen()) return false;
        writeLikenesses(this.#store, reply.likenesses, reply.measured);
        left = reply.left;
      }
      settleCompared(this.#store, COPIES_VERSION, found.photos);
      return true;
    } catch (error) {
      if (!this.#isOpen()) return false;
      throw new CodedError('engine-failed', `Copies could not be looked for: ${error instanceof Error ? error.message : String(error)}. Index the folder again.`, { cause: error });
    }
  }

  #isOpen(): boolean {
    return !this.#closed && this.#store.db.open;
  }

  #ask(message: CopiesRequest, deadlineMs: number): Promise<CopiesReply> {
    return this.#workers.run({ message, deadlineMs });
  }
}
