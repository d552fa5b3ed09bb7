// The SQLite driver, under the names the store uses.
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
