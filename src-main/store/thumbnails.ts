// Thumbnails, in a database of their own so that the library's stays small. Written before their photos: a crash between
// the two leaves a thumbnail too many, never a photo without one.
import type { PhotoId } from '../../src-shared/contract.ts';
import { preparedOnce, read, writeDerived } from './access.ts';
import type { Store } from './database.ts';

/** A thumbnail of the photo with that key: the first content it was seen with. */
export interface Thumbnail {
  readonly hash: string;
  /** JPEG. */
  readonly data: Uint8Array;
}

const statements = preparedOnce((db) => ({
  write: db.prepare<[hash: string, data: Uint8Array]>('INSERT INTO thumbs.thumbnails (hash, data) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET data = excluded.data'),
  same: db.prepare<[hash: string, data: Uint8Array], number>('SELECT 1 FROM thumbs.thumbnails WHERE hash = ? AND data = ?').pluck(),
  read: db.prepare<[PhotoId], Buffer>('SELECT t.data FROM photos p JOIN thumbs.thumbnails t ON t.hash = p.hash WHERE p.id = ?').pluck()
}));

/** Writes thumbnails in one transaction. */
export function writeThumbnails(store: Store, thumbnails: Iterable<Thumbnail>): void {
  writeDerived(store, () => {
    for (const { hash, data } of thumbnails) statements(store).write.run(hash, data);
  });
}

/** The photo's thumbnail, a JPEG; `null` for an unknown photo. */
export function readThumbnail(store: Store, id: PhotoId): Buffer | null {
  return read(store, () => statements(store).read.get(id) ?? null);
}

/** Whether `data` is, byte for byte, the thumbnail of the photo with that key. */
export function isThumbnail(store: Store, hash: string, data: Uint8Array): boolean {
  return read(store, () => statements(store).same.get(hash, data) !== undefined);
}
