// Asks the system to tell what changes below a folder, by Node's own `fs.watch`. macOS and Windows watch a folder with all that
// is in it; Linux watches single folders, so there each has a watch of its own. Why not a package: ARCHITECTURE.md, "Watching
// needs no package".
import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { join, sep } from 'node:path';

export interface SystemWatchesOptions {
  /** Something happened at a path below the root; `null` where the system does not say where, or lost count. */
  readonly onEvent: (path: string | null, renamed: boolean) => void;
  /** A watch ended by itself. */
  readonly onError: (error: unknown) => void;
}

/** Whether one watch covers all that is in a folder. */
export const watchesWholeTrees = process.platform === 'darwin' || process.platform === 'win32';

export class SystemWatches {
  readonly #root: string;
  readonly #options: SystemWatchesOptions;
  readonly #watches = new Map<string, FSWatcher>();
  readonly #mostQueued = mostQueuedEvents();
  #inThisTurn = 0;

  constructor(root: string, options: SystemWatchesOptions) {
    this.#root = root;
    this.#options = options;
  }

  /** How many watches the system holds for this. */
  get size(): number {
    return this.#watches.size;
  }

  /** Whether the folder `path` is watched by itself. */
  has(path: string): boolean {
    return this.#watches.has(path);
  }

  /**
   * Watches the folder `path` ('' is the root), once; elsewhere than on Linux the root covers all others.
   * @throws what the system says: ENOSPC and EMFILE where its limits are reached, ENOENT where the folder is gone
   */
  add(path: string): void {
    if (this.#watches.has(path) || (watchesWholeTrees && path !== '')) return;
    const watcher = watch(join(this.#root, path), { recursive: watchesWholeTrees, persistent: false }, (kind, name) => {
      if (!this.#watches.has(path)) return; // removed meanwhile
      this.#count();
      const inner = name === null ? null : sep === '/' ? name : name.replaceAll(sep, '/');
      this.#options.onEvent(inner === null || path === '' ? inner : `${path}/${inner}`, kind === 'rename');
    });
    watcher.on('error', this.#options.onError);
    this.#watches.set(path, watcher);
  }

  /** Ends the watches of the folder `path` and of those below it: it is gone, or lies elsewhere now. */
  remove(path: string): void {
    for (const [watched, watcher] of this.#watches) {
      if (watched !== path && !watched.startsWith(`${path}/`)) continue;
      this.#watches.delete(watched);
      watcher.close();
    }
  }

  close(): void {
    for (const watcher of this.#watches.values()) watcher.close();
    this.#watches.clear();
  }

  /** Node does not tell that the kernel's queue overflowed, but then a full queue was read at once. */
  #count(): void {
    if (this.#inThisTurn++ === 0) setImmediate(() => (this.#inThisTurn = 0));
    if (this.#inThisTurn === this.#mostQueued) this.#options.onEvent(null, false);
  }
}

/** The length of the kernel's queue of events; of half a queue, since not every event of it reaches JavaScript. */
function mostQueuedEvents(): number {
  if (process.platform !== 'linux') return Infinity; // the others tell
  try {
    return Math.floor(Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8')) / 2);
  } catch {
    return 8192; // half of the default, where /proc is not to be read
  }
}
