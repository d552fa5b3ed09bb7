// Keeps an open library up to date with its folders: starts an index run over what changed, and records which folders go away and come
// back. How a folder is watched: photos/watching.
import { byDefault } from '../../photos/leaving-out.ts';
import type { WatchOptions } from '../../photos/watching/watch.ts';
import type { Store } from '../../store/database.ts';
import type { FolderId } from '../../store/folder-id.ts';
import { noteFolder, readFolders } from '../../store/folders.ts';
import { readLeavingOut } from '../../store/leaving-out.ts';
import type { ChangedFolders } from '../indexing/scan-folders.ts';
import type { Notices } from '../notices.ts';
import { LibraryWatch } from './library-watch.ts';

export interface WatchingOptions {
  readonly store: Store;
  readonly follow: (changed: ChangedFolders) => void;
  /** A folder went away or came back. */
  readonly onPresence: () => void;
  readonly notices: Notices;
  /** Times, for tests. */
  readonly times?: Pick<WatchOptions, 'quietMs' | 'longestMs' | 'pollMs' | 'presenceMs' | 'by'>;
}

/** How long an index run waits for the watches: for a large library they take half a second, on a network possibly much longer. */
const READY_WITHIN_MS = 2000;

export class Watching {
  readonly #options: WatchingOptions;
  #watch: LibraryWatch<FolderId> | null = null;

  constructor(options: WatchingOptions) {
    this.#options = options;
  }

  /** Starts or stops watching; what changed before is found by the next index run. */
  async turn(on: boolean): Promise<void> {
    if (on === (this.#watch !== null)) return;
    const watch = this.#watch;
    this.#watch = null;
    if (!on) return watch?.close();
    const { store, follow, notices, times } = this.#options;
    this.#watch = new LibraryWatch<FolderId>({
      ...(times && { times }),
      onChange: (folder, changed) => follow(new Map([[folder, changed]])),
      onPresence: (folder, there) => this.#present(folder, there),
      onTrouble: (id, { code, detail }) => {
        const folder = readFolders(store).find((one) => one.id === id)?.path ?? '';
        notices.add({ kind: code === 'limit' ? 'watch-limit' : 'watch-failed', folder, reason: detail });
      }
    });
    this.refresh();
  }

  /** Call when the library's folders changed, or what it leaves out. */
  refresh(): void {
    const { store } = this.#options;
    this.#watch?.watch(readFolders(store).filter(({ path }) => path !== ''), readLeavingOut(store) ?? byDefault);
  }

  /** Resolves once all later changes are followed, or after a timeout. */
  async ready(): Promise<void> {
    if (!this.#watch) return;
    this.refresh();
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([this.#watch.ready, new Promise((resolve) => (timer = setTimeout(resolve, READY_WITHIN_MS)))]);
    clearTimeout(timer);
  }

  #present(folder: FolderId, there: boolean): void {
    const { store, follow, onPresence } = this.#options;
    noteFolder(store, folder, { problem: there ? null : 'folder-missing' });
    onPresence();
    if (there) follow(new Map([[folder, null]]));
  }
}
