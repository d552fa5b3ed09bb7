// Finds changes by listing the folder repeatedly, where the system does not report them. Compares only sizes and times.
import type { LeavingOut } from '../../../src-shared/contract.ts';
import { scan } from '../scan.ts';

export interface PollingOptions {
  readonly onEvent: (path: string) => void;
  /** Called if the folder cannot be listed: it went away, or is not readable. */
  readonly onError: (error: unknown) => void;
  /** Time between polls; longer if a poll takes long, so that at most a tenth of the time is spent polling. */
  readonly everyMs: number;
  readonly leavingOut: LeavingOut;
}

export class Polling {
  readonly #root: string;
  readonly #options: PollingOptions;
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void>;
  #seen: ReadonlyMap<string, string> | null = null;

  constructor(root: string, options: PollingOptions) {
    this.#root = root;
    this.#options = options;
    this.#looking = this.#look();
  }

  /** Resolves when the first poll has ended: later changes are found. */
  get ready(): Promise<void> {
    return this.#looking;
  }

  async close(): Promise<void> {
    this.#abort.abort();
    if (this.#timer) clearTimeout(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const began = performance.now();
    try {
      const { files, unknown } = await this.#list();
      if (this.#seen) this.#compare(this.#seen, files, unknown);
      this.#seen = files;
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.#options.onError(error);
    }
    const wait = Math.max(this.#options.everyMs, 10 * (performance.now() - began));
    this.#timer = setTimeout(() => {
      this.#looking = this.#look();
    }, wait).unref();
  }

  async #list(): Promise<{ readonly files: Map<string, string>; readonly unknown: readonly string[] }> {
    const files = new Map<string, string>();
    const unknown: string[] = [];
    for await (const batch of scan(this.#root, { signal: this.#abort.signal, leavingOut: this.#options.leavingOut })) {
      for (const { path, size, modifiedMs } of batch.files) files.set(path, `${String(size)} ${String(modifiedMs)}`);
      for (const { path } of batch.problems) unknown.push(path);
    }
    return { files, unknown };
  }

  /** What could not be examined keeps its previous state. */
  #compare(before: ReadonlyMap<string, string>, now: Map<string, string>, unknown: readonly string[]): void {
    for (const [path, state] of now) if (before.get(path) !== state) this.#options.onEvent(path);
    for (const [path, state] of before) {
      if (now.has(path)) continue;
      if (unknown.some((place) => path === place || path.startsWith(`${place}/`))) now.set(path, state);
      else this.#options.onEvent(path);
    }
  }
}
