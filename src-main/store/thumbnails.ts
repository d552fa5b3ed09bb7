// Thumbnails, in their own database so that the library's stays small. Written before their photos: a crash in between
// leaves an extra thumbnail, never a photo without one.
import type { PhotoId } from '../../src-shared/contract.ts';
import { onThumbnails, preparedOnce, read } from './access.ts';
import type { Store } from './database.ts';

/** A thumbnail, keyed by the first content its photo was seen with. */
export interface Thumbnail {
  readonly hash: string;
  /** JPEG. */
  readonly data: Uint8Array;
}

const statements = preparedOnce((db) => ({
  write: db.prepare<[hash: string, data: Uint8Array]>('INSERT INTO thumbs.thumbnails (hash, data) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET data = excluded.data'),
  same: db.prepare<[hash: string, data: Uint8Array], number>('SELECT 1 FROM thumbs.thumbnails WHERE hash = ? AND data = ?').pluck(),
  hashOf: db.prepare<[PhotoId], string>('SELECT hash FROM photos WHERE id = ?').pluck(),
  read: db.prepare<[hash: string], Buffer>('SELECT data FROM thumbs.thumbnails WHERE hash = ?').pluck()
}));

/** Writes thumbnails in one transaction. */
export function writeThumbnails(store: Store, thumbnails: Iterable<Thumbnail>): void {
  const all = [...thumbnails];
  const work = store.db.transaction(() => {
    for (const { hash, data } of all) statements(store).write.run(hash, data);
  });
  onThumbnails(store, () => work.immediate());
}

/** The photo's thumbnail, a JPEG; `null` for an unknown photo, or if it has to be rebuilt. */
export function readThumbnail(store: Store, id: PhotoId): Buffer | null {
  const hash = read(store, () => statements(store).hashOf.get(id));
  return hash === undefined ? null : onThumbnails(store, () => statements(store).read.get(hash) ?? null);
}

/** Whether `data` is, byte for byte, the thumbnail of the photo with that key. */
export function isThumbnail(store: Store, hash: string, data: Uint8Array): boolean {
  return onThumbnails(store, () => statements(store).same.get(hash, data) !== undefined);
}
