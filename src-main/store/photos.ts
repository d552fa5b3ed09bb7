// Reads photos and counts. A photo is present while at least one file with its picture is not missing; others stay
// stored, in case they come back, but are not shown.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DateSource, LibraryState, PhotoDetails, PhotoFile, PhotoId, PhotoTable } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import { keptUntilWritten, preparedOnce, read } from './access.ts';
import type { Store } from './database.ts';
import type { FolderId } from './folder-id.ts';
import { currentId } from './merge.ts';
import { readPaired } from './pairs.ts';
import { concatenate } from './concatenate.ts';
import { withSnapshot } from './snapshot.ts';

/** A path in one of the library's folders, and the photo stored there. */
export interface PresentFile {
  readonly folder: FolderId;
  readonly path: string;
  readonly id: PhotoId;
}

type DetailsRow = Omit<PhotoDetails, 'files' | 'takenFrom' | 'takenDay' | 'incomplete'> & { readonly takenFrom: DateSource | '' | null; readonly takenDay: 0 | 1; readonly incomplete: 0 | 1 };
type TableRow = [id: number, width: number, height: number, takenAt: number | null];

/** In order: files of the picture that stands for a photo come before raw files of the shot. */
const STANDS = 'c.apart_id IS NOT NULL, c.format IS \'raw\'';

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
  details: db.prepare<[PhotoId], DetailsRow>(
    'SELECT id, shown AS hash, picture, width, height, format, bytes, taken_at AS takenAt, taken_from AS takenFrom, taken_day AS takenDay, incomplete, latitude, longitude, camera, optics FROM photos WHERE id = ?'
  ),
  places: db.prepare<[PhotoId], PhotoFile & { readonly raw: 0 | 1 }>(
    `SELECT d.path AS folder, f.path, c.apart_id IS NOT NULL AND c.format = 'raw' AS raw FROM files f JOIN folders d ON d.id = f.folder_id LEFT JOIN contents c ON c.hash = f.content_hash
     WHERE f.photo_id = ? AND missing_since IS NULL ORDER BY d.problem IS NOT NULL, ${STANDS}, folder_id, f.path`
  ),
  present: db.prepare<[], PresentFile>('SELECT folder_id AS folder, path, photo_id AS id FROM files WHERE photo_id IS NOT NULL AND missing_since IS NULL ORDER BY folder_id, path'),
  // a photo's files lie side by side in the index, so nothing has to be sorted
  counts: db.prepare<[], { readonly photos: number; readonly files: number | null }>(
    `SELECT count(*) AS photos, sum(files) AS files
     FROM (SELECT count(*) AS files FROM files INDEXED BY files_of_photo WHERE photo_id IS NOT NULL AND missing_since IS NULL GROUP BY photo_id)`
  ),
  problems: db.prepare<[], number>('SELECT count(*) FROM files WHERE problem_code IS NOT NULL AND missing_since IS NULL').pluck()
}));

/** All present photos, in order of id. */
export function readPhotoTable(store: Store): PhotoTable {
  return toTable(read(store, () => statements(store).table.all()));
}

/**
 * The same, read some photos at a time with a pause between, so that in a large library nothing else waits for it. All of it as it was at the
 * beginning, whatever is written meanwhile.
 * @throws {CodedError} `no-library` where the store is closed meanwhile
 */
export function readPhotoTableInSlices(store: Store, { slice = 1000, pause = nextTurn }: { slice?: number; pause?: () => Promise<void> } = {}): Promise<PhotoTable> {
  return withSnapshot(store, async (snapshot, check) => {
    const tables: PhotoTable[] = [];
    for (let last = 0; ; await pause(), check()) {
      const rows = statements(snapshot).slice.all(last, slice);
      tables.push(toTable(rows));
      last = rows.at(-1)?.[0] ?? last;
      if (rows.length < slice) {
        const paired = readPaired(snapshot);
        return paired.length === 0 ? joinTables(tables) : { ...joinTables(tables), paired };
      }
    }
  });
}

function toTable(rows: readonly TableRow[]): PhotoTable {
  return {
    ids: Uint32Array.from(rows, (row) => row[0]),
    widths: Uint32Array.from(rows, (row) => row[1]),
    heights: Uint32Array.from(rows, (row) => row[2]),
    takenAt: Float64Array.from(rows, (row) => row[3] ?? NaN)
  };
}

function joinTables(tables: readonly PhotoTable[]): PhotoTable {
  const uint32 = (column: (table: PhotoTable) => Uint32Array) => concatenate(tables.map(column), (length) => new Uint32Array(length));
  return {
    ids: uint32(({ ids }) => ids), widths: uint32(({ widths }) => widths), heights: uint32(({ heights }) => heights),
    takenAt: concatenate(tables.map(({ takenAt }) => takenAt), (length) => new Float64Array(length))
  };
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
    const { takenFrom, takenDay, incomplete, optics } = details;
    return { ...details, takenFrom: takenFrom || null, takenDay: takenDay === 1, incomplete: incomplete === 1, optics: optics || null, files: statements(store).places.all(current).map(toFile) };
  });
}

/** Where each of these photos is, the first of its files; `null` for a photo of which none is present. */
export function readFirstFiles(store: Store, ids: readonly PhotoId[]): (PhotoFile | null)[] {
  return read(store, () => ids.map((id) => {
    const file = statements(store).places.get(currentId(store, id));
    return file === undefined ? null : { folder: file.folder, path: file.path };
  }));
}

function toFile({ folder, path, raw }: PhotoFile & { readonly raw: 0 | 1 }): PhotoDetails['files'][number] {
  return raw === 1 ? { folder, path, raw: true } : { folder, path };
}

/** Latitude and longitude of each of these photos in degrees, one after the other; NaN where unknown. */
export function readCoordinates(store: Store, ids: readonly PhotoId[]): Float64Array {
  return read(store, () => Float64Array.from(ids.flatMap((id) => {
    const { latitude = null, longitude = null } = statements(store).details.get(currentId(store, id)) ?? {};
    return [latitude ?? NaN, longitude ?? NaN];
  })));
}

/** Every path where a photo is now, by folder and path, including offline folders. */
export function readFiles(store: Store): PresentFile[] {
  return read(store, () => statements(store).present.all());
}

/** Photos present, their files, and the files that are problems. */
export const readCounts = keptUntilWritten((store): Pick<LibraryState, 'photos' | 'files' | 'problems'> =>
  read(store, () => {
    const { photos = 0, files } = statements(store).counts.get() ?? {};
    const problems = statements(store).problems.get() ?? 0;
    return { photos, files: files ?? 0, problems };
  })
);
