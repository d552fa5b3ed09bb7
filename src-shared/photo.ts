// Where a photo is, for everything that names a file of one.

/** Where a photo is: a folder of the library (absolute), and the path relative to it, `/`-separated. */
export interface PhotoFile {
  readonly folder: string;
  readonly path: string;
}
