// Writes what indexing found out about files: photos with everything known of them, or problems. One call is one batch,
// stored whole or not at all.
import type { PhotoId, ProblemCode } from '../../src-shared/contract.ts';
import { preparedOnce, writeDerived } from './access.ts';
import type { Store } from './database.ts';
import { type Descriptors, type DescriptorVersions, writeDescriptors } from './descriptors.ts';
import type { FoundFile } from './scan.ts';
import { writeThumbnails } from './thumbnails.ts';

/** What a file turned out to hold. */
export interface IndexedPhoto {
  readonly status: 'photo';
  /** SHA-256 of the content, lower-case hex. */
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  readonly format: string;
  readonly bytes: number;
  /** Milliseconds since 1970 in the camera's local time. */
  readonly takenAt: number | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly camera: string | null;
  /** JPEG; `null` leaves the stored one, for a photo known to be complete. */
  readonly thumbnail: Uint8Array | null;
}

/** Why a file could not be read. */
export interface IndexedProblem {
  readonly status: 'problem';
  readonly code: ProblemCode;
  readonly detail: string;
}

/** One file that was read. `descriptors` are of its photo; ignored for a problem. */
export interface IndexedFile {
  /** As the scan found it: read again when that changes. */
  readonly file: FoundFile;
  readonly outcome: IndexedPhoto | IndexedProblem;
  readonly descriptors: Descriptors;
}

/** How many files of a batch were what. `moved`: content that was known, at a path that is new, whose old path is missing. */
export interface IndexedCounts {
  readonly new: number;
  readonly changed: number;
  readonly moved: number;
  readonly problems: number;
}

interface PhotoRow extends Omit<IndexedPhoto, 'status' | 'thumbnail'> {
  readonly addedAt: number;
}
type PhotoFile = FoundFile & { readonly id: PhotoId };

const statements = preparedOnce((db) => ({
  writePhoto: db.prepare<[PhotoRow], PhotoId>(
    `INSERT INTO photos (hash, width, height, format, bytes, taken_at, latitude, longitude, camera, added_at)
     VALUES (@hash, @width, @height, @format, @bytes, @takenAt, @latitude, @longitude, @camera, @addedAt)
     ON CONFLICT (hash) DO UPDATE SET width = excluded.width, height = excluded.height, format = excluded.format, taken_at = excluded.taken_at,
       latitude = excluded.latitude, longitude = excluded.longitude, camera = excluded.camera
     RETURNING id`
  ).pluck(),
  change: db.prepare<[PhotoFile]>(
    `UPDATE files SET size = @size, modified_ms = @modifiedMs, photo_id = @id, problem_code = NULL, problem_detail = NULL, attempts = 0, missing_since = NULL
     WHERE path = @path`
  ),
  move: db.prepare<[PhotoFile]>(
    `UPDATE files SET path = @path, size = @size, modified_ms = @modifiedMs, missing_since = NULL
     WHERE id = (SELECT id FROM files WHERE photo_id = @id AND missing_since IS NOT NULL ORDER BY missing_since DESC, id LIMIT 1)`
  ),
  add: db.prepare<[PhotoFile]>('INSERT INTO files (path, size, modified_ms, photo_id) VALUES (@path, @size, @modifiedMs, @id)'),
  writeProblem: db.prepare<[FoundFile & Omit<IndexedProblem, 'status'>]>(
    `INSERT INTO files (path, size, modified_ms, problem_code, problem_detail, attempts) VALUES (@path, @size, @modifiedMs, @code, @detail, 1)
     ON CONFLICT (path) DO UPDATE SET
       attempts = CASE WHEN size = excluded.size AND modified_ms = excluded.modified_ms THEN attempts + 1 ELSE 1 END,
       size = excluded.size, modified_ms = excluded.modified_ms, photo_id = NULL, missing_since = NULL,
       problem_code = excluded.problem_code, problem_detail = excluded.problem_detail`
  )
}));

/**
 * Writes a batch of files that were read. Thumbnails are committed first, then everything else in one transaction.
 * @param now milliseconds since 1970
 * @throws {StoreError} `disk-full` and others: then nothing of the batch but thumbnails is stored
 * @throws {RangeError} as `writeDescriptors`
 */
export function writeIndexed(store: Store, versions: DescriptorVersions, batch: readonly IndexedFile[], now: number): IndexedCounts {
  const thumbnails = batch.flatMap(({ outcome }) =>
    outcome.status === 'photo' && outcome.thumbnail !== null ? [{ hash: outcome.hash, data: outcome.thumbnail }] : []
  );
  if (thumbnails.length > 0) writeThumbnails(store, thumbnails);

  return writeDerived(store, () => {
    const counts = { new: 0, changed: 0, moved: 0, problems: 0 };
    const described: [PhotoId, Descriptors][] = [];
    for (const { file, outcome, descriptors } of batch) {
      if (outcome.status === 'problem') {
        writeProblem(store, file, outcome);
        counts.problems++;
      } else {
        const id = writePhoto(store, outcome, now);
        counts[writeFile(store, file, id)]++;
        described.push([id, descriptors]);
      }
    }
    writeDescriptors(store, versions, described);
    return counts;
  });
}

function writePhoto(store: Store, photo: IndexedPhoto, now: number): PhotoId {
  const { hash, width, height, format, bytes, takenAt, latitude, longitude, camera } = photo;
  const id = statements(store).writePhoto.get({ hash, width, height, format, bytes, takenAt, latitude, longitude, camera, addedAt: now });
  if (id === undefined) throw new Error('expected the id of the written photo, got none');
  return id;
}

function writeFile(store: Store, { path, size, modifiedMs }: FoundFile, id: PhotoId): 'new' | 'changed' | 'moved' {
  const { change, move, add } = statements(store);
  const row = { path, size, modifiedMs, id };
  if (change.run(row).changes > 0) return 'changed';
  if (move.run(row).changes > 0) return 'moved';
  add.run(row);
  return 'new';
}

function writeProblem(store: Store, { path, size, modifiedMs }: FoundFile, { code, detail }: IndexedProblem): void {
  statements(store).writeProblem.run({ path, size, modifiedMs, code, detail });
}
