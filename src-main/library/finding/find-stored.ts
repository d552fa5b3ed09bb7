// Finds photos of a store at once, for the command line and for albums of a library that is not open in the app: the code of the screen, without
// its thread.
import type { LensId } from '../../../src-shared/contract.ts';
import type { Filter } from '../../../src-shared/finding/filter.ts';
import type { Known } from '../../../src-shared/finding/parse.ts';
import type { Store } from '../../store/database.ts';
import { readAlbums } from '../../store/albums.ts';
import { LIVE_PARTS, readLive } from './live.ts';
import { idsAt, matchRows } from './match.ts';
import { buildIndex } from './photo-index.ts';

export interface StoredFinding {
  readonly known: Known;
  /** Newest first, or the best first. */
  find(filter: Filter, options?: { readonly best?: boolean }): Uint32Array;
  close(): void;
}

/** Certainty is not known here: no photo has it. */
export async function openFinding(store: Store, lensId: LensId): Promise<StoredFinding> {
  const building = buildIndex(store);
  let step = await building.next();
  while (step.done !== true) step = await building.next();
  const index = step.value;
  const live = await readLive(store, index, lensId, null, new Set(LIVE_PARTS));
  return {
    known: { cameras: index.cameraNames.filter((name) => name !== ''), formats: index.formatNames, albums: readAlbums(store).map(({ id, name }) => ({ id, name })) },
    find: (filter, options) => idsAt(index, matchRows({ index, live }, filter, options)),
    close: () => index.written.close()
  };
}

/** The photos that a filter finds. */
export async function findStored(store: Store, filter: Filter, lensId: LensId): Promise<Uint32Array> {
  const finding = await openFinding(store, lensId);
  try {
    return finding.find(filter);
  } finally {
    finding.close();
  }
}
