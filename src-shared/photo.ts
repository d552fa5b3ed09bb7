// What identifies a photo and a file of it, for everything that names one.

/** Row id of a photo in its library. Stable for the life of the library: a photo is a picture, not a path or a file's bytes. */
export type PhotoId = number & { readonly __brand: 'PhotoId' };

/** Where a photo is: a folder of the library (absolute), and the path relative to it, `/`-separated. */
export interface PhotoFile {
  readonly folder: string;
  readonly path: string;
}
