// Watches a folder: reports where something changed once it is quiet, and when the folder goes away and comes back. Knows no
// library; reads no photos.
import { basename } from 'node:path';
import type { LeavingOut } from '../../../src-shared/contract.ts';
import { hasPhotoEnding } from '../formats.ts';
import { byDefault, chooser } from '../leaving-out.ts';
import { isSystemError, messageOf } from '../problem.ts';
import { NO_MEDIA } from '../skipped.ts';
import { isNetworkFolder } from './network-folder.ts';
import { Polling } from './polling.ts';
import { type Presence, presenceOf } from './presence.ts';
import { type Changed, type Found, Settling } from './settling.ts';
import { SystemWatches, watchesWholeTrees } from './system-watches.ts';
import { isLeftOut, lookAt, nameOf, photosBelow, type Tree } from './tree.ts';

export interface WatchOptions {
  /** Where to look again: relative paths, `/`-separated, each a file or a folder with everything in it; `null` for everything. */
  readonly onChange: (changed: Changed) => void;
  /** The folder is not there, initially or any more: its drive was unplugged, it was renamed, its server does not answer. */
  readonly onGone: () => void;
  /** It is back; anything may have changed meanwhile. */
  readonly onBack: () => void;
  /** The system cannot report changes, so the folder is polled from now on. Called once. */
  readonly onTrouble: (trouble: WatchTrouble) => void;
  /** `polling` for a network folder that is not recognised as one, `system` for one whose changes are all made here. */
  readonly by?: 'system' | 'polling';
  readonly leavingOut?: LeavingOut;
  readonly quietMs?: number;
  readonly longestMs?: number;
  readonly pollMs?: number;
  /** How often the folder itself is checked. */
  readonly presenceMs?: number;
}

export interface WatchTrouble {
  /** `limit`: the system watches no more folders for this user; `system`: any other reason, in `detail`. */
  readonly code: 'limit' | 'system';
  readonly detail: string;
}

export interface FolderWatch {
  /** Resolves once all later changes are reported, however the folder is watched, or once it turns out not to be there. */
  readonly ready: Promise<void>;
  /** How it is watched now. */
  readonly by: 'system' | 'polling' | 'nothing';
  /** Stops reporting at once; resolves when no check is running any more. */
  close(): Promise<void>;
}

/** Watches `root` (absolute) until it is closed. Never rejects; waits for a folder that is not there yet. */
export function watchFolder(root: string, options: WatchOptions): FolderWatch {
  const watch = new Watch(root, options);
  return { ready: watch.start(), get by() { return watch.by; }, close: () => watch.close() };
}

class Watch {
  readonly #root: string;
  readonly #options: Required<Omit<WatchOptions, 'by' | 'leavingOut'>>;
  readonly #leavingOut: LeavingOut;
  readonly #tree: Tree;
  readonly #settling: Settling;
  #wanted: 'system' | 'polling' | null;
  #system: SystemWatches | null = null;
  #polling: Polling | null = null;
  /** What is there now: `undefined` before the first check, `null` if nothing. */
  #presence: Presence | null | undefined;
  /** What was there last. */
  #before: Presence | null = null;
  /** Events may have been missed, or watches are missing. */
  #stale = false;
  /** It may be another folder than before. */
  #suspect = false;
  /** Why the system cannot report changes. */
  #failure: WatchTrouble | null = null;
  #timer: NodeJS.Timeout | null = null;
  #checking: Promise<void> | null = null;
  #closed = false;

  constructor(root: string, { by, leavingOut = byDefault, ...options }: WatchOptions) {
    this.#root = root;
    this.#leavingOut = leavingOut;
    this.#tree = { root, choose: chooser(leavingOut), onFolder: (path) => this.#add(path) };
    this.#wanted = by ?? null;
    this.#options = { quietMs: 1000, longestMs: 5000, pollMs: 10_000, presenceMs: 3000, ...options };
    const { quietMs, longestMs } = this.#options;
    this.#settling = new Settling({
      quietMs, longestMs, look: (path) => this.#look(path), onChange: (changed) => void this.#tell(changed), onError: (error) => console.error(error)
    });
  }

  get by(): FolderWatch['by'] {
    return this.#system ? 'system' : this.#polling ? 'polling' : 'nothing';
  }

  async start(): Promise<void> {
    await this.#check();
    this.#checkLater();
    await this.#polling?.ready;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#settling.close();
    await this.#checking;
    await this.#stop();
  }

  #checkLater(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#check().then(() => this.#checkLater()), this.#options.presenceMs).unref();
  }

  /** Checks whether the folder is there and watched, and acts on it; one check at a time. */
  #check(): Promise<void> {
    return (this.#checking ??= this.#follow()
      .catch((error: unknown) => console.error(error)) // nobody else would report it; the next check retries
      .finally(() => (this.#checking = null)));
  }

  async #follow(): Promise<void> {
    const was = this.#presence;
    const now = await presenceOf(this.#root, this.#before);
    if (now === null) {
      this.#presence = null;
      if (was === null || this.#closed) return;
      await this.#stop();
      this.#options.onGone();
      return;
    }
    const kept = this.by === 'polling' || (was?.inode === now.inode && (!this.#suspect || was.born === now.born)); // some servers change inodes
    const same = kept && was?.device === now.device;
    this.#suspect = false;
    if (same && !this.#stale) return;
    if (!same) this.#failure = null; // it concerned the folder that is gone
    await this.#stop();
    await this.#listen();
    this.#presence = this.#before = now;
    if (this.#closed || was === undefined) return;
    if (was === null) this.#options.onBack();
    else this.#options.onChange(null); // another folder with the same name, or events were lost
  }

  /** Has the system report changes, or polls if it cannot. */
  async #listen(): Promise<void> {
    this.#wanted ??= (await isNetworkFolder(this.#root)) ? 'polling' : 'system';
    if (this.#wanted === 'system') {
      this.#system = new SystemWatches(this.#root, { onEvent: (path, renamed) => this.#heard(path, renamed), onError: (error) => this.#fail(error) });
      await photosBelow(this.#tree, '');
      await this.#giveWay();
    }
    if (this.#wanted === 'polling') {
      this.#polling = new Polling(this.#root, {
        everyMs: this.#options.pollMs, leavingOut: this.#leavingOut, onEvent: (path) => this.#settling.note(path), onError: () => void this.#check()
      });
    }
    this.#stale = false;
  }

  /** The system cannot report changes: poll from now on. */
  async #giveWay(): Promise<void> {
    if (this.#failure === null) return;
    await this.#stop();
    this.#wanted = 'polling';
    this.#options.onTrouble(this.#failure);
  }

  async #stop(): Promise<void> {
    this.#settling.clear();
    this.#system?.close();
    this.#system = null;
    const polling = this.#polling;
    this.#polling = null;
    await polling?.close();
  }

  #add(path: string): void {
    if (this.#failure !== null) return;
    try {
      this.#system?.add(path);
    } catch (error) {
      // gone again, or not readable: the scan reports it
      if (path !== '' && isSystemError(error) && ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(error.code ?? '')) return;
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const isLimit = isSystemError(error) && ['ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM'].includes(error.code ?? '');
    this.#failure ??= { code: isLimit ? 'limit' : 'system', detail: messageOf(error) };
    this.#stale = true;
    void this.#check();
  }

  #heard(path: string | null, renamed: boolean): void {
    if (path === null) return this.#settling.noteEverything();
    const name = nameOf(path);
    if (name === NO_MEDIA && path !== name) return this.#settling.note(path.slice(0, -NO_MEDIA.length - 1), { known: true });
    if (isLeftOut(this.#tree, path)) return;
    const known = renamed && this.#system?.has(path) === true;
    if (renamed && !known && path === basename(this.#root)) {
      // on Linux this means the folder itself was moved, deleted or touched; a replacement created at once may even reuse its inode
      this.#suspect = true;
      void this.#check();
    }
    if (known) this.#system?.remove(path);
    if (known || hasPhotoEnding(name) || renamed) this.#settling.note(path, { known });
  }

  async #look(path: string): Promise<Found> {
    const found = await lookAt(this.#tree, path);
    // where each folder has its own watch, what was neither a photo nor a watched folder was some other file
    return found.kind === 'nothing' && !watchesWholeTrees && !hasPhotoEnding(nameOf(path)) ? { kind: 'other' } : found;
  }

  async #tell(changed: Changed): Promise<void> {
    if (changed === null) this.#stale = true;
    await this.#check();
    if (!this.#closed && this.#presence && changed !== null) this.#options.onChange(changed);
  }
}
