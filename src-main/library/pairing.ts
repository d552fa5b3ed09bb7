// Whether raw files and the pictures beside them are one photo in a library is as the user's settings have it, from the next index run on.
import type { LibraryEmit } from '../../src-shared/contract.ts';
import { readSettings } from '../settings.ts';
import type { Store } from '../store/database.ts';
import { alignPairs } from '../store/pairs.ts';

export interface Pairing {
  readonly store: Store;
  readonly dataFolder: string;
  readonly emit: LibraryEmit;
}

/** Makes one photo of every pair, or takes all apart, where the settings have changed. */
export async function pairAsSet({ store, dataFolder, emit }: Pairing): Promise<void> {
  const { pairRaw } = await readSettings(dataFolder);
  if (store.db.open && (await alignPairs(store, pairRaw))) emit('albums.changed', null);
}
