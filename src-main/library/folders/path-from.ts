// How file paths are shown to someone who asked about a folder.
import { join } from 'node:path';
import { isInside, pathBelow, realFolder } from '../../store/places.ts';

/** Formats the path of a file in `folder` (absolute): relative to `base` if it is inside, with `/`; otherwise absolute. */
export function pathsFrom(base: string): (folder: string, path: string) => string {
  const real = realFolder(base);
  return (folder, path) => {
    if (folder === real || folder === '') return path;
    const file = join(folder, path);
    return isInside(file, real) ? pathBelow(file, real) : file;
  };
}

/** The `/`-separated path of `file` (absolute) below `folder`; `null` if it is not in it. */
export function relativeTo(folder: string, file: string): string | null {
  return folder !== '' && file !== folder && isInside(file, folder) ? pathBelow(file, folder) : null;
}
