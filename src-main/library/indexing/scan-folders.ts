// The first half of an index run: scans every folder of a library and finds what has to be read. A folder that is not there is
// offline: its photos stay as they are.
import { CodedError } from '../../failure.ts';
import type { FileCalls } from '../../photos/file-calls.ts';
import { checkFolder, isFolderFailure } from '../../photos/folder.ts';
import { byDefault } from '../../photos/leaving-out.ts';
import type { OnNotRead } from '../../photos/list-folder.ts';
import { scan, type ScanProblem } from '../../photos/scan.ts';
import type { LeftOutFolder, NotReadKind } from '../../../src-shared/contract.ts';
import type { Store } from '../../store/database.ts';
import type { FolderId } from '../../store/folder-id.ts';
import { noteFolder, readFolders, type StoredFolder } from '../../store/folders.ts';
import type { IndexedFile } from '../../store/indexed.ts';
import { readLeavingOut, writeLeftOut } from '../../store/leaving-out.ts';
import { writeNotRead } from '../../store/not-read.ts';
import { readCounts, readFiles } from '../../store/photos.ts';
import { beginScanInSlices, type FoundFile, type Scan } from '../../store/scan.ts';

/** The folders and files that a scan found. */
export interface ScannedFolders {
  /** The folders that are there. */
  readonly online: readonly StoredFolder[];
  /** New and changed files. */
  readonly toRead: readonly FoundFile[];
  /** Files that could not be examined and are not known yet. */
  readonly unreadable: readonly IndexedFile[];
  /** Whether a file is somewhere that could not be examined. */
  isUnknown(file: FoundFile): boolean;
  /** How many files of photos became missing. */
  readonly missing: number;
  /** How many problems disappeared with their files. */
  readonly problemsGone: number;
  /** When the scans ended, in milliseconds since 1970. */
  readonly at: number;
}

/** Folders in which something changed, and where: paths, each a file or a folder with everything in it; `null` for the whole folder. */
export type ChangedFolders = ReadonlyMap<FolderId, readonly string[] | null>;

export interface ScanFoldersOptions {
  /** If given, scans only these. */
  readonly only?: ChangedFolders | null;
  readonly signal: AbortSignal;
  /** Replaces the calls to the file system, for tests. */
  readonly calls?: FileCalls;
  /** Called for every batch of files; the scan continues when it resolves. */
  readonly onFound: (counts: { readonly found: number; readonly unchanged: number }) => Promise<void>;
}

/** What one folder's scan gathered. */
interface FolderScan {
  readonly folder: StoredFolder;
  readonly scan: Scan;
  readonly toRead: FoundFile[];
  readonly problems: ScanProblem[];
  readonly elsewhere: string[];
  readonly leftOut: LeftOutFolder[];
  readonly notRead: Partial<Record<NotReadKind, number>>;
  readonly movies: string[];
}

/**
 * Scans all folders, then marks what is gone; nothing is marked if the scan does not complete.
 * Rejects with a `CodedError` if no folder is there and no photo is known, and with the reason of `signal`.
 */
export async function scanFolders(store: Store, options: ScanFoldersOptions): Promise<ScannedFolders> {
  const scans: FolderScan[] = [];
  let reason: CodedError | null = null;
  const others: StoredFolder[] = [];
  for (const folder of readFolders(store)) {
    if (options.only?.has(folder.id) === false) {
      if (folder.problem === null) others.push(folder);
      continue;
    }
    try {
      scans.push(await scanFolder(store, folder, options));
    } catch (error) {
      if (!isFolderFailure(error)) throw error;
      noteFolder(store, folder.id, { problem: error.code });
      reason ??= error;
    }
  }
  if (scans.length === 0 && readCounts(store).photos === 0 && reason !== null) throw reason;

  // before anything is read: then a photo whose old path is gone counts as moved, not as a copy
  const at = Date.now();
  const gone = scans.map(({ scan, problems, elsewhere }) => scan.finish(at, problems.map(({ path }) => path), elsewhere));
  if (scans.length > 0 && !options.only) {
    writeLeftOut(store, scans.flatMap(({ leftOut }) => leftOut));
    writeNotRead(store, new Map(scans.map(({ folder, notRead, movies }) => [folder.id, { ...notRead, ...(movies.length > 0 && { movies }) }])), readFolders(store).map(({ id }) => id));
  }
  const unreadable = scans.flatMap(({ folder, problems }) => problems.map((problem) => toUnreadable(folder, problem)));
  // a known photo stays as it is while its file cannot be examined
  const known = new Set(unreadable.length > 0 ? readFiles(store).map(keyOf) : []);
  const unknown = new Set(unreadable.map(({ file }) => keyOf(file)));
  return {
    online: [...scans.map(({ folder }) => folder), ...others],
    toRead: scans.flatMap(({ toRead }) => toRead),
    unreadable: unreadable.filter(({ file }) => !known.has(keyOf(file))),
    isUnknown: (file) => unknown.has(keyOf(file)),
    missing: gone.reduce((sum, { missing }) => sum + missing, 0),
    problemsGone: gone.reduce((sum, { problems }) => sum + problems, 0),
    at
  };
}

/** A key for a file, unique across all folders. */
export function keyOf({ folder, path }: Pick<FoundFile, 'folder' | 'path'>): string {
  return `${folder}/${path}`;
}

async function scanFolder(store: Store, folder: StoredFolder, { signal, calls, onFound, only }: ScanFoldersOptions): Promise<FolderScan> {
  const paths = only?.get(folder.id) ?? null;
  const device = await checkFolder(folder.path, { signal, ...(calls && { calls }) });
  const found: FolderScan = { folder: { ...folder, device }, scan: await beginScanInSlices(store, folder.id, { only: paths }), toRead: [], problems: [], elsewhere: [], leftOut: [], notRead: {}, movies: [] };
  const onNotRead: OnNotRead = (kind, files, still) => {
    found.notRead[kind] = (found.notRead[kind] ?? 0) + files;
    if (still !== undefined) found.movies.push(still);
  };
  for await (const { files, problems, leftOut, elsewhere } of scan(folder.path, { signal, onNotRead, leavingOut: readLeavingOut(store) ?? byDefault, ...(calls && { calls }), ...(paths && { only: paths }) })) {
    const { toRead, unchanged } = found.scan.compare(files);
    found.toRead.push(...toRead);
    found.problems.push(...problems);
    found.elsewhere.push(...elsewhere);
    for (const one of leftOut) found.leftOut.push({ folder: folder.path, ...one });
    await onFound({ found: files.length, unchanged: unchanged.length });
  }
  // an unplugged drive may leave an empty mount point, which is on another device
  if (folder.device !== null && device !== folder.device && found.scan.expected > 0 && found.scan.found === 0 && found.elsewhere.length === 0) {
    throw new CodedError('folder-missing', `${folder.path} contains none of the photos that were there. If it is on a removable drive, connect it, then retry.`);
  }
  noteFolder(store, folder.id, { device });
  return found;
}

function toUnreadable({ id }: StoredFolder, { path, code, detail }: ScanProblem): IndexedFile {
  return { file: { folder: id, path, size: 0, modifiedMs: 0 }, outcome: { status: 'problem', code, detail }, descriptors: { embedding: null, features: null } };
}
