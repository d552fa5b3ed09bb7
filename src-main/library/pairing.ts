// Whether raw files and the pictures beside them are one photo in a library is as the user wants it, from the next index run on.
import type { LibraryEmit } from '../../src-shared/contract.ts';
import type { Store } from '../store/database.ts';
import { alignPairs } from '../store/pairs.ts';

export interface Pairing {
  readonly store: Store;
  readonly pairs: () => Promise<boolean>;
  readonly emit: LibraryEmit;
}

/** Makes one photo of every pair, or takes all apart, where that is not as wanted. */
export async function pairAsWanted({ store, pairs, emit }: Pairing): Promise<void> {
  const together = await pairs();
  if (store.db.open && (await alignPairs(store, together))) emit('albums.changed', null);
}
