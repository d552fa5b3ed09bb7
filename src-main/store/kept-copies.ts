// Copies of library.db that Kindred keeps beside it by itself, for the day on which it is damaged: the state of the last start that found something
// changed, and of the one before, and the state before a migration. salvage/repair.ts takes from them what the damaged one no longer has.
import { closeSync, constants, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { workerFile } from '../workers/worker-file.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { syncFolder } from './durable-folder.ts';
import type { KeepingReply, KeepingRequest } from './keeping-worker.ts';
import { COMPANIONS, connect } from './sqlite.ts';

const LIBRARY_FILE = 'library.db';
/** The newest first. */
export const KEPT_FILES = [`${LIBRARY_FILE}.backup`, `${LIBRARY_FILE}.backup-2`] as const;
/** A start has better things to do at first. */
const DELAY_MS = 5000;

/** The copies that are there, the newest first; absolute. */
export function keptCopies(folder: string): string[] {
  return KEPT_FILES.map((name) => join(folder, name)).filter((path) => existsSync(path));
}

/** Whether the library was written since the last copy. Call it before anything is written by opening it. */
export function changedSinceKept(folder: string): boolean {
  const modified = (name: string): number => {
    const file = statSync(join(folder, name), { throwIfNoEntry: false });
    return file === undefined || file.size === 0 ? 0 : file.mtimeMs; // who only reads leaves an empty log
  };
  return Math.max(modified(LIBRARY_FILE), modified(`${LIBRARY_FILE}-wal`)) > modified(KEPT_FILES[0]);
}

/**
 * Makes a copy of the library in `folder`, which is open and in use, in a thread of its own, after a while.
 * @param signal stops it
 * @returns whether there is a new copy: a library that is damaged is not copied over a whole one @throws what the thread fails with
 */
export async function keepCopy(folder: string, signal: AbortSignal, delayMs = DELAY_MS): Promise<boolean> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    timer.unref();
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()));
  });
  const isStopped = (): boolean => signal.aborted;
  if (isStopped()) return false;
  const beside = join(folder, `${KEPT_FILES[0]}.new`);
  const workers = await WorkerPool.open<KeepingReply>(workerFile('keeping-worker', import.meta.url), {}, 1);
  const stop = (): void => void workers.close();
  signal.addEventListener('abort', stop);
  try {
    const { wrong } = await workers.run({ message: { from: join(folder, LIBRARY_FILE), to: beside } satisfies KeepingRequest });
    if (isStopped()) return false;
    if (wrong === null) await rotateLater(folder, beside);
    else console.error(`${join(folder, LIBRARY_FILE)} is not copied, because it is damaged (${wrong}). Repair it: Repair in the app, or \`kindred repair\`.`);
    return wrong === null;
  } catch (error) {
    if (isStopped()) return false; // the thread was ended
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await workers.close();
    removeDatabase(beside);
  }
}

/** Keeps the library in `folder` as it is before a migration changes it; whoever calls is its only writer. @throws as the file system and SQLite do */
export function keepBeforeMigration(folder: string): void {
  const path = join(folder, LIBRARY_FILE);
  const db = connect(path, {});
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
  const beside = join(folder, `${KEPT_FILES[0]}.new`);
  try {
    // shares the blocks if the file system can
    copyFileSync(path, beside, constants.COPYFILE_FICLONE);
    const file = openSync(beside, 'r+');
    fsyncSync(file);
    closeSync(file);
    rotate(folder, beside);
  } finally {
    rmSync(beside, { force: true });
  }
}

function rotate(folder: string, made: string): void {
  const { newest, older } = placesIn(folder);
  if (existsSync(newest)) renameSync(newest, older);
  renameSync(made, newest);
  syncFolder(folder);
}

/** The same without waiting for it: a large copy that goes takes a while. */
async function rotateLater(folder: string, made: string): Promise<void> {
  const { newest, older } = placesIn(folder);
  if (existsSync(newest)) await rename(newest, older);
  await rename(made, newest);
  syncFolder(folder);
}

function placesIn(folder: string): { readonly newest: string; readonly older: string } {
  const [newest, older] = KEPT_FILES.map((name) => join(folder, name)) as [string, string]; // two
  return { newest, older };
}

function removeDatabase(path: string): void {
  for (const suffix of ['', ...COMPANIONS]) rmSync(path + suffix, { force: true });
}
