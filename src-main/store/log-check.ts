// Checks the log of judgments when a library is opened: a damaged index would silently hide answers. Takes milliseconds for
// thousands of answers; the large tables can be rebuilt and are not checked.
import type { Database } from './sqlite.ts';
import { SqliteError } from './sqlite.ts';

/** Messages about invalid values in rows: such rows are skipped one by one when the log is read. */
const ABOUT_ROWS = /constraint failed|NULL value|non-\S+ value|missing from index|wrong # of entries/i;

/** Rebuilds damaged indexes of the log. Throws SQLite's own error if its table is damaged. */
export function checkLog(db: Database): void {
  if (complaints(db).length === 0) return;
  db.exec('REINDEX judgments');
  const left = complaints(db).filter((complaint) => !ABOUT_ROWS.test(complaint));
  if (left.length > 0) throw new SqliteError(`the log of judgments is damaged: ${left.slice(0, 3).join('; ')}`, 'SQLITE_CORRUPT');
}

function complaints(db: Database): string[] {
  const lines = db.pragma('integrity_check(judgments)') as { readonly integrity_check: string }[];
  return lines.map(({ integrity_check: complaint }) => complaint).filter((complaint) => complaint !== 'ok');
}
