// Atomic file writes that survive a power cut: written to a temporary file next to the target, with a name unique to this process, flushed,
// then renamed over it. Writes of one file in this process are serialised, so that the last one requested is the one that stays.
import { closeSync, existsSync, fsyncSync, lstatSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The parts of a file, in order. */
export type Parts = readonly (Uint8Array | string)[];

/** Pending writes, by path. */
const lines = new Map<string, Promise<void>>();
/** Files whose leftovers were already swept. */
const swept = new Set<string>();
/** A temporary file younger than this may still be in use by another process. */
const LEFT_OVER_MS = 3_600_000;

/** Writes `parts` as the file at `path`. Rejects as the file system does; then the previous file stays. */
export function writeWhole(path: string, parts: Parts): Promise<void> {
  const written = (lines.get(path) ?? Promise.resolve()).then(() => write(path, parts));
  // only the caller handles its failure
  const line = written.catch(() => undefined).then(() => {
    if (lines.get(path) === line) lines.delete(path);
  });
  lines.set(path, line);
  return written;
}

/** The same, synchronously: for small files. Throws as the file system does. */
export function writeWholeSync(path: string, parts: Parts): void {
  sweep(path);
  const beside = besideOf(path);
  try {
    const file = openSync(beside, 'w');
    try {
      for (const part of parts) writeAll(file, typeof part === 'string' ? Buffer.from(part) : part);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  flushFolder(path);
}

/**
 * The same for a file that `make` writes at the path given to it, flushes, and may check there: only then it gets its name.
 * @param replaces whether a file that has that name by then is replaced; otherwise it rejects with `EEXIST`
 */
export async function writeWholeBy(path: string, make: (beside: string) => Promise<void>, { replaces = true } = {}): Promise<void> {
  sweep(path);
  const beside = besideOf(path);
  try {
    await make(beside);
    if (replaces || !existsSync(path)) await rename(beside, path);
    else throw Object.assign(new Error(`EEXIST: ${path} exists`), { code: 'EEXIST', path });
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined); // the first failure is the one to report
    throw error;
  }
  flushFolder(path);
}

function write(path: string, parts: Parts): Promise<void> {
  return writeWholeBy(path, async (beside) => {
    const file = await open(beside, 'w');
    try {
      for (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
  });
}

function besideOf(path: string): string {
  return `${path}.${process.pid}.new`;
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** Flushes the new name too; Windows cannot open folders, and keeps names in a journal. */
function flushFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Removes leftovers of long-interrupted writes of this file; other files in a folder of the user's are the user's. */
function sweep(path: string): void {
  if (swept.has(path)) return;
  swept.add(path);
  const [folder, name] = [dirname(path), basename(path)];
  for (const left of readdirSync(folder)) {
    if (!left.startsWith(`${name}.`) || !/^\.\d+\.new$/.test(left.slice(name.length))) continue;
    const beside = join(folder, left);
    if (Date.now() - lstatSync(beside).mtimeMs > LEFT_OVER_MS) rmSync(beside, { force: true });
  }
}
