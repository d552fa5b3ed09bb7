// Walking through folders to pick one, where the system has no dialog for it.

import type { Bridge, Failure, FolderListing, PhotosBelow } from '../../src-shared/contract.ts';
import { failureOf } from './failure.ts';

export class Folders {
  #listing = $state.raw<FolderListing | null>(null);
  #failure = $state.raw<Failure | null>(null);
  #busy = $state(false);
  #below = $state.raw<PhotosBelow | null>(null);
  /** The text of the path field. */
  path = $state('');
  /** The field has the focus: its text is the user's, and a listing that arrives now does not change it. */
  editing = false;
  readonly #bridge: Pick<Bridge, 'request' | 'page'>;
  #turn = 0;

  constructor(bridge: Pick<Bridge, 'request' | 'page'>) {
    this.#bridge = bridge;
  }

  get listing(): FolderListing | null {
    return this.#listing;
  }

  /** The photos below it, as far as they were counted; `null` before any were. */
  get below(): PhotosBelow | null {
    return this.#below;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /**
   * Goes to a folder; `null` is the home folder. If it cannot be read the earlier one stays, and so does a path that was typed. The path is its own
   * at once: who chooses it before it is listed means it.
   */
  async go(path: string | null): Promise<void> {
    const isClicked = path !== null && !this.editing; // rather than typed
    if (isClicked) this.path = path;
    const failed = await this.#walk(() => this.#bridge.request('folders.list', { path }));
    if (failed && isClicked && !this.editing && this.path === path && this.#listing) this.path = this.#listing.path;
  }

  /** Makes a folder in the one that is shown, and goes there. Whether that went well; not while another one is gone to. */
  async make(name: string): Promise<boolean> {
    const path = this.#listing?.path;
    if (path === undefined || name.trim() === '' || this.#busy) return false;
    return !(await this.#walk(() => this.#bridge.request('folders.make', { path, name })));
  }

  /** Whether it failed, and is what was gone to last. */
  async #walk(ask: () => Promise<FolderListing>): Promise<boolean> {
    const turn = ++this.#turn;
    this.#busy = true;
    try {
      const listing = await ask();
      if (turn !== this.#turn) return false;
      this.#listing = listing;
      this.#failure = null;
      if (!this.editing) this.path = listing.path;
      this.#below = null;
      void this.#count(listing.path, turn);
      return false;
    } catch (error) {
      if (turn === this.#turn) this.#failure = failureOf(error);
      return turn === this.#turn;
    } finally {
      if (turn === this.#turn) this.#busy = false;
    }
  }

  /** Stops counting: the picker is gone. */
  close(): void {
    this.#turn++;
  }

  /** Bit by bit, as long as the folder is the one that is shown. */
  async #count(path: string, turn: number): Promise<void> {
    try {
      for (let done = false; !done && turn === this.#turn; ) {
        const below = await this.#bridge.request('folders.count', { page: this.#bridge.page, path });
        if (turn === this.#turn) this.#below = below;
        ({ done } = below);
      }
    } catch (error) {
      if (turn === this.#turn) this.#failure = failureOf(error);
    }
  }
}
