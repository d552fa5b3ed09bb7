// What an index run still has to read after the files that its scan found. In a large library a thread looks for that while folders are scanned, and
// what it says holds if nothing was written meanwhile, as when a library is opened again; else, and in small ones, it is looked for then. Where nothing that it
// depends on was written since a look that found nothing, in this opening or one before, no photo is looked at, and a part of the descriptors for damage alone.
import { availableParallelism } from 'node:os';
import { keptUntilWritten } from '../../store/access.ts';
import { dropDamagedDescriptors, findDamagedDescriptors, isDamaged } from '../../store/damaged-descriptors.ts';
import type { Store } from '../../store/database.ts';
import { type DescriptorVersions, lastPhoto } from '../../store/descriptors.ts';
import { type KeptLook, keptLook } from '../../store/kept-look.ts';
import type { FoundFile } from '../../store/scan.ts';
import { workerFile } from '../../workers/worker-file.ts';
import { WorkerPool } from '../../workers/worker-pool.ts';
import { filesToDescribe, filesToIdentify } from './left-over.ts';

export interface LeftOverRequest {
  /** Where the library's stored state lies. */
  readonly stored: string;
  readonly versions: DescriptorVersions;
}

export interface LeftOverReply {
  /** Whether any descriptors are damaged. */
  readonly damaged: boolean;
  readonly toDescribe: readonly FoundFile[];
  readonly toIdentify: readonly FoundFile[];
}

/** Files, and why they are read: their photos lack something; they were not searched for all that is known of files by now. */
export interface LeftOver {
  readonly files: readonly FoundFile[];
  readonly why: 'lacking' | 'pictures';
}

/** From this photo id on a thread pays, where there are cores that the page, the points and the scan leave: on two it makes groups wait. */
const LARGE = availableParallelism() > 2 ? 5000 : Infinity;

/** Openings in which all descriptors are looked through for damage by the disk, while nothing else says that they are others. */
const PARTS = 16;

/** The same as long as nobody writes. */
const stateOf = keptUntilWritten((): object => ({}));

export class LeftOverLook {
  readonly #store: Store;
  readonly #versions: DescriptorVersions;
  readonly #before: object;
  /** What is known of the look before this one. */
  readonly #kept: KeptLook | null;
  readonly #workers: WorkerPool<LeftOverReply> | null;
  readonly #early: Promise<LeftOverReply | null>;
  #closed = false;

  /** Begins to look in a library of at least `large` photos. */
  constructor(store: Store, versions: DescriptorVersions, large = LARGE) {
    this.#store = store;
    this.#versions = versions;
    this.#before = stateOf(store);
    this.#kept = keptLook(store);
    this.#workers = lastPhoto(store) < large || this.#kept?.holds(versions) === true ? null : WorkerPool.lazy(workerFile('left-over-worker', import.meta.url), {}, 1);
    const message: LeftOverRequest = { stored: store.folder, versions };
    this.#early = this.#workers?.run({ message }).catch((error: unknown) => {
      if (!this.#closed) console.error(`What photos lack is looked for once more: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }) ?? Promise.resolve(null);
  }

  /** What there is to read, in this order; what lacks was read before the second is asked for. Damaged descriptors are deleted first. */
  async *find(): AsyncGenerator<LeftOver, void> {
    if (await this.#isKnown()) return;
    const begun = this.#kept?.begin() ?? 0;
    let found = 0;
    for await (const leftOver of this.#look()) {
      found += leftOver.files.length;
      yield leftOver;
    }
    if (found === 0 && this.#store.db.open) this.#kept?.note(this.#versions, begun);
  }

  /** Whether it is known that there is nothing. */
  async #isKnown(): Promise<boolean> {
    const kept = this.#kept;
    if (kept?.holds(this.#versions) !== true) return false;
    const last = lastPhoto(this.#store);
    const part = kept.nextTurn() % PARTS;
    const found = await findDamagedDescriptors(this.#store, this.#versions, { after: Math.floor((last * part) / PARTS), upTo: Math.floor((last * (part + 1)) / PARTS) });
    return !isDamaged(found);
  }

  async *#look(): AsyncGenerator<LeftOver, void> {
    const early = this.#isSame() ? await this.#early : null;
    if (early && !early.damaged && this.#isSame()) {
      yield { files: early.toDescribe, why: 'lacking' };
      if (this.#isSame()) {
        yield { files: early.toIdentify, why: 'pictures' };
        return;
      }
    } else {
      await dropDamagedDescriptors(this.#store, this.#versions);
      yield { files: await filesToDescribe(this.#store, this.#versions), why: 'lacking' };
    }
    yield { files: await filesToIdentify(this.#store), why: 'pictures' };
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#workers?.close();
  }

  #isSame(): boolean {
    return this.#store.db.open && stateOf(this.#store) === this.#before;
  }
}
