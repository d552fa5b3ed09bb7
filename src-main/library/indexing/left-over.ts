// What a run still has to read when it has read what the scan found: photos that lack something. As files, one a photo. Looked for among
// some photos at a time, with a turn of the loop between, so that in a large library nothing else waits for it.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '../../store/database.ts';
import { type DescriptorVersions, lastPhoto, type LackingPhoto, photosLacking, photosWithoutPicture } from '../../store/descriptors.ts';
import type { FoundFile } from '../../store/scan.ts';

/** Photos looked at in one turn. */
const SLICE = 500;

/** Left by a new encoder version, lost thumbnails, or a file that says its picture is to be shown in another way than before. */
export function filesToDescribe(store: Store, versions: DescriptorVersions): Promise<FoundFile[]> {
  return allOf(store, (range) => photosLacking(store, versions, range));
}

/** Left by a Kindred that knew no picture hashes. */
export function filesToIdentify(store: Store): Promise<FoundFile[]> {
  return allOf(store, (range) => photosWithoutPicture(store, range));
}

async function allOf(store: Store, lackingIn: (range: { after: number; upTo: number; limit: number }) => readonly LackingPhoto[]): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  const last = lastPhoto(store);
  for (let after = 0; after < last && store.db.open; after += SLICE) {
    for (const { folder, path, size, modifiedMs } of lackingIn({ after, upTo: after + SLICE, limit: SLICE })) files.push({ folder, path, size, modifiedMs });
    await nextTurn();
  }
  return files;
}
