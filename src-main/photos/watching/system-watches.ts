// Has the system report changes below a folder, through Node's own `fs.watch`. macOS and Windows watch a folder with everything
// in it; Linux watches single folders, so there each has its own watch. Why not a package: ARCHITECTURE.md, "Watching
// needs no package".
import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { join, sep } from 'node:path';

export interface SystemWatchesOptions {
  /** Something happened at a path below the root; `null` if the system does not say where, or lost events. */
  readonly onEvent: (path: string | null, renamed: boolean) => void;
  /** A watch ended by itself. */
  readonly onError: (error: unknown) => void;
}

/** Whether one watch covers everything in a folder. */
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

  /** The number of system watches in use. */
  get size(): number {
    return this.#watches.size;
  }

  /** Whether the folder `path` has its own watch. */
  has(path: string): boolean {
    return this.#watches.has(path);
  }

  /**
   * Watches the folder `path` ('' is the root), once; except on Linux the root covers all others.
   * @throws the system's error: ENOSPC and EMFILE if its limits are reached, ENOENT if the folder is gone
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

  /** Ends the watches of the folder `path` and of those below it: it is gone, or was moved. */
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

  /** Node does not report an overflow of the kernel's queue, but then a full queue was read at once. */
  #count(): void {
    if (this.#inThisTurn++ === 0) setImmediate(() => (this.#inThisTurn = 0));
    if (this.#inThisTurn === this.#mostQueued) this.#options.onEvent(null, false);
  }
}

/** Half the length of the kernel's event queue, since not every event in it reaches JavaScript. */
function mostQueuedEvents(): number {
  if (process.platform !== 'linux') return Infinity; // other systems report it
  try {
    return Math.floor(Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8')) / 2);
  } catch {
    return 8192; // half of the default, if /proc is not readable
  }
}
