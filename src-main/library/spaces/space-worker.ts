// The worker thread that makes a space: opens the store beside its writer, for reading only, answers once, and ends.

import { parentPort, workerData } from 'node:worker_threads';
import { describedPhotos } from '../../store/columns.ts';
import { openStore } from '../../store/database.ts';
import type { SpaceWorkerData } from './space-keeper.ts';
import { makeSpace } from './space.ts';
import { readSpaceCache, spaceKey, writeSpaceCache } from './space-cache.ts';

const { stored, versions } = workerData as SpaceWorkerData; // given by SpaceKeeper alone
const store = openStore(stored, { readOnly: true });
try {
  let space = readSpaceCache(stored, spaceKey(describedPhotos(store, versions), versions));
  if (!space) {
    space = await makeSpace(store, versions);
    writeSpaceCache(stored, spaceKey(space.ids, versions), space);
  }
  parentPort?.postMessage(space, [space.ids.buffer, space.points.buffer, space.neighbours.buffer, space.distances.buffer] as ArrayBuffer[]); // none is shared
} finally {
  store.close();
}
