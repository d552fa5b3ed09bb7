// Writes what indexing found out about files: photos with everything known about them, or problems. One call is one batch,
// stored atomically. Which photo a file belongs to follows from what it holds: a known content, else a known picture,
// else it is a new photo.
import type { PhotoId, ProblemCode } from '../../src-shared/contract.ts';
import { preparedOnce, writeDerived } from './access.ts';
import { type Content, type Found, photoAtPath, photoOfContent, photoOfPicture, writeContent, writtenFacts } from './contents.ts';
import type { Store } from './database.ts';
import { type Descriptors, type DescriptorVersions, writeDescriptors } from './descriptors.ts';
import type { FolderId } from './folder-id.ts';
import { type MergedPair, mergeInGroups, mergePhotos } from './merge.ts';
import { pairWritten } from './pairs.ts';
import type { FoundFile } from './scan.ts';
import { showPresent } from './shown.ts';
import { isThumbnail, writeThumbnails } from './thumbnails.ts';

/** A file that holds a photo. */
export interface IndexedPhoto extends Content {
  readonly status: 'photo';
  /** Picture hash: of the encoded picture data, without metadata. */
  readonly picture: string | null;
  /** JPEG; `null` if the pixels were not decoded, because the photo is complete. */
  readonly thumbnail: Uint8Array | null;
}

/** A file whose content is known and lacks nothing. */
export interface IndexedKnown {
  readonly status: 'known';
  readonly hash: string;
}

/** Why a file could not be read. */
export interface IndexedProblem {
  readonly status: 'problem';
  readonly code: ProblemCode;
  readonly detail: string;
}

/** One file that was read. `descriptors` belong to its photo; ignored without a thumbnail. */
export interface IndexedFile {
  /** As the scan found it: it is read again when that changes. */
  readonly file: FoundFile;
  readonly outcome: IndexedPhoto | IndexedKnown | IndexedProblem;
  readonly descriptors: Descriptors;
}

/**
 * Files of a batch by kind. `new`: at a path where no photo was. `changed`: other bytes than before. `same`: read again, with
 * the same bytes. `moved`: a known picture at a new path, whose old path is missing.
 */
export interface IndexedCounts {
  readonly new: number;
  readonly changed: number;
  readonly same: number;
  readonly moved: number;
  readonly problems: number;
}

type PhotoFile = FoundFile & { readonly id: PhotoId; readonly content: string };
interface FileBefore {
  readonly photo: PhotoId | null;
  readonly content: string | null;
}

const statements = preparedOnce((db) => ({
  addPhoto: db.prepare<[Omit<IndexedPhoto, 'status' | 'thumbnail' | 'takenFrom' | 'takenDay' | 'incomplete' | 'optics'> & ReturnType<typeof writtenFacts> & { readonly now: number }], PhotoId>(
    `INSERT INTO photos (hash, picture, shown, look, width, height, format, bytes, taken_at, taken_from, taken_day, taken_offset, incomplete, latitude, longitude, camera, optics, added_at)
     VALUES (@hash, @picture, @hash, @look, @width, @height, @format, @bytes, @takenAt, @takenFrom, @takenDay, @takenOffset, @incomplete, @latitude, @longitude, @camera, @optics, @now)
     RETURNING id`
  ).pluck(),
  identify: db.prepare<[{ readonly id: PhotoId; readonly picture: string | null; readonly look: string | null }]>(
    `UPDATE photos SET picture = COALESCE(picture, (SELECT @picture WHERE NOT EXISTS (SELECT 1 FROM photos WHERE picture = @picture))), look = COALESCE(look, @look) WHERE id = @id`
  ),
  // versions that are not in use encode it again when they are
  outdate: db.prepare<[{ readonly id: PhotoId; readonly look: string | null; readonly encoder: number }]>(
    'DELETE FROM embeddings WHERE photo_id = @id AND encoder_version_id <> @encoder AND (SELECT look FROM photos WHERE id = @id) IS NOT @look'
  ),
  redraw: db.prepare<[look: string | null, PhotoId]>('UPDATE photos SET look = ? WHERE id = ?'),
  before: db.prepare<[FolderId, path: string], FileBefore>('SELECT photo_id AS photo, content_hash AS content FROM files WHERE folder_id = ? AND path = ?'),
  change: db.prepare<[PhotoFile]>(
    `UPDATE files SET size = @size, modified_ms = @modifiedMs, photo_id = @id, content_hash = @content,
       problem_code = NULL, problem_detail = NULL, attempts = 0, missing_since = NULL
     WHERE folder_id = @folder AND path = @path`
  ),
  move: db.prepare<[PhotoFile]>(
    `UPDATE files SET folder_id = @folder, path = @path, size = @size, modified_ms = @modifiedMs, content_hash = @content, missing_since = NULL
     WHERE id = (SELECT id FROM files WHERE photo_id = @id AND missing_since IS NOT NULL
       AND (SELECT apart_id FROM contents WHERE hash = content_hash) IS (SELECT apart_id FROM contents WHERE hash = @content) ORDER BY content_hash = @content DESC, missing_since DESC, id LIMIT 1)`
  ),
  add: db.prepare<[PhotoFile]>('INSERT INTO files (folder_id, path, size, modified_ms, photo_id, content_hash) VALUES (@folder, @path, @size, @modifiedMs, @id, @content)'),
  writeProblem: db.prepare<[FoundFile & Omit<IndexedProblem, 'status'>]>(
    `INSERT INTO files (folder_id, path, size, modified_ms, problem_code, problem_detail, attempts)
     VALUES (@folder, @path, @size, @modifiedMs, @code, @detail, 1)
     ON CONFLICT (folder_id, path) DO UPDATE SET
       attempts = CASE WHEN size = excluded.size AND modified_ms = excluded.modified_ms THEN attempts + 1 ELSE 1 END,
       size = excluded.size, modified_ms = excluded.modified_ms, photo_id = NULL, content_hash = NULL, missing_since = NULL,
       problem_code = excluded.problem_code, problem_detail = excluded.problem_detail`
  )
}));

/**
 * Writes a batch of files that were read. Thumbnails are committed first, then everything else in one transaction.
 * @param now milliseconds since 1970
 * @throws {CodedError} `disk-full` and others: then nothing of the batch except thumbnails is stored
 * @throws {RangeError} as `writeDescriptors`
 */
export function writeIndexed(store: Store, versions: DescriptorVersions, batch: readonly IndexedFile[], now: number): IndexedCounts {
  const drawn = drawThumbnails(store, batch);
  return writeDerived(store, () => {
    const counts = { new: 0, changed: 0, same: 0, moved: 0, problems: 0 };
    const described: [PhotoId, Descriptors][] = [];
    const merged: MergedPair[] = [];
    const touched = new Set<PhotoId>();
    for (const { file, outcome, descriptors } of batch) {
      const before = statements(store).before.get(file.folder, file.path);
      if (before?.photo != null) touched.add(before.photo);
      if (outcome.status === 'problem') {
        writeProblem(store, file, outcome);
        counts.problems++;
        continue;
      }
      const id = outcome.status === 'known' ? knownPhoto(store, outcome) : writePhoto(store, file, outcome, now, merged);
      touched.add(id);
      counts[writeFile(store, file, { id, content: outcome.hash }, before)]++;
      if (outcome.status === 'photo' && drawn.has(outcome)) {
        statements(store).outdate.run({ id, look: outcome.look, encoder: versions.encoder });
        statements(store).redraw.run(outcome.look, id);
        described.push([id, descriptors]);
      }
    }
    mergeInGroups(store, merged);
    const gone = new Set(merged.map(({ goes }) => goes));
    showPresent(store, [...touched].filter((id) => !gone.has(id)));
    writeDescriptors(store, versions, described.filter(([id]) => !gone.has(id)));
    pairWritten(store, batch.flatMap(({ file, outcome }) => (outcome.status === 'problem' ? [] : [file])));
    return counts;
  });
}

/**
 * Writes the thumbnails that photos will be shown with, and returns whose they are. A photo that has one with another look keeps it, unless
 * the file is the one whose facts the photo shows.
 */
function drawThumbnails(store: Store, batch: readonly IndexedFile[]): ReadonlySet<IndexedPhoto> {
  const drawn = new Set<IndexedPhoto>();
  const fresh = new Set<string>();
  const thumbnails: { hash: string; data: Uint8Array }[] = [];
  for (const { file, outcome } of batch) {
    if (outcome.status !== 'photo' || outcome.thumbnail === null) continue;
    const known = findPhoto(store, file, outcome);
    const isFirst = ![outcome.hash, outcome.picture].some((identity) => identity !== null && fresh.has(identity));
    const own = known?.picture === null || known?.picture === outcome.picture; // else it is the raw file of a pair, for which another picture stands
    const takes = known === undefined ? isFirst : known.shown === outcome.hash || (own && (known.look === null || known.look === outcome.look));
    for (const identity of [outcome.hash, outcome.picture]) if (identity !== null) fresh.add(identity);
    if (!takes) continue;
    drawn.add(outcome);
    thumbnails.push({ hash: known?.hash ?? outcome.hash, data: outcome.thumbnail });
  }
  if (thumbnails.length > 0) writeThumbnails(store, thumbnails);
  return drawn;
}

/** The photo that a file belongs to; the older one if its content and its picture belong to two. */
function findPhoto(store: Store, file: FoundFile, { hash, picture, thumbnail, width, height }: IndexedPhoto): Found | undefined {
  const found = [photoOfContent(store, hash), picture === null ? undefined : photoOfPicture(store, picture)].filter((each) => each !== undefined);
  if (found.length > 0) return found.reduce((a, b) => (b.id < a.id ? b : a));
  // its picture hash was never computed and its old bytes are gone, but the picture looks the same: only the metadata was edited
  const before = photoAtPath(store, file.folder, file.path);
  const isUnchanged = before?.picture === null && before.width === width && before.height === height && thumbnail !== null && isThumbnail(store, before.hash, thumbnail);
  return isUnchanged ? before : undefined;
}

function writePhoto(store: Store, file: FoundFile, photo: IndexedPhoto, now: number, merged: MergedPair[]): PhotoId {
  const { status: _status, thumbnail: _thumbnail, ...row } = photo;
  const byContent = photoOfContent(store, photo.hash);
  const byPicture = photo.picture === null ? undefined : photoOfPicture(store, photo.picture);
  let id = findPhoto(store, file, photo)?.id;
  if (byContent !== undefined && byPicture !== undefined && byContent.id !== byPicture.id && byContent.picture === null) {
    const pair = mergePhotos(store, byContent.id, byPicture.id);
    merged.push(pair);
    id = pair.stays;
  }
  if (id === undefined) id = statements(store).addPhoto.get({ ...row, ...writtenFacts(row), now });
  else statements(store).identify.run({ id, picture: photo.picture, look: photo.look });
  if (id === undefined) throw new Error('expected the id of the written photo, got none');
  writeContent(store, id, photo);
  return id;
}

function knownPhoto(store: Store, { hash }: IndexedKnown): PhotoId {
  const found = photoOfContent(store, hash);
  if (found === undefined) throw new RangeError(`expected a known content, got ${hash}`);
  return found.id;
}

function writeFile(store: Store, { folder, path, size, modifiedMs }: FoundFile, { id, content }: Pick<PhotoFile, 'id' | 'content'>, before: FileBefore | undefined): 'new' | 'changed' | 'same' | 'moved' {
  const { change, move, add } = statements(store);
  const row = { folder, path, size, modifiedMs, id, content };
  if (before !== undefined) {
    change.run(row);
    return before.photo === null ? 'new' : before.content === content ? 'same' : 'changed';
  }
  if (move.run(row).changes > 0) return 'moved';
  add.run(row);
  return 'new';
}

function writeProblem(store: Store, { folder, path, size, modifiedMs }: FoundFile, { code, detail }: IndexedProblem): void {
  statements(store).writeProblem.run({ folder, path, size, modifiedMs, code, detail });
}
