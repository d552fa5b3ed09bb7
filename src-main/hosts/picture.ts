// Finds the picture for a URL path: /library/<id>/thumbnail/<photo> or /library/<id>/photo/<photo>, the same for both hosts.

import type { FailureCode, LibraryId, PhotoId } from '../../src-shared/contract.ts';
import type { Media, Picture } from './host.ts';

/** The failure codes that mean there is nothing to show, rather than that showing it failed. */
const absent = new Set<unknown>(['photo-missing', 'no-library'] satisfies FailureCode[]);

const paths = /^\/library\/([\w-]{1,128})\/(thumbnail|photo)\/([1-9]\d{0,9})$/;

/** How long a picture may be cached: briefly, since a photo rotated in another program keeps its id. */
export const pictureCaching = { thumbnail: 'private, max-age=60', photo: 'private, max-age=60' } as const;

/** Which picture `pathname` names; `null` if none. */
export function readPicturePath(pathname: string): { readonly library: LibraryId; readonly kind: 'thumbnail' | 'photo'; readonly id: PhotoId } | null {
  const [, library, kind, digits] = paths.exec(pathname) ?? [];
  const id = Number(digits);
  if ((kind !== 'thumbnail' && kind !== 'photo') || id > 0xffff_ffff) return null;
  return { library: library as LibraryId, kind, id: id as PhotoId }; // a positive 32-bit row number, checked here
}

/** The picture at `pathname` with its cache header; `null` if the path names none, or the library has none. */
export async function findPicture(media: Media, pathname: string): Promise<(Picture & { readonly caching: string }) | null> {
  const wanted = readPicturePath(pathname);
  if (!wanted) return null;
  try {
    const picture = await media[wanted.kind](wanted.library, wanted.id);
    return picture && { ...picture, caching: pictureCaching[wanted.kind] };
  } catch (error) {
    if (error instanceof Error && 'code' in error && absent.has(error.code)) return null;
    throw error;
  }
}
