// The SQLite driver, under the names the store uses.
import Driver from 'better-sqlite3';

/** An open SQLite database. */
export type Database = Driver.Database;
/** A prepared statement. */
export type Prepared<Parameters extends unknown[], Row = unknown> = Driver.Statement<Parameters, Row>;

export const SqliteError = Driver.SqliteError;

/** Opens a database file. */
export function connect(path: string, options: Driver.Options): Database {
  return new Driver(path, options);
}
