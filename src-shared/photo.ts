// Where a photo is, for everything that names a file of one.

/** Where a photo is: a folder of the library (absolute), and the path relative to it, `/`-separated. */
export interface PhotoFile {
  readonly folder: string;
  readonly path: string;
}

/** Whether two files lie in one folder under one name but for the ending, in whichever case. */
export function areBeside(one: PhotoFile, other: PhotoFile): boolean {
  if (one.folder !== other.folder) return false;
  const [a, b] = [one.path, other.path].map((path) => {
    const name = path.lastIndexOf('/') + 1;
    const dot = path.lastIndexOf('.');
    return { within: path.slice(0, name), stem: path.slice(name, dot > name ? dot : path.length).toLowerCase() };
  }) as [{ within: string; stem: string }, { within: string; stem: string }]; // of two
  return a.within === b.within && a.stem === b.stem;
}
