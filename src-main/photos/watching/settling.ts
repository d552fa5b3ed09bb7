// Collects what changed until it is quiet, and holds back files that are still being written. Knows no watcher and no clock of
// its own but the timers.
import type { ScannedFile } from '../scan.ts';

/** What lies at a path now: a photo by its ending, a folder with the photos below it, nothing, or something that is no photo. */
export type Found =
  | { readonly kind: 'photo'; readonly size: number; readonly modifiedMs: number }
  | { readonly kind: 'folder'; readonly files: readonly ScannedFile[] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'other' };

/** Where to look again: paths below the folder, each a file or a folder with all that is in it; `null` stands for everything. */
export type Changed = readonly string[] | null;

export interface SettlingOptions {
  readonly look: (path: string) => Promise<Found>;
  readonly onChange: (changed: Changed) => void;
  /** What `look` threw. */
  readonly onError: (error: unknown) => void;
  /** How long nothing may happen before it is told, and a file stay as it is before it counts as written. */
  readonly quietMs: number;
  /** The longest that something settled waits while other things go on happening. */
  readonly longestMs: number;
}

interface Pending {
  /** When it was last heard of. */
  at: number;
  /** A folder that is known below this path may have been replaced: look at all of it, not only at what is there now. */
  known: boolean;
  /** Size and time at the last look. */
  state: string;
}

/** Paths looked at side by side. */
const LANES = 32;

export class Settling {
  readonly #options: SettlingOptions;
  readonly #pending = new Map<string, Pending>();
  #everything = false;
  #first = 0;
  #last = 0;
  #timer: NodeJS.Timeout | null = null;
  #settling: Promise<void> | null = null;
  #closed = false;

  constructor(options: SettlingOptions) {
    this.#options = options;
  }

  /** Something happened at `path`; `known`: to a folder that was there before. */
  note(path: string, { known = false } = {}): void {
    const pending = this.#pending.get(path);
    this.#heard();
    if (pending) {
      pending.at = this.#last;
      pending.known ||= known;
    } else this.#pending.set(path, { at: this.#last, known, state: '' });
  }

  /** Something happened, and nobody can say where. */
  noteEverything(): void {
    this.#everything = true;
    this.#heard();
  }

  /** Forgets all that was noted; what is being looked at is not told any more. */
  clear(): void {
    this.#pending.clear();
    this.#everything = false;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Tells nothing any more; resolves when the last look has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    this.clear();
    await this.#settling;
  }

  #heard(): void {
    this.#last = Date.now();
    if (this.#timer === null && this.#settling === null) this.#first = this.#last;
    this.#arm();
  }

  #arm(): void {
    if (this.#closed || this.#settling) return;
    if (this.#timer) clearTimeout(this.#timer);
    const { quietMs, longestMs } = this.#options;
    const due = Math.min(this.#last + quietMs, this.#first + longestMs);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#settling = this.#settle()
        .catch((error: unknown) => {
          this.#options.onError(error);
          this.clear();
          this.#everything = true; // whatever it was about is not lost
        })
        .finally(() => {
          this.#settling = null;
          if (this.#pending.size === 0 && !this.#everything) return;
          this.#first = this.#last = Date.now();
          this.#arm();
        });
    }, Math.max(0, due - Date.now())).unref();
  }

  async #settle(): Promise<void> {
    if (this.#everything) {
      this.clear();
      this.#options.onChange(null);
      return;
    }
    const settled: string[] = [];
    const paths = [...this.#pending.keys()].values();
    const lane = async (): Promise<void> => {
      for (const path of paths) settled.push(...(await this.#look(path)));
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    if (this.#closed || settled.length === 0) return;
    this.#options.onChange(settled);
  }

  /** @returns what has settled at or below `path` */
  async #look(path: string): Promise<string[]> {
    const pending = this.#pending.get(path);
    if (!pending) return []; // forgotten meanwhile
    const { at, known } = pending;
    const found = await this.#options.look(path);
    if (this.#pending.get(path) !== pending) return [];
    if (found.kind === 'other') {
      this.#pending.delete(path);
      return known ? [path] : [];
    }
    if (found.kind === 'photo') {
      if (!this.#isWritten(pending, found) || Date.now() - pending.at < this.#options.quietMs) return [];
      this.#pending.delete(path);
      return [path];
    }
    if (pending.at !== at) return []; // heard of once more during the look
    this.#pending.delete(path);
    if (found.kind === 'nothing' || known) return [path];

    const written: string[] = [];
    for (const file of found.files) {
      const one = this.#pending.get(file.path) ?? { at: 0, known: false, state: '' };
      if (one.at === 0 && this.#isWritten(one, file)) written.push(file.path);
      else this.#pending.set(file.path, one);
    }
    // a whole folder is one path
    return written.length > 0 && written.length === found.files.length ? [path] : written;
  }

  /** Old enough, or as it was a while ago: a clock that goes ahead of this one's must not hold a file back for ever. */
  #isWritten(pending: Pending, { size, modifiedMs }: { readonly size: number; readonly modifiedMs: number }): boolean {
    const state = `${String(size)} ${String(modifiedMs)}`;
    const same = pending.state === state;
    pending.state = state;
    return same || Date.now() - modifiedMs >= this.#options.quietMs;
  }
}
