// The files that plans are made of, and what plans make of them: a file that was moved or trashed is missing at once, one that was put back
// is there at once. Whatever else changed, the next index run finds out.
import type { PhotoId } from '../../src-shared/ids.ts';
import { preparedOnce, read, writeDerived } from './access.ts';
import type { Store } from './database.ts';
import type { FolderId } from './folder-id.ts';
import { currentId } from './merge.ts';
import { pairWritten } from './pairs.ts';
import { showPresent } from './shown.ts';

/** A present file of a photo, as it was indexed. */
export interface FiledFile {
  readonly photo: PhotoId;
  readonly folderId: FolderId;
  /** Absolute. */
  readonly folder: string;
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
  /** SHA-256 of its content. */
  readonly hash: string;
  /** When the photo was taken, in the camera's local time as if it were UTC: milliseconds since 1970; `null` if unknown. */
  readonly takenAt: number | null;
  /** Whether its folder is offline. */
  readonly offline: boolean;
  /** Whether it is a raw file. */
  readonly raw: boolean;
}

type Row = Omit<FiledFile, 'offline' | 'raw'> & { readonly offline: 0 | 1; readonly raw: 0 | 1 };

const statements = preparedOnce((db) => ({
  present: db.prepare<[PhotoId], Row>(
    `SELECT f.photo_id AS photo, d.id AS folderId, d.path AS folder, f.path, f.size, f.modified_ms AS modifiedMs, f.content_hash AS hash, p.taken_at AS takenAt, d.problem IS NOT NULL AS offline, c.format IS 'raw' AS raw
     FROM files f JOIN folders d ON d.id = f.folder_id JOIN photos p ON p.id = f.photo_id LEFT JOIN contents c ON c.hash = f.content_hash
     WHERE f.photo_id = ? AND f.missing_since IS NULL AND f.content_hash IS NOT NULL AND d.removed_at IS NULL ORDER BY d.problem IS NOT NULL, c.apart_id IS NOT NULL, c.format IS 'raw', f.folder_id, f.path`
  ),
  presentOf: db.prepare<[ids: string], Row & { readonly asked: PhotoId }>(
    `SELECT a.id AS asked, f.photo_id AS photo, d.id AS folderId, d.path AS folder, f.path, f.size, f.modified_ms AS modifiedMs, f.content_hash AS hash, p.taken_at AS takenAt, d.problem IS NOT NULL AS offline, c.format IS 'raw' AS raw
     FROM json_each(?) j CROSS JOIN photos a ON a.id = j.value CROSS JOIN photos p ON p.id = COALESCE(a.merged_into, a.id) CROSS JOIN files f ON f.photo_id = p.id JOIN folders d ON d.id = f.folder_id LEFT JOIN contents c ON c.hash = f.content_hash
     WHERE f.missing_since IS NULL AND f.content_hash IS NOT NULL AND d.removed_at IS NULL ORDER BY j.key, d.problem IS NOT NULL, c.apart_id IS NOT NULL, c.format IS 'raw', f.folder_id, f.path`
  ),
  photoAt: db.prepare<[FolderId, path: string], PhotoId>('SELECT photo_id FROM files WHERE folder_id = ? AND path = ? AND photo_id IS NOT NULL').pluck(),
  leave: db.prepare<[now: number, FolderId, path: string]>('UPDATE files SET missing_since = ? WHERE folder_id = ? AND path = ? AND photo_id IS NOT NULL AND missing_since IS NULL'),
  comeBack: db.prepare<[FolderId, path: string]>('UPDATE files SET missing_since = NULL WHERE folder_id = ? AND path = ? AND photo_id IS NOT NULL')
}));

/** The present files of a photo, in the order in which it is shown: those of offline folders last. */
export function readFiledFiles(store: Store, photo: PhotoId): FiledFile[] {
  return read(store, () => statements(store).present.all(currentId(store, photo)).map((row) => ({ ...row, offline: row.offline === 1, raw: row.raw === 1 })));
}

/** The same of many photos at once, by the ids asked for: a query each takes several times as long. Those without a file are left out. */
export function readFiledFilesOf(store: Store, photos: Iterable<PhotoId>): ReadonlyMap<PhotoId, readonly FiledFile[]> {
  const files = new Map<PhotoId, FiledFile[]>();
  for (const { asked, ...row } of read(store, () => statements(store).presentOf.all(JSON.stringify([...new Set(photos)])))) {
    const file = { ...row, offline: row.offline === 1, raw: row.raw === 1 };
    const others = files.get(asked);
    if (others) others.push(file);
    else files.set(asked, [file]);
  }
  return files;
}

/** The file at that path is no longer there. @param now milliseconds since 1970 */
export function noteLeft(store: Store, folder: FolderId, path: string, now: number): void {
  note(store, folder, path, () => statements(store).leave.run(now, folder, path).changes);
}

/** The file at that path is there again, with the content it had. */
export function noteBack(store: Store, folder: FolderId, path: string): void {
  note(store, folder, path, () => {
    const { changes } = statements(store).comeBack.run(folder, path);
    if (changes > 0) pairWritten(store, [{ folder, path }]);
    return changes;
  });
}

function note(store: Store, folder: FolderId, path: string, change: () => number): void {
  writeDerived(store, () => {
    const photo = statements(store).photoAt.get(folder, path);
    if (photo !== undefined && change() > 0) showPresent(store, [currentId(store, photo)]);
  });
}
