// Reads photos and counts. A photo is present while at least one file with its picture is not missing; others stay
// stored, in case they come back, but are not shown.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LibraryState, PhotoDetails, PhotoFile, PhotoId, PhotoTable } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import { preparedOnce, read } from './access.ts';
import type { Store } from './database.ts';
import type { FolderId } from './folder-id.ts';
import { currentId } from './merge.ts';

/** A path in one of the library's folders, and the photo stored there. */
export interface PresentFile {
  readonly folder: FolderId;
  readonly path: string;
  readonly id: PhotoId;
}

type TableRow = [id: number, width: number, height: number, takenAt: number | null];

const statements = preparedOnce((db) => ({
  table: db.prepare<[], TableRow>(
    `SELECT id, width, height, taken_at FROM photos p
     WHERE EXISTS (SELECT 1 FROM files f WHERE f.photo_id = p.id AND f.missing_since IS NULL) ORDER BY id`
  ).raw(),
  slice: db.prepare<[after: number, limit: number], TableRow>(
    `SELECT id, width, height, taken_at FROM photos p
     WHERE id > ? AND EXISTS (SELECT 1 FROM files f WHERE f.photo_id = p.id AND f.missing_since IS NULL) ORDER BY id LIMIT ?`
  ).raw(),
  added: db.prepare<[since: number], number>(
    `SELECT id FROM photos p WHERE added_at >= ? AND EXISTS (SELECT 1 FROM files f WHERE f.photo_id = p.id AND f.missing_since IS NULL) ORDER BY id`
  ).pluck(),
  details: db.prepare<[PhotoId], Omit<PhotoDetails, 'files'>>(
    'SELECT id, shown AS hash, picture, width, height, format, bytes, taken_at AS takenAt, latitude, longitude, camera FROM photos WHERE id = ?'
  ),
  places: db.prepare<[PhotoId], PhotoFile>(
    `SELECT d.path AS folder, f.path FROM files f JOIN folders d ON d.id = f.folder_id WHERE photo_id = ? AND missing_since IS NULL
     ORDER BY d.problem IS NOT NULL, folder_id, f.path`
  ),
  present: db.prepare<[], PresentFile>('SELECT folder_id AS folder, path, photo_id AS id FROM files WHERE photo_id IS NOT NULL AND missing_since IS NULL ORDER BY folder_id, path'),
  counts: db.prepare<[], Pick<LibraryState, 'photos' | 'files' | 'problems'>>(
    `SELECT count(DISTINCT photo_id) AS photos, count(*) AS files, count(problem_code) AS problems FROM files WHERE missing_since IS NULL`
  )
}));

/** All present photos, in order of id. */
export function readPhotoTable(store: Store): PhotoTable {
  return toTable(read(store, () => statements(store).table.all()));
}

function toTable(rows: readonly TableRow[]): PhotoTable {
  return {
    ids: Uint32Array.from(rows, (row) => row[0]),
    widths: Uint32Array.from(rows, (row) => row[1]),
    heights: Uint32Array.from(rows, (row) => row[2]),
    takenAt: Float64Array.from(rows, (row) => row[3] ?? NaN)
  };
}

/**
 * The same, read in slices with a pause in between, so that a large library does not block anything else. Photos that come or go
 * meanwhile may be among them or not.
 * @throws {CodedError} `no-library` where the store is closed meanwhile
 */
export async function readPhotoTableInSlices(store: Store, { slice = 2000, pause = nextTurn }: { slice?: number; pause?: () => Promise<void> } = {}): Promise<PhotoTable> {
  const rows: TableRow[] = [];
  for (;;) {
    if (!store.db.open) throw new CodedError('no-library', 'The library was closed. Open it again.');
    const next = read(store, () => statements(store).slice.all(rows.at(-1)?.[0] ?? 0, slice));
    for (const row of next) rows.push(row);
    if (next.length < slice) return toTable(rows);
    await pause();
  }
}

/** Present photos first seen at or after that time (milliseconds since 1970). */
export function readAdded(store: Store, since: number): Uint32Array {
  return Uint32Array.from(read(store, () => statements(store).added.all(since)));
}

/** Everything about one photo; without files if none is present. @throws {CodedError} `photo-missing` for an unknown id */
export function readPhoto(store: Store, id: PhotoId): PhotoDetails {
  return read(store, () => {
    const current = currentId(store, id);
    const details = statements(store).details.get(current);
    if (details === undefined) throw new CodedError('photo-missing', `There is no photo ${id} in this library. Reload the photos.`);
    return { ...details, files: statements(store).places.all(current) };
  });
}

/** Every path where a photo is now, by folder and path, including offline folders. */
export function readFiles(store: Store): PresentFile[] {
  return read(store, () => statements(store).present.all());
}

/** Photos present, and files present (including problem files). */
export function readCounts(store: Store): Pick<LibraryState, 'photos' | 'files' | 'problems'> {
  return read(store, () => statements(store).counts.get() ?? { photos: 0, files: 0, problems: 0 });
}
