// How paths of files are told to someone who asked about a folder.
import { join, relative, sep } from 'node:path';
import { isInside, realFolder } from '../../store/places.ts';

/** Tells the path of a file in `folder` (absolute): below `base` where it lies there, with `/`; absolute elsewhere. */
export function pathsFrom(base: string): (folder: string, path: string) => string {
  const real = realFolder(base);
  return (folder, path) => {
    if (folder === real || folder === '') return path;
    const file = join(folder, path);
    return isInside(file, real) ? relative(real, file).replaceAll(sep, '/') : file;
  };
}
