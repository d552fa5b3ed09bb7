// Finds the photos below a folder by file extension. Reads names, sizes and times, and of short movies what they belong to; writes nothing.
// Paths stay exactly as the system gives them (no Unicode normalisation): they have to open the same file again.
import { join, sep } from 'node:path';
import type { LeavingOut, ProblemCode } from '../../src-shared/contract.ts';
import { isElsewhere, placeholderFor } from './elsewhere.ts';
import { type FileCalls, files as ownFiles } from './file-calls.ts';
import { asFolderError, checkFolder } from './folder.ts';
import { byDefault, chooser } from './leaving-out.ts';
import { list, type Listing, type OnNotRead, type ScannedFolder, type Walk } from './list-folder.ts';
import { kindByName, looksLikePhoto } from './not-read.ts';
import { isSystemError, messageOf, PhotoProblem } from './problem.ts';
import { type QuickStat, QuickStats } from './quick-stats.ts';
import { type Folder, sortPaths } from './scan-paths.ts';
import { isNetworkFolder } from './watching/network-folder.ts';

/** A file with a photo's extension. `path` is relative to the scanned folder, `/`-separated on every system. */
export interface ScannedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970, with the file system's fraction. */
  readonly modifiedMs: number;
}

/** A folder, link or file that could not be examined: everything at or below `path` is unknown, not gone. */
export interface ScanProblem {
  readonly path: string;
  /** `timeout` if the file system does not answer. */
  readonly code: Extract<ProblemCode, 'unreadable' | 'timeout'>;
  readonly detail: string;
}

export type { ScannedFolder } from './list-folder.ts';

/** Some files, and the problems and left-out folders found on the way. `elsewhere`: paths of files whose bytes are only in a cloud; nothing is known of these but that they are there. */
export interface ScanBatch {
  readonly files: readonly ScannedFile[];
  readonly problems: readonly ScanProblem[];
  readonly leftOut: readonly ScannedFolder[];
  readonly elsewhere: readonly string[];
}

export interface ScanOptions {
  readonly signal?: AbortSignal;
  readonly batchSize?: number;
  readonly leavingOut?: LeavingOut;
  readonly calls?: FileCalls;
  /** Scans only these paths, each a file or a folder with everything in it. Whatever is not reported from them is gone, or left out. */
  readonly only?: readonly string[];
  readonly platform?: NodeJS.Platform;
  /** Called for every file that is no photo, and with the number of files in a folder that is left out. */
  readonly onNotRead?: OnNotRead;
  /** Measures files at once where that is quicker; by default only where `calls` are the system's own. */
  readonly quick?: QuickStats | null;
}

/** Files measured at a time: enough for a network, and few enough that they may all hang, in every folder of a drive that went away. */
const AT_ONCE = 4;

const LINKED_FOLDER = Symbol('linked folder');
const ELSEWHERE = Symbol('elsewhere');

/**
 * Walks `root` and yields its photos in batches of about `batchSize`, folder by folder.
 * Left-out folders are skipped and reported. A linked folder is followed once, after everything that is really
 * below `root`; a link to `root` or above it is not followed.
 * Only a scan that ends without throwing shows which files are gone: if the root itself goes away midway (a drive unplugged,
 * even if an empty mount point stays) it throws `folder-missing`.
 * @throws {CodedError} about `root`; the reason of `signal` once it is aborted
 */
export async function* scan(root: string, { calls = ownFiles, quick = calls === ownFiles ? new QuickStats() : null, ...options }: ScanOptions = {}): AsyncGenerator<ScanBatch, void, undefined> {
  try {
    yield* walkThrough(root, { ...options, calls, quick });
  } finally {
    await quick?.close();
  }
}

async function* walkThrough(
  root: string,
  { signal, batchSize = 500, leavingOut = byDefault, calls, only, platform = process.platform, onNotRead = () => {}, quick }: ScanOptions & { readonly calls: FileCalls; readonly quick: QuickStats | null }
): AsyncGenerator<ScanBatch, void, undefined> {
  const device = await checkFolder(root, { calls, signal });
  const walk = { root, calls, signal, choose: chooser(leavingOut), platform: (await mayHavePlaceholders(root, platform, { calls, signal })) ? platform : ('linux' as const), onNotRead };
  const rootReal = await calls.realpath(root, { signal });
  const top = { path: '', real: rootReal };
  const parts = only && (await sortPaths(only, { ...walk, rootReal }));
  const folders: Folder[] = parts?.folders ?? [top];
  let start: Listing | null = parts ? { folders: [], candidates: parts.files, leftOut: [], elsewhere: [], links: new Set() } : null;
  const visited = new Set([rootReal, ...folders.map(({ real }) => real)]);
  const links: string[] = [];
  let files: ScannedFile[] = [];
  let problems: ScanProblem[] = [];
  let leftOut: ScannedFolder[] = [];
  let elsewhere: string[] = [];

  for (;;) {
    signal?.throwIfAborted();
    const folder = start === null ? (folders.pop() ?? (await followNext(walk, links, rootReal, visited, problems))) : top;
    if (folder === null) break;
    const giveUp = async (error: unknown): Promise<null> => {
      signal?.throwIfAborted();
      await checkFolder(root, { ...walk, device });
      if (folder.path === '') throw asFolderError(root, error);
      problems.push(asScanProblem(folder.path, error));
      return null;
    };
    const listing = start ?? (await list(walk, folder).catch(giveUp));
    start = null;
    if (listing === null) continue;
    leftOut.push(...listing.leftOut);
    elsewhere.push(...listing.elsewhere);

    let answers = true;
    for (let from = 0; from < listing.candidates.length; from += batchSize) {
      signal?.throwIfAborted();
      const paths = listing.candidates.slice(from, from + batchSize);
      const measured = await measureAll(walk, paths, listing.links, quick).catch(giveUp);
      answers = measured !== null;
      if (measured === null) break;
      for (const [index, outcome] of measured.entries()) {
        if (outcome === LINKED_FOLDER) links.push(paths[index] ?? '');
        else if (outcome === ELSEWHERE) elsewhere.push(paths[index] ?? '');
        else if (outcome !== null) 'size' in outcome ? files.push(outcome) : problems.push(outcome);
      }
      if (files.length >= batchSize) {
        yield { files, problems, leftOut, elsewhere };
        files = [];
        problems = [];
        leftOut = [];
        elsewhere = [];
      }
    }
    if (!answers) continue; // everything below it is unknown too
    // last first, because the stack is taken from its end
    for (const inner of listing.folders.toReversed()) {
      if (visited.has(inner.real)) continue;
      visited.add(inner.real);
      folders.push(inner);
    }
  }

  await checkFolder(root, { ...walk, device });
  if (files.length > 0 || problems.length > 0 || leftOut.length > 0 || elsewhere.length > 0) yield { files, problems, leftOut, elsewhere };
}

/** Whether a file without blocks is one that a cloud keeps: a server may report none of files that it has. */
async function mayHavePlaceholders(root: string, platform: NodeJS.Platform, { calls, signal }: Pick<Walk, 'calls' | 'signal'>): Promise<boolean> {
  if (platform === 'linux') return false;
  const isOnServer = await calls.wait(root, () => isNetworkFolder(root), { folder: root, signal }).catch(() => false); // where the system does not say, as on a disk
  signal?.throwIfAborted();
  return !isOnServer;
}

/** As `measure`: plain ones at once where that is quicker, all others a few at a time. @throws {PhotoProblem} `timeout` */
async function measureAll(walk: Walk, paths: readonly string[], links: ReadonlySet<string>, quick: QuickStats | null): Promise<Measured[]> {
  const began = performance.now();
  const stats = (links.size === 0 && (await quick?.of(walk.root, paths, walk.signal))) || null; // a link may hang where its folder does not
  const measured: Measured[] = paths.map((path, index) => plainPhoto(walk, path, stats?.[index] ?? null));
  const queue = paths.entries();
  const lane = async (): Promise<void> => {
    for (const [index, path] of queue) measured[index] ??= await measure(walk, path, links.has(path));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  if (stats === null) quick?.note(paths.length, performance.now() - began);
  // a single hanging file is that file's problem
  const [hangs, again] = measured.filter((one) => one !== null && typeof one === 'object' && 'code' in one && one.code === 'timeout' && !links.has(one.path)) as ScanProblem[];
  if (hangs && again) throw new PhotoProblem('timeout', hangs.detail);
  return measured;
}

/** A photo by its name, of which nothing else has to be known; `null` for all others. */
function plainPhoto({ platform }: Walk, path: string, stats: QuickStat | null): ScannedFile | null {
  if (stats === null || isElsewhere(stats, platform) || kindByName(path.slice(path.lastIndexOf('/') + 1)) !== 'photo') return null;
  return { path, size: stats.size, modifiedMs: stats.mtimeMs };
}

type Measured = ScannedFile | ScanProblem | typeof LINKED_FOLDER | typeof ELSEWHERE | null;

/** @returns `null` if it is not a photo: deleted since it was listed, or another file by its content */
async function measure({ root, calls, signal, platform, onNotRead }: Walk, path: string, isLink: boolean): Promise<Measured> {
  const full = join(root, path);
  try {
    const stats = await calls.stat(full, { signal, ...(isLink && { folder: full }) });
    if (stats.isDirectory()) return LINKED_FOLDER;
    const kind = stats.isFile() ? kindByName(path.slice(path.lastIndexOf('/') + 1)) : 'other';
    if (stats.isFile() && (kind === 'photo' || kind === null) && isElsewhere(stats, platform)) {
      onNotRead('elsewhere', 1);
      return ELSEWHERE;
    }
    const isPhoto = kind === 'photo' || (kind === null && (await looksLikePhoto(full, calls).catch(() => false)));
    if (!isPhoto) {
      onNotRead(kind ?? 'other', 1);
      return null;
    }
    return { path, size: stats.size, modifiedMs: stats.mtimeMs };
  } catch (error) {
    signal?.throwIfAborted();
    // a name that the system gave as bytes, and Node decoded: nothing can be opened by it; on Linux only who watches gives such names (byte-names)
    if (path.includes('\uFFFD') && process.platform === 'linux') return null;
    if (path.includes('\uFFFD')) return { path, code: 'unreadable', detail: 'The name is not valid Unicode. Rename the file.' };
    // of what is there and no link, readlink says so
    const isThere = (at: string): Promise<boolean> => calls.readlink(at).then(() => true, (reason: unknown) => isSystemError(reason) && reason.code === 'EINVAL');
    if (isSystemError(error) && error.code === 'ENOENT' && platform !== 'win32' && (await isThere(placeholderFor(full)))) return ELSEWHERE; // counted where the placeholder is met
    if (isSystemError(error) && error.code === 'ENOENT' && !(await calls.readlink(full).then(() => true, () => false))) return null;
    return asScanProblem(path, error);
  }
}

/** Takes linked folders until one leads somewhere new, and marks it visited. */
async function followNext({ root, calls, signal }: Walk, links: string[], rootReal: string, visited: Set<string>, problems: ScanProblem[]): Promise<Folder | null> {
  for (let path = links.shift(); path !== undefined; path = links.shift()) {
    const real = await calls.realpath(join(root, path), { signal }).catch((error: unknown) => {
      signal?.throwIfAborted();
      if (isTimeout(error)) problems.push(asScanProblem(path, error));
      return null; // deleted since it was listed
    });
    if (real === null || visited.has(real)) continue;
    const leadsAbove = rootReal.startsWith(real.endsWith(sep) ? real : real + sep);
    if (leadsAbove) continue;
    visited.add(real);
    return { path, real };
  }
  return null;
}

const isTimeout = (error: unknown): boolean => error instanceof PhotoProblem && error.code === 'timeout';
const asScanProblem = (path: string, error: unknown): ScanProblem => ({ path, code: isTimeout(error) ? 'timeout' : 'unreadable', detail: messageOf(error) });
