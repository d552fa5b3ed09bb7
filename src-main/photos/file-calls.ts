// File system calls that may never return: a network mount whose server is gone does not answer, and calls cannot be
// cancelled. Each has a timeout. A hanging call occupies a thread of the pool, so they are counted: a folder with several
// hanging calls is not accessed any more, and with many in total, nothing is. Knows nothing about photos.
import type { Dirent, Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { byBytes, type FileSystem } from '../byte-names.ts';

export type { FileSystem } from '../byte-names.ts';
import { PhotoProblem } from './problem.ts';

/** Calls that may hang at a time: the pool has this many threads more than photos need (thread-pool.ts). */
export const MOST_HANGING = 16;
/** Calls that may hang in one folder before it is given up. */
const MOST_OF_A_FOLDER = 2;
const TIMEOUT_MS = 30_000;

/** Calls `expire` after `ms`, unless the returned function is called before. */
export type Timer = (expire: () => void, ms: number) => () => void;
const systemTimer: Timer = (expire, ms) => {
  const timeout = setTimeout(expire, ms);
  return () => clearTimeout(timeout);
};

export interface Waiting {
  /** The folder to give up if this call hangs; by default the path's own. */
  readonly folder?: string;
  /** Stops waiting; the call itself continues. */
  readonly signal?: AbortSignal | undefined;
}

export class FileCalls {
  readonly #system: FileSystem;
  readonly #timeoutMs: number;
  readonly #timer: Timer;
  /** By folder. */
  readonly #hanging = new Map<string, number>();
  #count = 0;

  constructor(system: FileSystem = byBytes, { timeoutMs = TIMEOUT_MS, timer = systemTimer }: { readonly timeoutMs?: number; readonly timer?: Timer } = {}) {
    this.#system = system;
    this.#timeoutMs = timeoutMs;
    this.#timer = timer;
  }

  /** Calls that timed out and have not returned. */
  get hanging(): number {
    return this.#count;
  }

  stat(path: string, waiting?: Waiting): Promise<Stats> {
    return this.wait(path, () => this.#system.stat(path), waiting);
  }

  readdir(path: string, waiting?: Waiting): Promise<Dirent[]> {
    return this.wait(path, () => this.#system.readdir(path, { withFileTypes: true }), { folder: path, ...waiting });
  }

  readlink(path: string, waiting?: Waiting): Promise<string> {
    return this.wait(path, () => this.#system.readlink(path), waiting);
  }

  realpath(path: string, waiting?: Waiting): Promise<string> {
    return this.wait(path, () => this.#system.realpath(path), { folder: path, ...waiting });
  }

  open(path: string): Promise<Pick<FileHandle, 'read' | 'close'>> {
    const opening = (): ReturnType<FileSystem['open']> => this.#system.open(path, 'r');
    // a file opened too late is closed again
    return this.wait(path, opening, {}, (file) => file.close());
  }

  /**
   * Waits for `call`, which is about `path`.
   * @throws {PhotoProblem} `timeout` if it does not return in time, or is not made because too many did not; else whatever it throws
   */
  async wait<T>(path: string, call: () => Promise<T>, { folder = dirname(path), signal }: Waiting = {}, late?: (result: T) => Promise<void>): Promise<T> {
    signal?.throwIfAborted();
    if (this.#isGivenUp(folder)) throw new PhotoProblem('timeout', `${folder} does not answer`);
    const calling = call();
    let stopTimer = (): void => {};
    let stop: (() => void) | undefined;
    const givenUp = new Promise<never>((_, reject) => {
      stopTimer = this.#timer(() => reject(new PhotoProblem('timeout', `${path} did not answer in ${this.#timeoutMs / 1000} seconds`)), this.#timeoutMs);
      stop = () => reject(signal?.reason as Error); // an abort's reason is an error
      signal?.addEventListener('abort', stop);
    });
    let came = false;
    const coming = calling.finally(() => (came = true));
    return Promise.race([coming, givenUp]).finally(() => {
      stopTimer();
      if (stop) signal?.removeEventListener('abort', stop);
      if (!came) this.#letHang(folder, calling, late);
    });
  }

  #letHang<T>(folder: string, calling: Promise<T>, late?: (result: T) => Promise<void>): void {
    this.#note(folder, 1);
    // nobody is waiting any more: neither the result nor a failure matters
    void calling.then(late).catch(() => undefined).finally(() => this.#note(folder, -1));
  }

  #note(folder: string, change: number): void {
    this.#count += change;
    const count = (this.#hanging.get(folder) ?? 0) + change;
    if (count > 0) this.#hanging.set(folder, count);
    else this.#hanging.delete(folder);
  }

  /** Whether too many calls hang in total, or in this folder or one above it. */
  #isGivenUp(folder: string): boolean {
    if (this.#count === 0) return false;
    if (this.#count >= MOST_HANGING) return true;
    for (let at = folder; ; at = dirname(at)) {
      if ((this.#hanging.get(at) ?? 0) >= MOST_OF_A_FOLDER) return true;
      if (at === dirname(at)) return false;
    }
  }
}

/** The computer's file system, shared by all callers, like its threads. */
export const files = new FileCalls();
