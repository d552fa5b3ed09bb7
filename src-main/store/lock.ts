// A lock between processes that the system releases when its holder dies: an empty SQLite file held exclusively.
// Not a lock file that counts by existing: a killed process would leave that behind.
import { truncateSync } from 'node:fs';
import { asStoreError, isDamage } from './error.ts';
import { connect, type Database } from './sqlite.ts';

/** Releases a lock; a second call does nothing. */
export type Release = () => void;

/**
 * Holds the lock at `path` until the returned function is called or the process ends, however it ends.
 * A file with anything in it is emptied: it should hold nothing.
 * @param timeoutMs how long to wait for another holder
 * @throws {CodedError} `library-in-use` while another connection, in this or another process, holds it
 */
export function holdLock(path: string, folder: string, { timeoutMs = 0 }: { readonly timeoutMs?: number } = {}): Release {
  try {
    const held = hold(path, timeoutMs);
    return () => held.close();
  } catch (error) {
    throw asStoreError(error, folder);
  }
}

function hold(path: string, timeoutMs: number): Database {
  try {
    return begin(path, timeoutMs);
  } catch (error) {
    if (!isDamage(error)) throw error;
    // another holder would have been noticed before the contents; truncated in place, so that others wait for the same file
    console.error(`${path} was damaged and is empty again.`);
    truncateSync(path);
    return begin(path, timeoutMs);
  }
}

function begin(path: string, timeoutMs: number): Database {
  const db = connect(path, { timeout: timeoutMs });
  try {
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
