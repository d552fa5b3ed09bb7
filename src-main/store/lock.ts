// A lock between processes that the system releases when its holder dies: an empty SQLite file held exclusively.
// Not a lock file whose mere existence counts: a killed process would leave that behind.
import { asStoreError } from './error.ts';
import { connect } from './sqlite.ts';

/** Lets go of a lock; a second call does nothing. */
export type Release = () => void;

/**
 * Holds the lock at `path` until the returned function is called or the process ends, however it ends.
 * @param timeoutMs how long to wait for another holder
 * @throws {StoreError} `library-in-use` while another connection, in this or another process, holds it
 */
export function holdLock(path: string, folder: string, { timeoutMs = 0 }: { readonly timeoutMs?: number } = {}): Release {
  let db: ReturnType<typeof connect> | undefined;
  try {
    db = connect(path, { timeout: timeoutMs });
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    throw asStoreError(error, folder);
  }
  const held = db;
  return () => held.close();
}
