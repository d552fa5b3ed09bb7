// Compares folder paths, however they are spelled.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { posix, resolve, win32 } from 'node:path';

/** Without links and in the system's own spelling; as given if it is not there now. */
export function realFolder(folder: string): string {
  return existsSync(folder) ? realpathSync.native(folder) : resolve(folder);
}

/**
 * What paths are compared by: one text for every spelling that means one place. Windows: either slash, any case, with or without the prefix of long paths. macOS: accents
 * however they are written (HFS+ takes them apart, APFS leaves them); case is left, because its disks may heed it, and `realFolder` gives the one that is stored. Elsewhere the path itself.
 */
export function pathKey(path: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return path.normalize('NFC');
  if (platform !== 'win32') return path;
  const plain = win32.normalize(withoutPrefix(path));
  return plain.replace(/(?<=[^:\\])\\$/, '').toLowerCase();
}

/** Windows: without the prefix of long paths. */
function withoutPrefix(path: string): string {
  return path.replace(/^[\\/]{2}\?[\\/]UNC[\\/]/i, '\\\\').replace(/^[\\/]{2}\?[\\/]/, '');
}

/** Whether two paths mean one place; both real. */
export function isSame(one: string, other: string, platform: NodeJS.Platform = process.platform): boolean {
  return one === other || pathKey(one, platform) === pathKey(other, platform);
}

/** Whether `folder` is `around` or inside it; both real. */
export function isInside(folder: string, around: string, platform: NodeJS.Platform = process.platform): boolean {
  const [inner, outer, between] = [pathKey(folder, platform), pathKey(around, platform), platform === 'win32' ? win32.sep : posix.sep];
  return inner === outer || inner.startsWith(outer.endsWith(between) ? outer : outer + between);
}

/** The path of `inner` from `outer`, which it is inside of, `/`-separated: as many parts fewer, for their spellings may be of different lengths. */
export function pathBelow(inner: string, outer: string, platform: NodeJS.Platform = process.platform): string {
  const parts = (path: string): string[] => (platform === 'win32' ? withoutPrefix(path).split(/[\\/]+/) : path.split('/')).filter(Boolean);
  return parts(inner).slice(parts(outer).length).join('/');
}

/** Whether a folder is there now. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
