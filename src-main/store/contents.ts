// Every content that a file was ever seen with, what was read from it, and the photo it belongs to. Contents are never deleted:
// judgments refer to photos by them long after the last such file is gone.
import type { DateSource, PhotoId } from '../../src-shared/contract.ts';
import { preparedOnce, read } from './access.ts';
import type { Store } from './database.ts';
import type { DescriptorVersions } from './descriptors.ts';
import type { FolderId } from './folder-id.ts';

/** What was read from a content. */
export interface ContentFacts {
  /** Of the upright picture, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly format: string;
  readonly bytes: number;
  /** Milliseconds since 1970 in the camera's local time. */
  readonly takenAt: number | null;
  /** What says so; left out: not looked for. */
  readonly takenFrom?: DateSource | null;
  /** Whether only the day is known. */
  readonly takenDay?: boolean;
  /** Minutes that this local time is ahead of UTC; `null` or left out: not said. */
  readonly takenOffset?: number | null;
  /** Whether the picture ends before its file should. */
  readonly incomplete?: boolean;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly camera: string | null;
  /** Model of the camera's lens; left out: not looked for. */
  readonly optics?: string | null;
  /** What its metadata says of flags, stars and labels (src-shared/marks/packed), 0 for nothing; `null` or left out: not looked for. */
  readonly mark?: number | null;
  /** What it has in common with photos of the same moment, `null` for nothing; left out: not looked for. */
  readonly moment?: string | null;
}

/** A content with what identifies it. */
export interface Content extends ContentFacts {
  /** SHA-256 of the bytes, lower-case hex. */
  readonly hash: string;
  /** How the file says its picture is to be shown (orientation, profile): the same picture with the same look has the same pixels. */
  readonly look: string | null;
}

/** A photo found by content or picture. */
export interface Found {
  readonly id: PhotoId;
  /** The key of its thumbnail. */
  readonly hash: string;
  readonly picture: string | null;
  readonly shown: string;
  readonly look: string | null;
  readonly width: number;
  readonly height: number;
}

const FOUND = 'p.id, p.hash, p.picture, p.shown, p.look, p.width, p.height';
/** All current descriptors exist, and were made from the photo's current look. */
const COMPLETE = `
  EXISTS (SELECT 1 FROM embeddings e WHERE e.photo_id = p.id AND e.encoder_version_id = @encoder)
  AND EXISTS (SELECT 1 FROM features d WHERE d.photo_id = p.id AND d.version = @features)
  AND EXISTS (SELECT 1 FROM thumbs.thumbnails t WHERE t.hash = p.hash)
  AND NOT EXISTS (SELECT 1 FROM contents s WHERE s.hash = p.shown AND s.look <> p.look)`;

type Asked = DescriptorVersions & { readonly content: string };

const statements = preparedOnce((db) => ({
  byContent: db.prepare<[hash: string], Found>(`SELECT ${FOUND} FROM contents c JOIN photos p ON p.id = c.photo_id WHERE c.hash = ?`),
  byPicture: db.prepare<[picture: string], Found>(`SELECT ${FOUND} FROM photos a JOIN photos p ON p.id = COALESCE(a.merged_into, a.id) WHERE a.picture = ?`),
  byPath: db.prepare<[FolderId, path: string], Found>(`SELECT ${FOUND} FROM files f JOIN photos p ON p.id = f.photo_id WHERE f.folder_id = ? AND f.path = ?`),
  write: db.prepare<[Omit<Content, keyof Written | 'moment'> & Written & { readonly id: PhotoId; readonly picture: string | null; readonly moment: string | null }]>(
    `INSERT INTO contents (hash, photo_id, apart_id, look, width, height, format, bytes, taken_at, taken_from, taken_day, taken_offset, incomplete, latitude, longitude, camera, optics, mark, moment)
     VALUES (@hash, @id, (SELECT id FROM photos WHERE picture = @picture AND merged_into IS NOT NULL), @look, @width, @height, @format, @bytes, @takenAt, @takenFrom, @takenDay, @takenOffset, @incomplete, @latitude, @longitude, @camera, @optics, @mark, @moment)
     ON CONFLICT (hash) DO UPDATE SET look = excluded.look, width = excluded.width, height = excluded.height, format = excluded.format,
       bytes = excluded.bytes, taken_at = excluded.taken_at, taken_from = COALESCE(excluded.taken_from, taken_from), taken_day = excluded.taken_day, taken_offset = excluded.taken_offset,
       incomplete = MAX(excluded.incomplete, incomplete), latitude = excluded.latitude, longitude = excluded.longitude, camera = excluded.camera, optics = COALESCE(excluded.optics, optics),
       mark = COALESCE(excluded.mark, mark), moment = COALESCE(excluded.moment, moment)`
  ),
  known: db.prepare<[Asked], number>(
    `SELECT 1 FROM contents c JOIN photos p ON p.id = c.photo_id WHERE c.hash = @content AND c.look IS NOT NULL AND c.mark IS NOT NULL AND c.taken_from IS NOT NULL AND c.optics IS NOT NULL AND c.moment IS NOT NULL AND p.picture IS NOT NULL AND ${COMPLETE}`
  ).pluck(),
  seen: db.prepare<[Asked & { readonly picture: string }], number>(
    `SELECT 1 FROM photos p WHERE p.id IN (SELECT photo_id FROM contents WHERE hash = @content UNION ALL SELECT COALESCE(merged_into, id) FROM photos WHERE picture = @picture) AND ${COMPLETE}`
  ).pluck()
}));

/** The photo with that content, seen at any time. */
export function photoOfContent(store: Store, hash: string): Found | undefined {
  return read(store, () => statements(store).byContent.get(hash));
}

/** The photo with that picture. */
export function photoOfPicture(store: Store, picture: string): Found | undefined {
  return read(store, () => statements(store).byPicture.get(picture));
}

/** The photo that the file at that path was last read as. */
export function photoAtPath(store: Store, folder: FolderId, path: string): Found | undefined {
  return read(store, () => statements(store).byPath.get(folder, path));
}

/** Records a content of a photo, or updates what was read from it. It stays with the photo it was first recorded for. */
export function writeContent(store: Store, id: PhotoId, content: Content & { readonly picture: string | null }): void {
  const { hash, look, width, height, format, bytes, takenAt, latitude, longitude, camera, mark = null, moment, picture } = content;
  statements(store).write.run({ id, picture, hash, look, width, height, format, bytes, takenAt, latitude, longitude, camera, mark, moment: moment === undefined ? null : (moment ?? ''), ...writtenFacts(content) });
}

/** What may not have been looked for, as columns have it. */
interface Written {
  /** '': nothing says it. */
  readonly takenFrom: DateSource | '' | null;
  readonly takenDay: 0 | 1;
  readonly takenOffset: number | null;
  readonly incomplete: 0 | 1;
  /** '': nothing says it. */
  readonly optics: string | null;
}

export function writtenFacts({ takenFrom, takenDay = false, takenOffset = null, incomplete = false, optics }: Pick<ContentFacts, keyof Written>): Written {
  return { optics: optics === undefined ? null : (optics ?? ''), takenFrom: takenFrom === undefined ? null : (takenFrom ?? ''), takenDay: takenDay ? 1 : 0, takenOffset, incomplete: incomplete ? 1 : 0 };
}

/** What need not be read again from a file, while these versions are current. */
export function knownPhotos(store: Store, versions: DescriptorVersions): { isKnown(content: string): boolean; isSeen(content: string, picture: string): boolean } {
  return {
    isKnown: (content) => isKnown(store, versions, content),
    // it belongs to a photo that lacks nothing: only the file's metadata is new, not its pixels
    isSeen: (content, picture) => read(store, () => statements(store).seen.get({ ...versions, content, picture }) !== undefined)
  };
}

/** Whether everything about that content is known, so that a file with it need not be read. */
export function isKnown(store: Store, versions: DescriptorVersions, content: string): boolean {
  return read(store, () => statements(store).known.get({ ...versions, content }) !== undefined);
}
