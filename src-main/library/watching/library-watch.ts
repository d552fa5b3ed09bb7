// Watches the folders of one open library, and reports which of them changed and where. Starts no index run itself.
import type { LeavingOut } from '../../../src-shared/contract.ts';
import type { Changed } from '../../photos/watching/settling.ts';
import { type FolderWatch, watchFolder, type WatchOptions, type WatchTrouble } from '../../photos/watching/watch.ts';

/** A folder to watch. */
export interface WatchedFolder<Id> {
  readonly id: Id;
  /** Absolute. */
  readonly path: string;
}

export interface LibraryWatchOptions<Id> {
  /** See `Changed`. */
  readonly onChange: (folder: Id, changed: Changed) => void;
  /** A folder went away, or is back, with whatever changed meanwhile. */
  readonly onPresence: (folder: Id, there: boolean) => void;
  readonly onTrouble: (folder: Id, trouble: WatchTrouble) => void;
  /** Times, for tests. */
  readonly times?: Pick<WatchOptions, 'quietMs' | 'longestMs' | 'pollMs' | 'presenceMs' | 'by'>;
}

interface Watched {
  readonly path: string;
  readonly leavingOut: string;
  readonly watch: FolderWatch;
}

export class LibraryWatch<Id> {
  readonly #options: LibraryWatchOptions<Id>;
  readonly #watched = new Map<Id, Watched>();
  readonly #ending = new Set<Promise<void>>();

  constructor(options: LibraryWatchOptions<Id>) {
    this.#options = options;
  }

  /** Resolves once all later changes are reported. */
  get ready(): Promise<void> {
    return Promise.all([...this.#watched.values()].map(({ watch }) => watch.ready)).then(() => undefined);
  }

  /** Watches exactly these folders from now on; those already watched the same way are left alone. */
  watch(folders: readonly WatchedFolder<Id>[], leavingOut: LeavingOut): void {
    const wanted = new Map(folders.map((folder) => [folder.id, folder]));
    const left = JSON.stringify(leavingOut);
    for (const [id, { path, leavingOut, watch }] of this.#watched) {
      if (wanted.get(id)?.path === path && leavingOut === left) continue;
      this.#watched.delete(id);
      this.#end(watch);
    }
    const { onChange, onPresence, onTrouble, times } = this.#options;
    for (const { id, path } of wanted.values()) {
      if (this.#watched.has(id)) continue;
      const watch = watchFolder(path, {
        ...times, leavingOut, onChange: (changed) => onChange(id, changed), onTrouble: (trouble) => onTrouble(id, trouble),
        onGone: () => onPresence(id, false), onBack: () => onPresence(id, true)
      });
      this.#watched.set(id, { path, leavingOut: left, watch });
    }
  }

  async close(): Promise<void> {
    for (const { watch } of this.#watched.values()) this.#end(watch);
    this.#watched.clear();
    await Promise.all(this.#ending);
  }

  #end(watch: FolderWatch): void {
    const ending = watch.close().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }
}
