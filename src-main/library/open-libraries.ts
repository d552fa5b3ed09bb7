// The open libraries. Each stays open while something holds it: the pages that show it, or the host that opened it before a page arrived.
// Opening and closing one library happen one after the other, in the order requested; libraries do not wait for each other.

import type { LibraryEmit, LibraryId } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';

/** The part of a library needed to hold it. */
export interface Holdable {
  readonly id: LibraryId;
  /** Whether a job is running that continues without a page. */
  readonly busy: boolean;
  /** A page does not show it any more. */
  left(page: string): void;
  close(): Promise<void>;
}

export interface OpenLibrariesOptions<L extends Holdable> {
  readonly open: (id: LibraryId, folder: string) => Promise<L>;
  /** The library of a folder, created if there is none. */
  readonly idOf: (folder: string) => LibraryId | Promise<LibraryId>;
  /** The folder of a library; `null` if there is no such library. */
  readonly folderOf: (id: LibraryId) => string | null;
  readonly tell: (id: LibraryId) => LibraryEmit;
  /** How long pages may take to store their unsaved changes before their library closes. */
  readonly flushMs?: number;
  /** How long a page may be away (reloading, asleep) before it releases what it holds. */
  readonly graceMs?: number;
}

interface Held<L> {
  readonly library: L;
  readonly pages: Set<string>;
}

/** Holds what was opened before a page arrived. No page has this name: theirs are not empty. */
const host = '';

export class OpenLibraries<L extends Holdable> {
  readonly #options: Required<OpenLibrariesOptions<L>>;
  readonly #held = new Map<LibraryId, Held<L>>();
  readonly #turns = new Map<LibraryId, Promise<unknown>>();
  /** Connected pages, with their number of streams. */
  readonly #present = new Map<string, number>();
  readonly #leaving = new Map<string, NodeJS.Timeout>();
  readonly #flushing = new Set<{ readonly library: LibraryId; readonly pages: Set<string>; readonly done: () => void }>();
  #last: LibraryId | null = null;
  #offered: LibraryId | null = null;
  #ending = false;

  constructor(options: OpenLibrariesOptions<L>) {
    this.#options = { flushMs: 5000, graceMs: 20_000, ...options };
  }

  /** The open ones. */
  get all(): L[] {
    return [...this.#held.values()].map(({ library }) => library);
  }

  /** @throws {CodedError} `no-library` */
  get(id: LibraryId): L {
    const held = this.#held.get(id);
    if (!held) throw new CodedError('no-library', 'This library is not open. Open its folder again.');
    return held.library;
  }

  /** `null` if it is not open. */
  find(id: LibraryId): L | null {
    return this.#held.get(id)?.library ?? null;
  }

  /** Opens the library of a folder for a page, or shares the open one. */
  async open(folder: string, page: string): Promise<L> {
    return (await this.#take(await this.#options.idOf(folder), folder, page)).library;
  }

  /** Opens the library of a folder before a page asks: the next page to enter gets it. */
  async offer(folder: string): Promise<L> {
    const library = await this.open(folder, host);
    this.#offered = library.id;
    return library;
  }

  /** What was offered, else the requested library, else the one opened last; `fresh`: it had to be opened. `null` if there is none. */
  async enter(wanted: LibraryId | null, page: string): Promise<{ readonly library: L; readonly fresh: boolean } | null> {
    const id = this.#offered ?? wanted ?? this.#last;
    this.#offered = null;
    const folder = id && this.#options.folderOf(id);
    return id && folder !== null ? this.#take(id, folder, page) : null;
  }

  /** The page lets go; the last one closes the library. */
  async release(id: LibraryId, page: string): Promise<void> {
    const held = this.#held.get(id);
    if (!held?.pages.delete(page)) return;
    held.library.left(page);
    await this.#closeUnheld(id);
    if (this.#last === id && !this.#held.has(id)) this.#last = null;
  }

  /** A page is connected until the returned function is called: gone for good (`now`), or perhaps only reloading. */
  arrive(page: string): (now?: boolean) => void {
    clearTimeout(this.#leaving.get(page));
    this.#leaving.delete(page);
    this.#present.set(page, (this.#present.get(page) ?? 0) + 1);
    let there = true;
    return (now = false) => {
      if (!there) return;
      there = false;
      const left = (this.#present.get(page) ?? 1) - 1;
      if (left > 0) return void this.#present.set(page, left);
      this.#present.delete(page);
      for (const flush of this.#flushing) this.#noteFlushed(flush, page); // it will no longer answer
      this.#letGo(page, now ? 0 : this.#options.graceMs);
    };
  }

  /** Lets a page store its unsaved changes to every library it holds, for a limited time. */
  async flush(page: string): Promise<void> {
    await Promise.all([...this.#held.values()].filter(({ pages }) => pages.has(page)).map(({ library }) => this.#flush(library.id, [page])));
  }

  flushed(id: LibraryId, page: string): void {
    for (const flush of this.#flushing) if (flush.library === id) this.#noteFlushed(flush, page);
  }

  /** Closes a library whoever holds it: its pages store their unsaved changes, then it closes and they are notified. */
  close(id: LibraryId): Promise<void> {
    return this.#inTurn(id, async () => {
      const held = this.#held.get(id);
      if (!held) return;
      await this.#flush(id, [...held.pages]);
      await this.#end(held);
    });
  }

  /** Closes them all; none can be opened afterwards. */
  async closeAll(): Promise<void> {
    this.#ending = true;
    for (const timer of this.#leaving.values()) clearTimeout(timer);
    // including those being opened
    await Promise.all([...new Set([...this.#held.keys(), ...this.#turns.keys()])].map((id) => this.close(id)));
  }

  #take(id: LibraryId, folder: string, page: string): Promise<{ readonly library: L; readonly fresh: boolean }> {
    return this.#inTurn(id, async () => {
      if (this.#ending) throw new CodedError('no-library', 'Kindred is closing. Start it again.');
      const open = this.#held.get(id);
      const held = open ?? { library: await this.#options.open(id, folder), pages: new Set<string>() };
      this.#held.set(id, held);
      held.pages.add(page);
      if (page !== host) held.pages.delete(host);
      this.#last = id;
      return { library: held.library, fresh: !open };
    });
  }

  #closeUnheld(id: LibraryId): Promise<void> {
    return this.#inTurn(id, async () => {
      const held = this.#held.get(id);
      if (held?.pages.size === 0) await this.#end(held);
    });
  }

  async #end({ library }: Held<L>): Promise<void> {
    this.#held.delete(library.id);
    try {
      await library.close();
    } finally {
      this.#options.tell(library.id)('library.closed', null);
    }
  }

  /** Resolves when all connected pages have confirmed that they stored everything, or after a timeout. */
  async #flush(library: LibraryId, pages: readonly string[]): Promise<void> {
    const there = new Set(pages.filter((page) => this.#present.has(page)));
    if (there.size === 0) return;
    await new Promise<void>((resolve) => {
      const late = setTimeout(() => flush.done(), this.#options.flushMs);
      const flush = { library, pages: there, done: () => (clearTimeout(late), this.#flushing.delete(flush), resolve()) };
      this.#flushing.add(flush);
      this.#options.tell(library)('library.closing', null);
    });
  }

  #noteFlushed({ pages, done }: { readonly pages: Set<string>; readonly done: () => void }, page: string): void {
    if (pages.delete(page) && pages.size === 0) done();
  }

  /** After `ms`, unless the page is back by then. A library with a running job stays open until the job is done. */
  #letGo(page: string, ms: number): void {
    const timer = setTimeout(() => {
      this.#leaving.delete(page);
      let works = false;
      for (const [id, { library, pages }] of this.#held) {
        if (!pages.has(page)) continue;
        library.left(page); // whatever still runs in it
        if (pages.size === 1 && library.busy) works = true;
        else {
          pages.delete(page);
          void this.#closeUnheld(id).catch((error: unknown) => console.error(error)); // there is nobody left to report to
        }
      }
      if (works) this.#letGo(page, this.#options.graceMs);
    }, ms);
    timer.unref();
    this.#leaving.set(page, timer);
  }

  #inTurn<T>(id: LibraryId, work: () => Promise<T>): Promise<T> {
    const result = (this.#turns.get(id) ?? Promise.resolve()).then(work);
    const turn = result.catch(() => undefined).then(() => { // the caller gets the failure
      if (this.#turns.get(id) === turn) this.#turns.delete(id);
    });
    this.#turns.set(id, turn);
    return result;
  }
}
