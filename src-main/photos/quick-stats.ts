// Sizes and times of many files at once, from a thread that asks for one after the other: a tenth of the processor time of a call each by way of the
// thread pool. Only for many files, and where those before answered quickly; a file that does not is asked for by itself (file-calls.ts), where each
// call can be given up.
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
/** What a file may take at most, on average, to count as quick: on a disk in this computer. The thread's own start may be slow; it is asked again after that. */
const QUICK_MS = 0.5;
/** As long as quick files never take. */
const DEADLINE_MS = 5000;

export interface QuickStatsOptions {
  /** The thread's script, in place of the usual one. */
  readonly file?: URL;
  readonly before?: number;
  readonly quickMs?: number;
  readonly deadlineMs?: number;
}

/** Of one scan; to be closed with it. */
export class QuickStats {
  readonly #worker: WorkerPool<Float64Array>;
  readonly #before: number;
  readonly #quickMs: number;
  readonly #deadlineMs: number;
  #measured = 0;
  #isQuick = false;

  constructor({ file, before = BEFORE, quickMs = QUICK_MS, deadlineMs = DEADLINE_MS }: QuickStatsOptions = {}) {
    this.#worker = WorkerPool.lazy(file ?? workerFile('stats-worker', import.meta.url), {}, 1);
    this.#before = before;
    this.#quickMs = quickMs;
    this.#deadlineMs = deadlineMs;
  }

  /** Of plain files, in order; `null` for each that has to be asked for by itself, and for all where a thread is of no use. Rejects with the reason of `signal`. */
  async of(root: string, paths: readonly string[], signal?: AbortSignal): Promise<readonly (QuickStat | null)[] | null> {
    if (!this.#isQuick || this.#measured < this.#before) return null;
    let stop = (): void => {};
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(signal?.reason as Error); // an abort's reason is an error
      signal?.addEventListener('abort', stop);
    });
    try {
      const stats = await Promise.race([this.#worker.run({ message: { root, paths } satisfies StatsRequest, deadlineMs: this.#deadlineMs }), stopped]);
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

  /** So many files were measured in that time, one by one or at once. */
  note(files: number, ms: number): void {
    this.#measured += files;
    this.#isQuick = ms <= files * this.#quickMs;
  }

  /** Ends the thread. */
  close(): Promise<void> {
    return this.#worker.close();
  }
}
