// The filter of a library as a tab keeps it: it is there again after the page was reloaded, or another lens chosen, and gone with the tab.

import type { LibraryId } from '../../src-shared/contract.ts';
import type { Part } from '../../src-shared/finding/filter.ts';
import { ANY, type MarkWish } from '../../src-shared/marks/wish.ts';

export interface Kept {
  readonly chosen: readonly Part[];
  readonly typed: string;
  readonly wish: MarkWish;
}

export const NOTHING_KEPT: Kept = { chosen: [], typed: '', wish: ANY };

export class KeptFilter {
  readonly #key: string;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | undefined;

  constructor(library: LibraryId, storage: Pick<Storage, 'getItem' | 'setItem'> | undefined = globalThis.sessionStorage) {
    this.#key = `kindred-filter-${library}`;
    this.#storage = storage;
  }

  /** What is not as it was written counts as nothing. */
  read(): Kept {
    try {
      const { chosen, typed, wish } = (JSON.parse(this.#storage?.getItem(this.#key) ?? '{}') ?? {}) as Partial<Kept>; // each is checked below
      return {
        chosen: Array.isArray(chosen) ? chosen : [], typed: typeof typed === 'string' ? typed : '',
        wish: Array.isArray(wish?.flags) && Array.isArray(wish.labels) ? wish : ANY
      };
    } catch (error) {
      if (error instanceof SyntaxError) return NOTHING_KEPT;
      throw error;
    }
  }

  write(kept: Kept): void {
    this.#storage?.setItem(this.#key, JSON.stringify(kept));
  }
}
