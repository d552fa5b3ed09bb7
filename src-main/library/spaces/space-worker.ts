// The worker thread that makes spaces: opens the store beside its writer, for reading only, and answers with a space.

import { whatIsDescribed } from '../../store/columns.ts';
import { openStore } from '../../store/database.ts';
import { lensesWithGroups } from '../../store/grouping-rows.ts';
import { openWorkerSide } from '../../workers/worker-side.ts';
import { sharedSpace } from './shared-space.ts';
import { digestOf } from './space-digest.ts';
import type { SpaceRequest } from './space-keeper.ts';
import { type MadeSpace, placeAll, sketchSpace, withCopies } from './space.ts';
import { readSpaceCache, spaceKey, writeSpaceCache } from './space-cache.ts';

async function make({ stored, versions, sketch }: SpaceRequest): Promise<MadeSpace | null> {
  const store = openStore(stored, { readOnly: true });
  try {
    if (sketch !== undefined) return lensesWithGroups(store).length > 0 ? null : await sketchSpace(store, versions, sketch);
    const described = whatIsDescribed(store, versions);
    const kept = readSpaceCache(stored, spaceKey(described));
    if (kept) return withCopies(store, kept);
    const space = await placeAll(store, versions);
    // not one of photos that came or went meanwhile, nor one that lacks damaged ones until they are described again
    if (Buffer.from(space.ids.buffer).equals(Buffer.from(described.ids.buffer))) writeSpaceCache(stored, spaceKey(described), space);
    return withCopies(store, space);
  } finally {
    store.close();
  }
}

const side = await openWorkerSide();
side.serve(async (request: SpaceRequest) => {
  const made = await make(request);
  return made && sharedSpace({ ...made, digest: digestOf(made) });
});
