// Collects changes until things are quiet, and holds back files that are still being written. Knows no watcher, and no clock
// except timers.
import type { ScannedFile } from '../scan.ts';

/** What is at a path now: a photo by extension, a folder with the photos below it, nothing, or something else. */
export type Found =
  | { readonly kind: 'photo'; readonly size: number; readonly modifiedMs: number }
  | { readonly kind: 'folder'; readonly files: readonly ScannedFile[] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'other' };

/** Where to look again: paths relative to the folder, each a file or a folder with everything in it; `null` for everything. */
export type Changed = readonly string[] | null;

export interface SettlingOptions {
  readonly look: (path: string) => Promise<Found>;
  readonly onChange: (changed: Changed) => void;
  /** Called with what `look` threw. */
  readonly onError: (error: unknown) => void;
  /** How long it must be quiet before changes are reported, and how long a file must stay the same to count as written. */
  readonly quietMs: number;
  /** The longest that a settled change waits while other things keep happening. */
  readonly longestMs: number;
}

interface Pending {
  /** When its last event came. */
  at: number;
  /** A known folder at this path may have been replaced: check all of it, not only what is there now. */
  known: boolean;
  /** Size and time when last checked. */
  state: string;
}

/** Paths checked in parallel. */
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

  /** Something happened, at an unknown place. */
  noteEverything(): void {
    this.#everything = true;
    this.#heard();
  }

  /** Forgets everything noted; checks in progress are no longer reported. */
  clear(): void {
    this.#pending.clear();
    this.#everything = false;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Stops reporting; resolves when the last check has ended. */
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
          this.#everything = true; // so that nothing is lost
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
    if (pending.at !== at) return []; // another event came during the check
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

  /** Old enough, or unchanged for a while: a file system clock ahead of ours must not hold a file back forever. */
  #isWritten(pending: Pending, { size, modifiedMs }: { readonly size: number; readonly modifiedMs: number }): boolean {
    const state = `${String(size)} ${String(modifiedMs)}`;
    const same = pending.state === state;
    pending.state = state;
    return same || Date.now() - modifiedMs >= this.#options.quietMs;
  }
}
