// Atomic file writes that survive a power cut: written to a temporary file next to the target, with a name unique to this process, flushed,
// then renamed over it. Writes of one file in this process are serialised, so that the last one requested is the one that stays.
import { closeSync, fsyncSync, lstatSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The parts of a file, in order. */
export type Parts = readonly (Uint8Array | string)[];

/** Pending writes, by path. */
const lines = new Map<string, Promise<void>>();
/** Folders already swept for leftovers. */
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
      for (const part of parts) writeAll(file, Buffer.from(part));
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

async function write(path: string, parts: Parts): Promise<void> {
  sweep(path);
  const beside = besideOf(path);
  try {
    const file = await open(beside, 'w');
    try {
      for (const part of parts) await file.writeFile(part);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined); // the first failure is the one to report
    throw error;
  }
  flushFolder(path);
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

/** Removes leftovers of long-interrupted writes in this folder. */
function sweep(path: string): void {
  const folder = dirname(path);
  if (swept.has(folder)) return;
  swept.add(folder);
  for (const name of readdirSync(folder)) {
    const beside = join(folder, name);
    if (/\.\d+\.new$/.test(name) && Date.now() - lstatSync(beside).mtimeMs > LEFT_OVER_MS) rmSync(beside, { force: true });
  }
}
