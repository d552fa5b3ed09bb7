// Folders that are one document to the user and belong to one program: nothing is put into them or taken out. macOS shows them as files, other systems as folders.

/** Libraries of Apple Photos, iPhoto, Aperture and Photo Booth; data of Lightroom; catalogues of Capture One and Luminar; Affinity's. */
const PACKAGE = /\.(photoslibrary|photolibrary|migratedphotolibrary|aplibrary|boothlibrary|lrdata|lrlibrary|cocatalog|cosessiondb|luminarcatalog|theater|imovielibrary|fcpbundle)$/i;

/** The outermost package on the way to `path` (absolute), which may be in a package of any kind of slashes; `null` if there is none. */
export function packageAround(path: string): string | null {
  let end = 0;
  for (const part of path.split(/([\\/])/)) {
    end += part.length;
    if (PACKAGE.test(part) && end < path.length) return path.slice(0, end);
  }
  return null;
}
