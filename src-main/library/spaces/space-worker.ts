// The worker thread that makes spaces: opens the store beside its writer, for reading only, and answers with a space.

import { openStore } from '../../store/database.ts';
import { lensesWithGroups } from '../../store/grouping-rows.ts';
import { openWorkerSide } from '../../workers/worker-side.ts';
import { currentSpace } from './current-space.ts';
import { sharedSpace } from './shared-space.ts';
import { digestOf } from './space-digest.ts';
import type { SpaceRequest } from './space-keeper.ts';
import { type MadeSpace, sketchSpace } from './space.ts';

async function make({ stored, versions, sketch }: SpaceRequest): Promise<MadeSpace | null> {
  const store = openStore(stored, { readOnly: true });
  try {
    if (sketch !== undefined) return lensesWithGroups(store).length > 0 ? null : await sketchSpace(store, versions, sketch);
    return await currentSpace(store, versions);
  } finally {
    store.close();
  }
}

const side = await openWorkerSide();
side.serve(async (request: SpaceRequest) => {
  const made = await make(request);
  return made && sharedSpace({ ...made, digest: digestOf(made) });
});
