// The folders of one library, open in the app or only briefly: lists, adds, removes and relocates them. Files are not looked at before
// the next index run.
import { existsSync } from 'node:fs';
import type { LibraryFolder } from '../../../src-shared/contract.ts';
import { CodedError } from '../../failure.ts';
import { checkFolder } from '../../photos/folder.ts';
import { openStore, type Store } from '../../store/database.ts';
import { addFolder, countByFolder, moveFolder, readFolders, removeFolder, settleFolders, type StoredFolder } from '../../store/folders.ts';
import { findLibrary, type Library, type LibraryNote, noteLibrary, storedAt } from '../../store/libraries.ts';
import { isSame, realFolder } from '../../store/places.ts';

export interface LibraryFoldersOptions {
  readonly dataFolder: string;
  readonly id: string;
  readonly store: Store;
  /** Writes the folders' paths into the registry. */
  readonly note: (changes: LibraryNote) => void;
}

export class LibraryFolders {
  readonly #options: LibraryFoldersOptions;

  constructor(options: LibraryFoldersOptions) {
    this.#options = options;
  }

  /** Absolute paths, in the order in which they were added. */
  get paths(): readonly string[] {
    return this.#all.map(({ path }) => path);
  }

  get state(): readonly LibraryFolder[] {
    const counts = countByFolder(this.#options.store);
    return this.#all.map(({ id, path, problem }) => ({ path, photos: counts.get(id) ?? 0, problem }));
  }

  /** Rejects with a `CodedError` about `folder`, or `bad-request` if it already belongs to a library. */
  async add(folder: string): Promise<void> {
    await checkFolder(folder);
    const path = this.#free(folder);
    addFolder(this.#options.store, path, Date.now());
    this.#changed();
  }

  /** Hides its photos; all answers about them are kept. @throws {CodedError} `bad-request` if the library lacks it, or has no other */
  remove(folder: string): void {
    const known = this.#known(folder);
    if (this.#all.length === 1) throw new CodedError('bad-request', `${known.path} is the only folder of this library. Add another one first, or forget the library.`);
    removeFolder(this.#options.store, known.id, Date.now());
    this.#changed();
  }

  /** Records that the folder `from` is now at `to`. Rejects as `add` does, and with `bad-request` if the library has no folder `from`. */
  async relocate(from: string, to: string): Promise<void> {
    await checkFolder(to);
    const known = this.#known(from);
    const path = this.#free(to);
    moveFolder(this.#options.store, known.id, path);
    this.#changed();
  }

  get #all(): StoredFolder[] {
    return readFolders(this.#options.store);
  }

  /** However its path is spelled, and whether it is there or not; for a library with one folder of unknown path, that folder. */
  #known(folder: string): StoredFolder {
    const real = realFolder(folder);
    const known = this.#all.find(({ path }) => isSame(path, folder) || isSame(path, real) || isSame(realFolder(path), real)) ?? this.#all.find(({ path }) => path === '');
    if (known === undefined) throw new CodedError('bad-request', `This library has no folder ${folder}. It has: ${this.paths.join(', ')}.`);
    return known;
  }

  /** The real path of a folder that belongs to no other library. */
  #free(folder: string): string {
    const other = findLibrary(this.#options.dataFolder, folder);
    if (other !== null && other.id !== this.#options.id) throw new CodedError('bad-request', `${folder} has a library of its own. Open that one, or forget it first.`);
    return realFolder(folder);
  }

  #changed(): void {
    this.#options.note({ folders: this.paths });
  }
}

/**
 * The folders of a library that is not open, for the duration of `use`.
 * Rejects with `library-in-use` if it is open in the app, and as `use` does.
 */
export async function withFolders<T>(dataFolder: string, library: Library, use: (folders: LibraryFolders, store: Store) => T | Promise<T>): Promise<T> {
  const stored = storedAt(dataFolder, library.id);
  if (!existsSync(stored)) throw new CodedError('no-library', `There is no library '${library.id}'.`);
  const store = openStore(stored);
  try {
    settleFolders(store, library.folders, Date.now());
    return await use(new LibraryFolders({ dataFolder, id: library.id, store, note: (changes) => void noteLibrary(dataFolder, library.id, changes) }), store);
  } finally {
    store.close();
  }
}
