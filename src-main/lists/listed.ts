// What a list says of photos, read from the store.
import { basename, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ListedChoice, ListedPhoto } from '../../src-shared/exchange/list.ts';
import { unpackMark } from '../../src-shared/marks/packed.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import type { Store } from '../store/database.ts';
import { readMark } from '../store/marks.ts';
import { readPhoto } from '../store/photos.ts';
import { readFiledFiles } from '../store/plan-files.ts';

/** A photo of a list, and where its thumbnail is. */
export interface Listed extends ListedPhoto {
  readonly photo: PhotoId;
}

/** Photos read per turn of the event loop. */
const SLICE = 200;

/** The chosen photos that have a file, in their order. */
export async function listedPhotos(store: Store, chosen: readonly ListedChoice[]): Promise<Listed[]> {
  const listed: Listed[] = [];
  for (const [at, one] of chosen.entries()) {
    if (at % SLICE === SLICE - 1) await nextTurn();
    const found = listedPhoto(store, one);
    if (found) listed.push(found);
  }
  return listed;
}

function listedPhoto(store: Store, { photo, group, album }: ListedChoice): Listed | null {
  const [file] = readFiledFiles(store, photo);
  if (file === undefined) return null;
  const { width, height, format, takenAt, latitude, longitude, camera } = readPhoto(store, photo);
  const path = join(file.folder, file.path);
  return {
    photo, path, name: basename(path), group: group ?? null, album: album ?? null, taken: takenAt === null ? null : new Date(takenAt).toISOString().slice(0, 19),
    width, height, format, bytes: file.size, camera, latitude, longitude, ...unpackMark(readMark(store, photo)), sha256: file.hash
  };
}
