// Finds the photos below a folder by their endings. Reads names, sizes and times, never a file's content; writes nothing.
// Paths stay exactly as the system gives them (no Unicode normalisation): they have to open the same file again.
import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { LeavingOut } from '../../src-shared/contract.ts';
import { asFolderError, checkFolder } from './folder.ts';
import { hasPhotoEnding } from './formats.ts';
import { isSystemError, messageOf } from './problem.ts';
import { byDefault, chooser, type Chooser, type Verdict } from './leaving-out.ts';
import { NO_MEDIA } from './skipped.ts';

/** A file with a photo's ending. `path` is relative to the scanned folder, `/`-separated on every system. */
export interface ScannedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970, with the file system's fraction. */
  readonly modifiedMs: number;
}

/** A folder, link or file that could not be looked at: whatever lies at or below `path` is unknown, not gone. */
export interface ScanProblem {
  readonly path: string;
  readonly detail: string;
}

/** A folder that a rule or pattern of `LeavingOut` is about. */
export interface ScannedFolder extends Verdict {
  readonly path: string;
}

/** Some files, and what was met on the way to them. */
export interface ScanBatch {
  readonly files: readonly ScannedFile[];
  readonly problems: readonly ScanProblem[];
  readonly leftOut: readonly ScannedFolder[];
}

/** A folder waiting to be listed: where it is reached (relative), and where it really lies (absolute). */
interface Folder {
  readonly path: string;
  readonly real: string;
}

interface Listing {
  readonly folders: readonly Folder[];
  /** Photos by their endings, and links of any kind. */
  readonly candidates: readonly string[];
  readonly leftOut: readonly ScannedFolder[];
}

/** What a link turned out to be, besides a file. */
const LINKED_FOLDER = Symbol('linked folder');

/**
 * Walks `root` and yields its photos in batches of about `batchSize`, folder by folder.
 * What is to be left out is passed over, and told. A linked folder is followed once, after everything that really
 * lies below `root`; a link to `root` or above it is not followed.
 * Only a scan that ends without throwing tells which files are gone: when the root itself goes away midway (a drive unplugged,
 * even where an empty mount point stays) it throws `folder-missing`.
 * @throws {FolderError} about `root`; the reason of `signal` once it is aborted
 */
export async function* scan(
  root: string,
  { signal, batchSize = 500, leavingOut = byDefault }: { readonly signal?: AbortSignal; readonly batchSize?: number; readonly leavingOut?: LeavingOut } = {}
): AsyncGenerator<ScanBatch, void, undefined> {
  const device = await checkFolder(root);
  const rootReal = await realpath(root);
  const visited = new Set([rootReal]);
  const folders: Folder[] = [{ path: '', real: rootReal }];
  const links: string[] = [];
  let files: ScannedFile[] = [];
  let problems: ScanProblem[] = [];
  let leftOut: ScannedFolder[] = [];
  const choose = chooser(leavingOut);

  for (;;) {
    signal?.throwIfAborted();
    const folder = folders.pop() ?? (await followNext(links, root, rootReal, visited));
    if (folder === null) break;
    const listing = await list(root, folder, choose).catch(async (error: unknown) => {
      await checkFolder(root, device);
      if (folder.path === '') throw asFolderError(root, error);
      problems.push({ path: folder.path, detail: messageOf(error) });
      return null;
    });
    if (listing === null) continue;
    leftOut.push(...listing.leftOut);

    // last first, because the stack is taken from its end
    for (const inner of listing.folders.toReversed()) {
      if (visited.has(inner.real)) continue;
      visited.add(inner.real);
      folders.push(inner);
    }
    for (let start = 0; start < listing.candidates.length; start += batchSize) {
      signal?.throwIfAborted();
      const paths = listing.candidates.slice(start, start + batchSize);
      const measured = await Promise.all(paths.map((path) => measure(root, path)));
      for (const [index, outcome] of measured.entries()) {
        if (outcome === LINKED_FOLDER) links.push(paths[index] ?? '');
        else if (outcome !== null) 'size' in outcome ? files.push(outcome) : problems.push(outcome);
      }
      if (files.length >= batchSize) {
        yield { files, problems, leftOut };
        files = [];
        problems = [];
        leftOut = [];
      }
    }
  }

  await checkFolder(root, device);
  if (files.length > 0 || problems.length > 0 || leftOut.length > 0) yield { files, problems, leftOut };
}

async function list(root: string, folder: Folder, choose: Chooser): Promise<Listing> {
  const entries = await readdir(join(root, folder.path), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const leftOut: ScannedFolder[] = [];
  // the folder that was asked for is looked at whatever it says of itself
  if (folder.path !== '' && entries.some(({ name }) => name === NO_MEDIA)) {
    const verdict = choose.folder(folder.path, '', folder.real, 'nomedia');
    if (verdict !== null) leftOut.push({ path: folder.path, ...verdict });
    if (verdict?.leftOut) return { folders: [], candidates: [], leftOut };
  }
  const folders: Folder[] = [];
  const candidates: string[] = [];
  for (const entry of entries) {
    const { name } = entry;
    const path = folder.path === '' ? name : `${folder.path}/${name}`;
    const isFolder = entry.isDirectory();
    if (isFolder || (entry.isSymbolicLink() && !hasPhotoEnding(name))) {
      // a package opened as the root itself keeps its rule too, hence `real`
      const verdict = choose.folder(path, name, folder.real);
      if (verdict !== null && isFolder) leftOut.push({ path, ...verdict });
      if (verdict?.leftOut) continue;
      if (isFolder) folders.push({ path, real: join(folder.real, name) });
      else candidates.push(path);
    } else if ((entry.isFile() || entry.isSymbolicLink()) && hasPhotoEnding(name) && !choose.file(path)) {
      candidates.push(path);
    }
  }
  return { folders, candidates, leftOut };
}

/** @returns `null` for what is no photo: deleted since it was listed, or a link to some other file */
async function measure(root: string, path: string): Promise<ScannedFile | ScanProblem | typeof LINKED_FOLDER | null> {
  try {
    const stats = await stat(join(root, path));
    if (stats.isDirectory()) return LINKED_FOLDER;
    if (!stats.isFile() || !hasPhotoEnding(path.slice(path.lastIndexOf('/') + 1))) return null;
    return { path, size: stats.size, modifiedMs: stats.mtimeMs };
  } catch (error) {
    // Node decodes names as UTF-8; a name in another encoding cannot be opened by what it decodes to
    if (path.includes('\uFFFD')) return { path, detail: 'The name is not valid Unicode. Rename the file.' };
    if (isSystemError(error) && error.code === 'ENOENT' && !(await isLink(root, path))) return null;
    return { path, detail: messageOf(error) };
  }
}

async function isLink(root: string, path: string): Promise<boolean> {
  return readlink(join(root, path)).then(() => true, () => false);
}

/** Takes linked folders until one leads somewhere new, and marks it visited. */
async function followNext(links: string[], root: string, rootReal: string, visited: Set<string>): Promise<Folder | null> {
  for (let path = links.shift(); path !== undefined; path = links.shift()) {
    const real = await realpath(join(root, path)).catch(() => null);
    if (real === null || visited.has(real)) continue;
    const leadsAbove = rootReal.startsWith(real.endsWith(sep) ? real : real + sep);
    if (leadsAbove) continue;
    visited.add(real);
    return { path, real };
  }
  return null;
}
