// Walking through folders to pick one, where the system has no dialog for it.

import type { Bridge, Failure, FolderListing } from '../../src-shared/contract.ts';
import { failureOf } from './failure.ts';

export class Folders {
  #listing = $state.raw<FolderListing | null>(null);
  #failure = $state.raw<Failure | null>(null);
  #busy = $state(false);
  /** The text of the path field. */
  path = $state('');
  /** The field has the focus: its text is the user's, and a listing that arrives now does not change it. */
  editing = false;
  readonly #bridge: Pick<Bridge, 'request'>;
  #turn = 0;

  constructor(bridge: Pick<Bridge, 'request'>) {
    this.#bridge = bridge;
  }

  get listing(): FolderListing | null {
    return this.#listing;
  }

  get failure(): Failure | null {
    return this.#failure;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Goes to a folder; `null` is the home folder. If it cannot be read the earlier one stays. */
  async go(path: string | null): Promise<void> {
    const turn = ++this.#turn;
    this.#busy = true;
    try {
      const listing = await this.#bridge.request('folders.list', { path });
      if (turn !== this.#turn) return;
      this.#listing = listing;
      this.#failure = null;
      if (!this.editing) this.path = listing.path;
    } catch (error) {
      if (turn === this.#turn) this.#failure = failureOf(error);
    } finally {
      if (turn === this.#turn) this.#busy = false;
    }
  }
}
