// The pixels of a library's photos, decoded from their thumbnails. For the order in which a training sees them see learning/training/feed.

import type { PhotoId } from '../../../src-shared/contract.ts';
import type { ReadPixels } from '../../../src-shared/learning/training/feed.ts';
import { thumbnailPixels } from '../../photos/thumbnail-pixels.ts';
import type { Store } from '../../store/database.ts';
import { readThumbnail } from '../../store/thumbnails.ts';

/** Memory for decoded photos: small libraries stay decoded, large ones are decoded again in each pass. */
const CACHE_BYTES = 128e6;

/** side × side × 3, RGB, 0..255, by default 128; `null` if the photo has no readable thumbnail. */
export async function readPixels(store: Store, id: PhotoId, side?: number): Promise<Uint8Array | null> {
  const thumbnail = readThumbnail(store, id);
  // a damaged thumbnail is treated as missing: the next index run rebuilds it
  return thumbnail && thumbnailPixels(thumbnail, side).catch(() => null);
}

/** The pixels of a photo, and those that an engine needs besides. */
export interface Seen {
  readonly pixels: Uint8Array;
  readonly large?: Uint8Array;
}

/** What an engine with that `side` needs of a photo; `null` if it has no readable thumbnail. */
export async function readSeen(store: Store, id: PhotoId, side: number | undefined): Promise<Seen | null> {
  const [pixels, large] = await Promise.all([readPixels(store, id), side === undefined ? undefined : readPixels(store, id, side)]);
  if (pixels === null || large === null) return null;
  return large === undefined ? { pixels } : { pixels, large };
}

/** Reads a library's photos by row id. */
export function pixelReader(store: Store): ReadPixels {
  return (id) => readPixels(store, id as PhotoId); // a row id of the store
}

/** `read` with a cache: the first `bytes` of pixels read are kept in memory. */
export function cachePixels(read: ReadPixels, bytes = CACHE_BYTES): ReadPixels {
  const cached = new Map<number, Uint8Array>();
  let room = bytes;
  return async (id) => {
    const known = cached.get(id);
    if (known) return known;
    const pixels = await read(id);
    if (pixels && pixels.length <= room && !cached.has(id)) {
      cached.set(id, pixels);
      room -= pixels.length;
    }
    return pixels;
  };
}
