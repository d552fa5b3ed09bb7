// Prepares a scan of single paths: which of them are folders, and which a full scan would not reach.
import { basename, dirname, join, sep } from 'node:path';
import type { FileCalls } from './file-calls.ts';
import type { Chooser } from './leaving-out.ts';
import { NO_MEDIA } from './skipped.ts';

/** A folder: the path it is reached by (relative to the scanned one, `/`-separated), and its real path (absolute). */
export interface Folder {
  readonly path: string;
  readonly real: string;
}

export interface Places {
  /** The scanned folder, as given and as its real path. */
  readonly root: string;
  readonly rootReal: string;
  readonly calls: FileCalls;
  readonly choose: Chooser;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sorts `paths` (relative to the root, `/`-separated) into folders and other things, which may be gone. Paths that are left out, or inside
 * a folder that is, are in neither.
 */
export async function sortPaths(paths: Iterable<string>, places: Places): Promise<{ readonly folders: Folder[]; readonly files: string[] }> {
  const { root, rootReal, calls, choose, signal } = places;
  const taken = new Map<string, Promise<boolean>>([['', Promise.resolve(true)]]);
  const isTaken = (folder: string): Promise<boolean> => {
    const known = taken.get(folder);
    if (known) return known;
    const verdict = isTaken(around(folder)).then((outer) => outer && takes(folder, places));
    taken.set(folder, verdict);
    return verdict;
  };

  const folders: Folder[] = [];
  const files: string[] = [];
  for (const path of new Set(paths)) {
    if (!(await isTaken(around(path)))) continue;
    // any problem with it shows up when it is measured
    const isFolder = await calls.stat(join(root, path), { signal }).then((stats) => stats.isDirectory(), () => false);
    signal?.throwIfAborted();
    if (!isFolder) {
      if (!choose.file(path)) files.push(path);
    } else if (await isTaken(path)) {
      const real = await calls.realpath(join(root, path), { signal }).catch(() => rootReal); // gone meanwhile
      // a full scan reaches what is below the root without the link
      const leadsBack = isWithin(rootReal, real) || (isWithin(real, rootReal) && real !== join(rootReal, path));
      if (!leadsBack) folders.push({ path, real });
    }
  }
  const whole = new Set(folders.map(({ path }) => path));
  return { folders, files: files.filter((file) => !liesIn(file, whole)) };
}

/** Whether `path` is `folder` or inside it; both absolute. */
function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function liesIn(path: string, folders: ReadonlySet<string>): boolean {
  for (let at = around(path); at !== ''; at = around(at)) if (folders.has(at)) return true;
  return false;
}

/** Whether the folder itself is not left out, regardless of the folders above it. */
async function takes(folder: string, { root, calls, choose, signal }: Places): Promise<boolean> {
  if (choose.folder(folder, basename(folder), join(root, around(folder)))?.leftOut) return false;
  const saysNo = await calls.stat(join(root, folder, NO_MEDIA), { signal }).then(() => true, () => false);
  return !saysNo || choose.folder(folder, '', join(root, folder), 'nomedia')?.leftOut !== true;
}

/** The parent folder of a path; '' is the root. */
function around(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? '' : folder;
}
