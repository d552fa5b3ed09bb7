// Sizes and times of many files at once, from a thread that asks for one after the other: a tenth of the processor time of a call each by way of the
// thread pool. Only for many files, and as long as that is no slower, as it is where each answer has a long way; a file that does not answer is asked for
// by itself (file-calls.ts), where each call can be given up.
import { workerFile } from '../workers/worker-file.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { NOT_A_FILE, NUMBERS, type StatsRequest } from './stats-messages.ts';

export interface QuickStat {
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970, with the file system's fraction. */
  readonly mtimeMs: number;
  /** Of 512 bytes. */
  readonly blocks: number;
}

/** Files measured one by one before a thread is worth its start. */
const BEFORE = 1000;
/** A file that takes longer, on average, where they are measured one by one lies far away, or on a disk that may stop to answer. */
const QUICK_MS = 2;
/** So quick is only what is in memory here: whatever one takes one by one, it is less at once. */
const LOCAL_MS = 0.1;
/** Times one after the other that this may be exceeded: a machine with much else to do is slow for a while. */
const SLOW_TIMES = 3;
/** As long as files that are quick never take. */
const DEADLINE_MS = 5000;

export interface QuickStatsOptions {
  /** The thread's script, in place of the usual one. */
  readonly file?: URL;
  readonly before?: number;
  readonly deadlineMs?: number;
}

/** Of one scan; to be closed with it. */
export class QuickStats {
  readonly #worker: WorkerPool<Float64Array>;
  readonly #before: number;
  readonly #deadlineMs: number;
  /** Files measured one by one, and what one took of the last of these, in ms. */
  #measured = 0;
  #oneByOneMs = Infinity;
  #started = false;
  #slowTimes = 0;

  constructor({ file, before = BEFORE, deadlineMs = DEADLINE_MS }: QuickStatsOptions = {}) {
    this.#worker = WorkerPool.lazy(file ?? workerFile('stats-worker', import.meta.url), {}, 1);
    this.#before = before;
    this.#deadlineMs = deadlineMs;
  }

  /** Of plain files, in order; `null` for each that has to be asked for by itself, and for all where a thread is of no use. Rejects with the reason of `signal`. */
  async of(root: string, paths: readonly string[], signal?: AbortSignal): Promise<readonly (QuickStat | null)[] | null> {
    if (this.#oneByOneMs > QUICK_MS || this.#measured < this.#before) return null;
    const began = performance.now();
    let stop = (): void => {};
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(signal?.reason as Error); // an abort's reason is an error
      signal?.addEventListener('abort', stop);
    });
    try {
      const stats = await Promise.race([this.#worker.run({ message: { root, paths } satisfies StatsRequest, deadlineMs: this.#deadlineMs }), stopped]);
      const isSlow = this.#started && performance.now() - began > paths.length * Math.max(LOCAL_MS, 2 * this.#oneByOneMs);
      this.#started = true; // which takes a while
      this.#slowTimes = isSlow ? this.#slowTimes + 1 : 0;
      if (this.#slowTimes === SLOW_TIMES) this.#measured = -Infinity;
      return paths.map((_, at) => {
        const [size, mtimeMs, blocks] = stats.subarray(at * NUMBERS, (at + 1) * NUMBERS) as unknown as [number, number, number]; // as many
        return size === NOT_A_FILE ? null : { size, mtimeMs, blocks };
      });
    } catch (error) {
      signal?.throwIfAborted();
      console.error(`Files are measured one by one: ${error instanceof Error ? error.message : String(error)}`);
      this.#measured = -Infinity;
      return null;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** So many files were measured in that time, one by one. */
  note(files: number, ms: number): void {
    this.#measured += files;
    this.#oneByOneMs = ms / files;
  }

  /** Ends the thread. */
  close(): Promise<void> {
    return this.#worker.close();
  }
}
