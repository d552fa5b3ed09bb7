// What photos are found by: their facts, their files, who is in which album. In slices by id, so that a reader can let others have their turn.
import type { AlbumId } from '../../src-shared/ids.ts';
import { preparedOnce, read } from './access.ts';
import type { Store } from './database.ts';

/** `described`: whether it has an embedding of some encoder version. */
export type FactsRow = [id: number, takenAt: number | null, width: number, height: number, bytes: number, format: string, camera: string | null, optics: string | null, latitude: number | null, longitude: number | null, described: 0 | 1];
/** `offline`: its folder is not there now. */
export type FileRow = [photo: number, folder: string, path: string, offline: 0 | 1];

const statements = preparedOnce((db) => ({
  facts: db.prepare<[after: number, limit: number], FactsRow>(
    `SELECT id, taken_at, width, height, bytes, format, camera, optics, latitude, longitude, EXISTS (SELECT 1 FROM embeddings e WHERE e.photo_id = p.id) FROM photos p
     WHERE id > ? AND EXISTS (SELECT 1 FROM files f WHERE f.photo_id = p.id AND f.missing_since IS NULL) ORDER BY id LIMIT ?`
  ).raw(),
  // a photo's files lie side by side in the index
  files: db.prepare<[after: number, upTo: number], FileRow>(
    `SELECT f.photo_id, d.path, f.path, d.problem IS NOT NULL FROM files f INDEXED BY files_of_photo JOIN folders d ON d.id = f.folder_id
     WHERE f.photo_id > ? AND f.photo_id <= ? AND f.missing_since IS NULL ORDER BY f.photo_id, d.problem IS NOT NULL, f.folder_id, f.path`
  ).raw(),
  albums: db.prepare<[], [AlbumId, string, 0 | 1]>('SELECT id, name, rule IS NOT NULL FROM albums WHERE deleted_at IS NULL ORDER BY place, id').raw(),
  albumPhotos: db.prepare<[AlbumId], number>('SELECT photo_id FROM album_photos WHERE album_id = ?').pluck()
}));

/** The facts of photos that are present, from the first id after `after`. */
export function readFactsAfter(store: Store, after: number, limit: number): FactsRow[] {
  return read(store, () => statements(store).facts.all(after, limit));
}

/** The present files of the photos of a span of ids, in order of id, those that are there first. */
export function readFilesBetween(store: Store, after: number, upTo: number): FileRow[] {
  return read(store, () => statements(store).files.all(after, upTo));
}

/** The albums that are not deleted, and the photos each holds; smart ones by what they held last. */
export function readAlbumMembers(store: Store): { readonly id: AlbumId; readonly name: string; readonly smart: boolean; readonly photos: readonly number[] }[] {
  return read(store, () => statements(store).albums.all().map(([id, name, smart]) => ({ id, name, smart: smart === 1, photos: statements(store).albumPhotos.all(id) })));
}
