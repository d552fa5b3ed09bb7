// The folders of a library, in the order in which they were added. The database is authoritative; the registry's entry repeats
// their paths, so that a library can be found without being opened. Does not access the file system.
import { CodedError } from '../failure.ts';
import { keptUntilWritten, preparedOnce, read, write, writeDerived } from './access.ts';
import type { Store } from './database.ts';
import type { FolderId } from './folder-id.ts';
import { readCounts } from './photos.ts';
import { isInside, pathBelow } from './places.ts';
import { showPresent } from './shown.ts';
import type { PhotoId } from '../../src-shared/contract.ts';

/** Why a folder cannot be scanned. */
export type FolderProblem = 'folder-missing' | 'not-a-folder' | 'folder-unreadable';

export interface StoredFolder {
  readonly id: FolderId;
  /** Absolute. */
  readonly path: string;
  /** Number of the device it was on when last scanned; `null` before the first scan. */
  readonly device: number | null;
  /** Why it could not be scanned when last checked; `null` if it could. */
  readonly problem: FolderProblem | null;
}

/** A file of a photo, present or missing. */
export interface KnownFile {
  /** Path of its folder; empty if unknown. */
  readonly folder: string;
  readonly path: string;
  readonly size: number;
  /** SHA-256 of its content. */
  readonly hash: string;
}

const FOLDER = 'SELECT id, path, device, problem FROM folders';

const statements = preparedOnce((db) => ({
  list: db.prepare<[], StoredFolder>(`${FOLDER} WHERE removed_at IS NULL ORDER BY id`),
  removed: db.prepare<[path: string], StoredFolder>(`${FOLDER} WHERE removed_at IS NOT NULL AND path = ? ORDER BY removed_at DESC`),
  add: db.prepare<[path: string, now: number], FolderId>('INSERT INTO folders (path, added_at) VALUES (?, ?) RETURNING id').pluck(),
  revive: db.prepare<[FolderId]>('UPDATE folders SET removed_at = NULL, problem = NULL, device = NULL WHERE id = ?'),
  move: db.prepare<[path: string, FolderId]>('UPDATE folders SET path = ?, device = NULL, problem = NULL WHERE id = ?'),
  forget: db.prepare<[]>('UPDATE folders SET device = NULL, problem = NULL'),
  note: db.prepare<[device: number | null, problem: FolderProblem | null, FolderId]>('UPDATE folders SET device = coalesce(?, device), problem = ? WHERE id = ?'),
  remove: db.prepare<[now: number, FolderId]>('UPDATE folders SET removed_at = ? WHERE id = ?'),
  photos: db.prepare<[FolderId], PhotoId>('SELECT DISTINCT photo_id FROM files WHERE folder_id = ? AND photo_id IS NOT NULL').pluck(),
  markMissing: db.prepare<[now: number, FolderId]>('UPDATE files SET missing_since = ? WHERE folder_id = ? AND photo_id IS NOT NULL AND missing_since IS NULL'),
  dropProblems: db.prepare<[FolderId]>('DELETE FROM files WHERE folder_id = ? AND problem_code IS NOT NULL'),
  take: db.prepare<[into: FolderId, prefix: string, from: FolderId]>('UPDATE OR REPLACE files SET folder_id = ?, path = ? || path WHERE folder_id = ?'),
  drop: db.prepare<[FolderId]>('DELETE FROM folders WHERE id = ?'),
  known: db.prepare<[], KnownFile>(
    `SELECT d.path AS folder, f.path, f.size, f.content_hash AS hash FROM files f JOIN folders d ON d.id = f.folder_id
     WHERE f.content_hash IS NOT NULL AND d.removed_at IS NULL ORDER BY f.folder_id, f.path`
  ),
  offline: db.prepare<[], number>(
    `SELECT count(*) FROM (SELECT f.photo_id FROM files f JOIN folders d ON d.id = f.folder_id
     WHERE f.missing_since IS NULL AND f.photo_id IS NOT NULL GROUP BY f.photo_id HAVING min(d.problem IS NOT NULL) = 1)`
  ).pluck(),
  // a photo's files lie side by side in the index, so nothing has to be sorted
  count: db.prepare<[FolderId], number>(
    'SELECT count(*) FROM (SELECT DISTINCT photo_id FROM files INDEXED BY files_of_photo WHERE folder_id = ? AND missing_since IS NULL AND photo_id IS NOT NULL)'
  ).pluck()
}));

export function readFolders(store: Store): StoredFolder[] {
  return read(store, () => statements(store).list.all());
}

/** Files of photos in the folders of the library, by folder and path. */
export function readKnownFiles(store: Store): KnownFile[] {
  return read(store, () => statements(store).known.all());
}

/** Photos whose non-missing files are all in offline folders. */
export const countOffline = keptUntilWritten((store): number =>
  read(store, () => (readFolders(store).every(({ problem }) => problem === null) ? 0 : (statements(store).offline.get() ?? 0)))
);

/** Photos present in each folder; a photo in several folders counts in each. */
export const countByFolder = keptUntilWritten((store): ReadonlyMap<FolderId, number> =>
  read(store, () => {
    const folders = readFolders(store);
    if (folders.length === 1) return new Map(folders.map(({ id }) => [id, readCounts(store).photos]));
    return new Map(folders.map(({ id }) => [id, statements(store).count.get(id) ?? 0]));
  })
);

/**
 * Adds a folder, or brings back one that was removed. One that contains folders of the library takes over their files.
 * @param path absolute, without links
 * @param now milliseconds since 1970
 * @throws {CodedError} `bad-request` for a folder that already belongs to the library
 */
export function addFolder(store: Store, path: string, now: number): FolderId {
  return write(store, () => {
    const { removed, revive, add, take, drop } = statements(store);
    const folders = readFolders(store);
    const around = folders.find((folder) => folder.path !== '' && isInside(path, folder.path));
    if (around !== undefined) throw new CodedError('bad-request', `${path} already belongs to this library${around.path === path ? '' : `, because it is inside ${around.path}`}.`);
    const before = removed.get(path);
    if (before !== undefined) revive.run(before.id);
    const id = before?.id ?? add.get(path, now);
    if (id === undefined) throw new Error('expected the id of the added folder, got none');
    for (const inner of folders) {
      if (inner.path === '' || !isInside(inner.path, path)) continue;
      take.run(id, `${pathBelow(inner.path, path)}/`, inner.id);
      drop.run(inner.id);
    }
    return id;
  });
}

/** Changes the path of a folder. @throws {CodedError} `bad-request` for a path that already belongs to the library */
export function moveFolder(store: Store, id: FolderId, path: string): void {
  write(store, () => {
    const other = readFolders(store).find((folder) => folder.id !== id && folder.path !== '' && (isInside(path, folder.path) || isInside(folder.path, path)));
    if (other !== undefined) throw new CodedError('bad-request', `${path} overlaps with ${other.path}, another folder of this library.`);
    statements(store).move.run(path, id);
  });
}

/** Removes a folder: its photos are missing from then on, unless they are in another one too; answers about them are kept. */
export function removeFolder(store: Store, id: FolderId, now: number): void {
  writeDerived(store, () => {
    const { photos, markMissing, dropProblems, remove } = statements(store);
    const touched = photos.all(id);
    markMissing.run(now, id);
    dropProblems.run(id);
    remove.run(now, id);
    showPresent(store, touched);
  });
}

/** Records how a folder was found: on which device, or why it could not be scanned. */
export function noteFolder(store: Store, id: FolderId, { device = null, problem = null }: { readonly device?: number | null; readonly problem?: FolderProblem | null }): void {
  const known = readFolders(store).find((folder) => folder.id === id);
  if (known === undefined || (known.problem === problem && (device === null || known.device === device))) return;
  writeDerived(store, () => statements(store).note.run(device, problem, id));
}

/** Forgets on which devices the folders were, and how they were found: on another computer they are neither. */
export function forgetDevices(store: Store): void {
  write(store, () => statements(store).forget.run());
}

/**
 * Determines which folders a library has when it is opened: the database's, or the registry's while it has none.
 * @param registered paths in the registry's entry; empty if that is damaged
 */
export function settleFolders(store: Store, registered: readonly string[], now: number): StoredFolder[] {
  const [first, ...rest] = registered;
  const nameless = readFolders(store).find(({ path }) => path === '');
  if (nameless !== undefined && first !== undefined) {
    write(store, () => {
      statements(store).move.run(first, nameless.id);
      for (const path of rest) addFolder(store, path, now);
    });
  }
  return readFolders(store);
}
