// Compares folder paths, however they are spelled.
import { existsSync, realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';

/** Without links and in the system's own spelling; as given if it is not there now. */
export function realFolder(folder: string): string {
  return existsSync(folder) ? realpathSync.native(folder) : resolve(folder);
}

/** Whether `folder` is `around` or inside it; both real. */
export function isInside(folder: string, around: string): boolean {
  return folder === around || folder.startsWith(around.endsWith(sep) ? around : around + sep);
}

/** Whether a folder is there now. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
