// What a run still has to read when it has read what the scan found: photos that lack something. As files, one a photo.
import type { Store } from '../../store/database.ts';
import { type DescriptorVersions, type LackingPhoto, photosLacking, photosWithoutPicture } from '../../store/descriptors.ts';
import type { FoundFile } from '../../store/scan.ts';

/** Left by a new encoder version, lost thumbnails, or a file that says its picture is to be shown in another way than before. */
export function filesToDescribe(store: Store, versions: DescriptorVersions): FoundFile[] {
  return allOf((after) => photosLacking(store, versions, { after }));
}

/** Left by a Kindred that knew no picture hashes. */
export function filesToIdentify(store: Store): FoundFile[] {
  return allOf((after) => photosWithoutPicture(store, { after }));
}

function allOf(sliceAfter: (id: number) => readonly LackingPhoto[]): FoundFile[] {
  const files: FoundFile[] = [];
  for (let slice = sliceAfter(0); slice.length > 0; slice = sliceAfter(slice.at(-1)?.id ?? 0)) {
    for (const { folder, path, size, modifiedMs } of slice) files.push({ folder, path, size, modifiedMs });
  }
  return files;
}
