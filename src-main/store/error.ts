// Translates SQLite's and the system's errors into ours. Misuse by our own code is a `RangeError` or `TypeError` instead.
import { CodedError } from '../failure.ts';
import { SqliteError } from './sqlite.ts';

/**
 * SQLite's and the file system's errors as a `CodedError`; any other error is returned as it is.
 * @param folder the library's stored state, for the message
 */
export function asStoreError(error: unknown, folder: string): unknown {
  const code = codeOf(error);
  if (code === null || error instanceof CodedError) return error;
  if (isFullDisk(error)) {
    return new CodedError('disk-full', `The disk with ${folder} is full. Free some space and try again; nothing stored is lost.`, { cause: error });
  }
  if (isDamage(error)) return damaged(folder, error);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new CodedError('library-in-use', 'This library is open in another Kindred. Close it there and try again.', { cause: error });
  }
  if (error instanceof SqliteError && code.startsWith('SQLITE_CONSTRAINT')) return error; // a bug of ours, not a disk problem
  const reason = error instanceof Error ? error.message : String(error);
  return new CodedError('unexpected', `The library in ${folder} cannot be used (${reason}). Check that the folder can be read and written, then try again.`, { cause: error });
}

/** Whether SQLite or the system says that a disk is full. */
export function isFullDisk(error: unknown): boolean {
  const code = codeOf(error);
  // `SHMSIZE`: the WAL index could not grow, which SQLite reports separately from a full disk
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE';
}

/** Whether SQLite says that it could not read or write, which says nothing of what is in the file; one that ends early is damaged. */
export function isUnreadable(error: unknown): boolean {
  return isFullDisk(error) || /^SQLITE_(IOERR(?!_SHORT_READ)|CANTOPEN|READONLY|BUSY|LOCKED|NOMEM)/.test(String(codeOf(error)));
}

/** Whether an error says that a file is not what we wrote: its pages, or the tables in them. */
export function isDamage(error: unknown): boolean {
  if (error instanceof CodedError) return error.code === 'library-damaged';
  if (!(error instanceof SqliteError)) return false;
  return error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB' || (error.code === 'SQLITE_ERROR' && OTHER_TABLES.test(error.message));
}

/** Our statements match our tables, so on these errors the tables are damaged or not ours. */
const OTHER_TABLES = /no such (table|column|index)|has no column|already exists|duplicate column|malformed/;

/** The failure of a file that is not what we wrote; nothing is deleted or repaired. @param saved what is known about the answers in it */
export function damaged(folder: string, cause?: unknown, saved = 'Your answers can be saved as far as they are readable'): CodedError {
  return new CodedError(
    'library-damaged',
    `The library in ${folder} is damaged. Your photos are untouched and nothing was deleted. ${saved}: run \`kindred judgments export <folder> > answers.jsonl\` to have them in a file, and \`kindred repair <folder>\` (in the app: Repair) to put the library together again. A backup of ${folder} can also be put back.`,
    { cause }
  );
}

/** `null` for any error not from SQLite or the system. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return error instanceof SqliteError || 'syscall' in error ? error.code : null;
}
