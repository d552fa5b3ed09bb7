// Calls to the file system that may never come back: a network mount whose server is gone answers nothing, and no call can be
// cancelled. Each is waited for so long and no longer. Those that hang keep a thread of the pool each, so they are counted: a
// folder where some hang is asked no more, and where many hang in all, nothing is. Knows nothing of photos.
import type { Dirent, Stats } from 'node:fs';
import { type FileHandle, open, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PhotoProblem } from './problem.ts';

/** What is used of Node's functions of these names. */
export interface FileSystem {
  stat(path: string): Promise<Stats>;
  readdir(path: string, options: { readonly withFileTypes: true }): Promise<Dirent[]>;
  readlink(path: string): Promise<string>;
  realpath(path: string): Promise<string>;
  open(path: string, flags: 'r'): Promise<Pick<FileHandle, 'read' | 'close'>>;
}

/** Calls that may hang at a time: as many threads more than photos need (thread-pool.ts). */
export const MOST_HANGING = 16;
/** Calls that one folder may leave hanging before it is asked no more. */
const MOST_OF_A_FOLDER = 2;
const TIMEOUT_MS = 30_000;

export interface Waiting {
  /** The folder that is given up with this call: the path's own unless said otherwise. */
  readonly folder?: string;
  /** Stops waiting; the call goes on. */
  readonly signal?: AbortSignal | undefined;
}

export class FileCalls {
  readonly #system: FileSystem;
  readonly #timeoutMs: number;
  /** By folder. */
  readonly #hanging = new Map<string, number>();
  #count = 0;

  constructor(system: FileSystem = { stat, readdir, readlink, realpath, open }, { timeoutMs = TIMEOUT_MS }: { readonly timeoutMs?: number } = {}) {
    this.#system = system;
    this.#timeoutMs = timeoutMs;
  }

  /** Calls that were given up and have not come back. */
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
    // one that is opened too late is closed again
    return this.wait(path, opening, {}, (file) => file.close());
  }

  /**
   * Waits for `call`, which is about `path`.
   * @throws {PhotoProblem} `timeout` where it does not come back in time, or is not made because too many did not; else what it throws
   */
  async wait<T>(path: string, call: () => Promise<T>, { folder = dirname(path), signal }: Waiting = {}, late?: (result: T) => Promise<void>): Promise<T> {
    signal?.throwIfAborted();
    if (this.#isGivenUp(folder)) throw new PhotoProblem('timeout', `${folder} does not answer`);
    const calling = call();
    let timer: NodeJS.Timeout | undefined;
    let stop: (() => void) | undefined;
    const givenUp = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new PhotoProblem('timeout', `${path} did not answer in ${this.#timeoutMs / 1000} seconds`)), this.#timeoutMs);
      stop = () => reject(signal?.reason as Error); // an abort's reason is an error
      signal?.addEventListener('abort', stop);
    });
    let came = false;
    const coming = calling.finally(() => (came = true));
    return Promise.race([coming, givenUp]).finally(() => {
      clearTimeout(timer);
      if (stop) signal?.removeEventListener('abort', stop);
      if (!came) this.#letHang(folder, calling, late);
    });
  }

  #letHang<T>(folder: string, calling: Promise<T>, late?: (result: T) => Promise<void>): void {
    this.#note(folder, 1);
    // nobody waits any more: neither what it gives nor why it failed is of use
    void calling.then(late).catch(() => undefined).finally(() => this.#note(folder, -1));
  }

  #note(folder: string, change: number): void {
    this.#count += change;
    const count = (this.#hanging.get(folder) ?? 0) + change;
    if (count > 0) this.#hanging.set(folder, count);
    else this.#hanging.delete(folder);
  }

  /** Whether too many calls hang in all, or in this folder or one around it. */
  #isGivenUp(folder: string): boolean {
    if (this.#count === 0) return false;
    if (this.#count >= MOST_HANGING) return true;
    for (let at = folder; ; at = dirname(at)) {
      if ((this.#hanging.get(at) ?? 0) >= MOST_OF_A_FOLDER) return true;
      if (at === dirname(at)) return false;
    }
  }
}

/** The computer's own file system, for everybody: the threads are shared too. */
export const files = new FileCalls();
