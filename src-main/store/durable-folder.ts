// Folders that outlast a power cut: the entry of a new file or folder is in the folder above it, which the disk has to be told to keep too.
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/** Makes `folder` (absolute) and what is missing above it, each known to the disk before this returns and entered by this user alone. */
export function makeDurableFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  if (first === undefined) return;
  for (let made = folder; ; made = dirname(made)) {
    syncFolder(dirname(made));
    if (made === first || made === dirname(made)) return;
  }
}

/**
 * Lets this user alone enter `folder`, which an earlier version left open, and read the files of it that are named.
 * A file system that knows no such thing stays as it is.
 */
export function makePrivate(folder: string, files: readonly string[]): void {
  if (process.platform === 'win32') return; // where the folder of application data is the user's own
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

/** Has the disk keep which entries `folder` has. Windows keeps them by itself and opens no folder for this. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
