// Copies databases from read-only places: SQLite reads a write-ahead log only with an index file next to it.
import { constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteError } from './sqlite.ts';

/** Copies a database in `folder`, with its logs, to a temporary folder; `remove` deletes that. */
export function copyForReading(folder: string, name: string): { readonly folder: string; readonly remove: () => void } {
  const copy = mkdtempSync(join(tmpdir(), 'kindred-read-'));
  const remove = (): void => rmSync(copy, { recursive: true, force: true });
  try {
    for (const file of [name, `${name}-wal`, `${name}-journal`]) {
      // shares the blocks if the file system can
      if (existsSync(join(folder, file))) copyFileSync(join(folder, file), join(copy, file), constants.COPYFILE_FICLONE);
    }
    return { folder: copy, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Whether an error says that a folder, or a file in it, is not writable. */
export function isUnwritable(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false;
  if (error instanceof SqliteError) return /^SQLITE_(CANTOPEN|READONLY|PERM)/.test(error.code);
  return ['EACCES', 'EPERM', 'EROFS'].includes(error.code);
}
