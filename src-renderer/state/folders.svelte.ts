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
   * Goes to a folder; `null` is the home folder. If it cannot be read the earlier one stays. The path is its own at once: who chooses it before it
   * is listed means it.
   */
  go(path: string | null): Promise<void> {
    if (path !== null && !this.editing) this.path = path;
    return this.#walk(() => this.#bridge.request('folders.list', { path }));
  }

  /** Makes a folder in the one that is shown, and goes there. Whether that went well. */
  async make(name: string): Promise<boolean> {
    const path = this.#listing?.path;
    if (path === undefined || name.trim() === '') return false;
    await this.#walk(() => this.#bridge.request('folders.make', { path, name }));
    return this.#failure === null;
  }

  async #walk(ask: () => Promise<FolderListing>): Promise<void> {
    const turn = ++this.#turn;
    this.#busy = true;
    try {
      const listing = await ask();
      if (turn !== this.#turn) return;
      this.#listing = listing;
      this.#failure = null;
      if (!this.editing) this.path = listing.path;
      this.#below = null;
      void this.#count(listing.path, turn);
    } catch (error) {
      if (turn === this.#turn) this.#failure = failureOf(error);
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
