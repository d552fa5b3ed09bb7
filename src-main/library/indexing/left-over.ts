// What a run still has to read after what the scan found: photos that lack something, one file per photo. Searched in slices, with a turn
// of the event loop in between, so that a large library does not block anything else.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '../../store/database.ts';
import { type DescriptorVersions, lastPhoto, type LackingPhoto, photosLacking, photosWithoutMarks, photosWithoutPicture } from '../../store/descriptors.ts';
import type { FoundFile } from '../../store/scan.ts';

/** Photos searched per turn. */
const SLICE = 500;

/** Photos that need a new description, after a new encoder version, lost thumbnails or a changed look. */
export function filesToDescribe(store: Store, versions: DescriptorVersions): Promise<FoundFile[]> {
  return allOf(store, (range) => photosLacking(store, versions, range));
}

/** Photos stored by a version of Kindred without picture hashes, or one that did not search files for marks, dates, the camera's lens or bursts. */
export async function filesToIdentify(store: Store): Promise<FoundFile[]> {
  const files = await allOf(store, (range) => photosWithoutPicture(store, range));
  const unmarked = await allOf(store, (range) => photosWithoutMarks(store, range));
  return [...new Map([...files, ...unmarked].map((file) => [`${file.folder} ${file.path}`, file])).values()];
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
