// How the path of a file is shown: below its folder, which is named where a library has several.
import type { LibraryFolder, PhotoFile } from '../../src-shared/contract.ts';

export function shownPath({ folder, path }: PhotoFile, folders: readonly LibraryFolder[]): string {
  return folders.length > 1 ? `${nameOf(folder)}/${path}` : path;
}

/** The last part of a folder's path; the whole of it for a root. */
export function nameOf(folder: string): string {
  return folder.split(/[\\/]/).findLast((part) => part !== '') ?? folder;
}
