// Folders that survive a power cut: the entry of a new file or folder is in its parent folder, which has to be flushed too.
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/** Creates `folder` (absolute) and its missing parents, each flushed to disk before this returns and accessible to this user only. */
export function makeDurableFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  if (first === undefined) return;
  for (let made = folder; ; made = dirname(made)) {
    syncFolder(dirname(made));
    if (made === first || made === dirname(made)) return;
  }
}

/**
 * Makes `folder`, which an earlier version left open, and the named files in it accessible to this user only.
 * On a file system without permissions nothing changes.
 */
export function makePrivate(folder: string, files: readonly string[]): void {
  if (process.platform === 'win32') return; // there the application data folder is the user's own
  for (const [path, mode] of [[folder, PRIVATE_FOLDER], ...files.map((name) => [join(folder, name), PRIVATE_FILE] as const)] as const) {
    const { mode: now } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if (now === undefined || (now & 0o077) === 0) continue;
    try {
      chmodSync(path, mode);
    } catch (error) {
      console.error(`${path} can be read by others: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** Flushes the entries of `folder` to disk. Windows does that itself, and cannot open a folder for it. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
