// Where files may go: not into the library that they are taken out of, which would index them again.
import { dirname } from 'node:path';
import { CodedError } from '../failure.ts';
import type { Store } from '../store/database.ts';
import { readFolders } from '../store/folders.ts';
import { isInside } from '../store/places.ts';
import type { Disk } from './disk.ts';

/** The real path of a target. Rejects with `folder-missing` or `not-a-folder`. */
export async function realTarget(disk: Disk, target: string): Promise<string> {
  const stats = await disk.stat(target).catch((error: unknown) => {
    throw new CodedError('folder-missing', `${target} is not there. Create it first, or choose another folder.`, { cause: error });
  });
  if (!stats.isDirectory()) throw new CodedError('not-a-folder', `${target} is not a folder. Choose a folder for the files.`);
  return disk.realpath(target);
}

/** The folder of the library that a real path is in; `null` if it is in none. */
export function folderAround(store: Store, path: string): string | null {
  return readFolders(store).find(({ path: folder }) => folder !== '' && isInside(path, folder))?.path ?? null;
}

/** Where a path really is: the folders on it that are there may be links. */
export async function realPlace(disk: Disk, path: string): Promise<string> {
  for (let at = dirname(path); ; at = dirname(at)) {
    const real = await disk.realpath(at).catch(() => null);
    if (real !== null) return real + path.slice(at.length);
    if (at === dirname(at)) return path;
  }
}
