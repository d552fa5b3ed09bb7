// That nothing was left to read when all photos were looked at last, kept beside the databases from one opening to the next: as long as neither the files
// of the databases nor the tables that the look reads were written since, another look would find nothing either. A kill leaves a log behind, or files
// that were written, and what was kept holds no more.
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from './database.ts';
import type { DescriptorVersions } from './descriptors.ts';
import { keepSync, readKept } from './kept-file.ts';
import { libraryMigrations, thumbnailMigrations } from './migrations/list.ts';
import { THUMBNAILS_FILE } from './thumbnails-file.ts';
import { timesTouched } from './touched.ts';

/** Of the code that looks; raised whenever it would find more in the same library. */
const LOOK_VERSION = 1;
const FILE = 'look.bin';
const DATABASES = ['library.db', THUMBNAILS_FILE];

interface Kept {
  /** The state of the files of the databases. */
  readonly files: string;
  readonly of: string;
  readonly turn: number;
}

/** What is known in one open store of the last look. */
export class KeptLook {
  readonly #store: Store;
  readonly #path: string;
  /** The versions it was for, and what was written by then; `null` where there was none, or it found something. */
  #last: { readonly of: string; readonly touched: number } | null = null;
  /** How often it was relied on: each time another part of the descriptors is looked through for damage that no write tells of. */
  #turn = 0;

  /** To be called before anything is written to the store. */
  constructor(store: Store) {
    this.#store = store;
    this.#path = join(store.folder, FILE);
    const touched = timesTouched(store);
    const kept = readKept(this.#path) as Kept | null; // written below alone
    if (kept === null || kept.files !== stateOfFiles(store.folder)) return;
    this.#last = { of: kept.of, touched };
    this.#turn = kept.turn;
  }

  /** Whether all photos were looked at for these versions, nothing was found, and nothing that it depends on was written since. */
  holds(versions: DescriptorVersions): boolean {
    return this.#last !== null && this.#last.of === nameOf(versions) && this.#last.touched === timesTouched(this.#store);
  }

  /** What is written from now on counts; `note` it after a look that began now. */
  begin(): number {
    return timesTouched(this.#store);
  }

  /** A look that began then found nothing. */
  note(versions: DescriptorVersions, begun: number): void {
    this.#last = { of: nameOf(versions), touched: begun };
  }

  /** Nothing is known any more. */
  forget(): void {
    this.#last = null;
  }

  nextTurn(): number {
    return this.#turn++;
  }

  /** To be called before the store is closed; the function that is returned after. */
  closing(): () => void {
    const last = this.#last?.touched === timesTouched(this.#store) ? this.#last : null;
    return () => {
      const files = last && stateOfFiles(this.#store.folder);
      if (last && files !== null) keepSync(this.#path, { files, of: last.of, turn: this.#turn } satisfies Kept);
      else rmSync(this.#path, { force: true });
    };
  }
}

const looks = new WeakMap<Store['db'], KeptLook>();

/** What is known of the last look at the store; `null` where nobody keeps that. */
export function keptLook(store: Store): KeptLook | null {
  return looks.get(store.db) ?? null;
}

/** The store, with what its looks find kept as it is closed. To be called before anything is written to it. */
export function keepingLook(store: Store): Store {
  const look = new KeptLook(store);
  looks.set(store.db, look);
  const close = (): void => {
    const keep = store.db.open ? look.closing() : () => {};
    store.close();
    keep();
  };
  const renewThumbnails = (): boolean => {
    look.forget();
    return store.renewThumbnails();
  };
  return { ...store, close, renewThumbnails };
}

/** An encoder counts by its id, which the database gives once. */
function nameOf({ encoder, features }: DescriptorVersions): string {
  return [LOOK_VERSION, libraryMigrations.length, thumbnailMigrations.length, encoder, features].join(' ');
}

/** `null` where something is written that is in the files' logs only. */
function stateOfFiles(folder: string): string | null {
  const states: string[] = [];
  for (const name of DATABASES) {
    const log = statSync(join(folder, `${name}-wal`), { throwIfNoEntry: false });
    const file = statSync(join(folder, name), { bigint: true, throwIfNoEntry: false });
    if ((log !== undefined && log.size > 0) || file === undefined) return null;
    states.push(`${name} ${file.size} ${file.mtimeNs}`);
  }
  return states.join(', ');
}
