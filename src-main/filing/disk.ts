// The file system as actions on files use it, so that tests can have it fail. Also how folders are made and entries flushed.
import { copyFile, link, lstat, mkdir, open, readdir, readlink, realpath, rename, stat, symlink, unlink, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { namesOf, systemPath } from '../byte-names.ts';
import { whenFree } from '../locked-files.ts';

/** Node's functions of the same names. */
export interface Disk {
  readonly copyFile: typeof copyFile;
  readonly link: typeof link;
  readonly lstat: typeof lstat;
  readonly mkdir: typeof mkdir;
  readonly open: typeof open;
  readonly readdir: typeof readdir;
  readonly readlink: typeof readlink;
  readonly realpath: typeof realpath;
  readonly rename: typeof rename;
  readonly stat: typeof stat;
  readonly symlink: typeof symlink;
  readonly unlink: typeof unlink;
  readonly utimes: typeof utimes;
}

/** The computer's own, with names of any bytes (byte-names). */
export const systemDisk: Disk = {
  lstat: at(lstat), mkdir: at(mkdir), open: at(open), stat: at(stat), unlink: at(unlink), utimes: at(utimes),
  copyFile: between(copyFile), link: between(link), symlink: between(symlink),
  rename: between<typeof rename>((from, to) => whenFree(() => rename(from, to))), // refused by Windows while another program has the file open
  readdir: ((path: string) => readdir(systemPath(path)).then((names) => namesOf(names, () => readdir(systemPath(path), 'buffer')))) as typeof readdir, // asked for names alone
  readlink: decoded(readlink), realpath: decoded(realpath)
};

// each is called with texts alone here, which the casts below hide the other forms of

function at<F>(call: F): F {
  return ((path: string, ...rest: unknown[]) => (call as (path: string | Buffer, ...rest: unknown[]) => unknown)(systemPath(path), ...rest)) as F;
}

function between<F>(call: F): F {
  return ((from: string, to: string, ...rest: unknown[]) => (call as (from: string | Buffer, to: string | Buffer, ...rest: unknown[]) => unknown)(systemPath(from), systemPath(to), ...rest)) as F;
}

function decoded<F extends typeof readlink | typeof realpath>(call: F): F {
  return (async (path: string) => (await namesOf([await call(systemPath(path))], async () => [await call(systemPath(path), 'buffer')]))[0]) as F;
}

/** Some file systems cannot flush a folder: they keep its entries in order by themselves, or not at all. */
const CANNOT_FLUSH = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'EISDIR', 'EPERM']);

/** Removes a file that the app itself made; waits where another program has it open. */
export function removeOwn(disk: Disk, path: string): Promise<void> {
  return whenFree(() => disk.unlink(path));
}

/** Removes a file of the user's while `isStill`, which is asked anew before every try: who has it open may be saving it. @returns whether it was */
export function removeWhile(disk: Disk, path: string, isStill: () => Promise<boolean>): Promise<boolean> {
  return whenFree(async () => {
    if (!(await isStill())) return false;
    await disk.unlink(path);
    return true;
  });
}

/** Flushes the entries of `folder`. Windows does that itself, and cannot open a folder for it. */
export async function flushFolder(disk: Disk, folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await disk.open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!CANNOT_FLUSH.has(systemCode(error))) throw error;
  } finally {
    await handle.close();
  }
}

/** Flushes the content of a file. */
export async function flushFile(disk: Disk, path: string): Promise<void> {
  const handle = await disk.open(path, process.platform === 'win32' ? 'r+' : 'r'); // elsewhere a read-only file can be flushed too
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Creates `folder` (absolute) and its missing parents, each flushed. */
export async function makeFolder(disk: Disk, folder: string, mode = 0o777): Promise<void> {
  const first = await disk.mkdir(folder, { recursive: true, mode });
  if (first === undefined) return;
  for (let made = folder; ; made = dirname(made)) {
    await flushFolder(disk, dirname(made));
    if (made === first || made === dirname(made)) return;
  }
}

/** What is at `path`, without following a link; `null` for nothing. */
export async function lookAt(disk: Disk, path: string): Promise<Looked | null> {
  try {
    // file ids of Windows are larger than a number can be
    const stats = await disk.lstat(path, { bigint: true });
    const { dev, ino, nlink, size, mtimeNs } = stats;
    return { id: `${dev} ${ino}`, names: Number(nlink), size: Number(size), modified: mtimeNs, isLink: stats.isSymbolicLink(), isFile: stats.isFile() };
  } catch (error) {
    if (isNothing(error)) return null;
    throw error;
  }
}

export interface Looked {
  /** The same for two paths of one file. */
  readonly id: string;
  /** How many paths it has. */
  readonly names: number;
  readonly size: number;
  /** In nanoseconds since 1970. */
  readonly modified: bigint;
  readonly isLink: boolean;
  readonly isFile: boolean;
}

export function isNothing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(systemCode(error));
}

/** How the system names an error; empty for any other error. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
