// The SQLite driver, under the names the store uses.
import { existsSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import Driver from 'better-sqlite3';

/** An open SQLite database. */
export type Database = Driver.Database;
/** A prepared statement. */
export type Prepared<Parameters extends unknown[], Row = unknown> = Driver.Statement<Parameters, Row>;

export const SqliteError = Driver.SqliteError;

// a thread loads the driver's native code before it is ready, for it may be ended at any moment from then on (workers/worker-start)
if (!isMainThread) new Driver(':memory:').close();

/** Opens a database file. */
export function connect(path: string, options: Driver.Options): Database {
  return new Driver(path, options);
}

/** The files that belong to a database, by what is added to its name; of a journal left beside another database, SQLite takes that one's pages. */
export const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

/**
 * Rolls back what was being written to a database that had no write-ahead log yet when its process or the power went: a read-only connection cannot.
 * Does nothing where there is nothing to roll back.
 */
export function rollBackHot(path: string): void {
  if (!existsSync(`${path}-journal`)) return;
  const db = connect(path, { timeout: 5000 });
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
  } finally {
    db.close();
  }
}
