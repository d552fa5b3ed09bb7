// Reads everything still readable from a damaged library.db: through SQLite, past its damaged pages, and the log of judgments also from
// pages that SQLite no longer reaches. Works on a copy; changes nothing.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { copyForReading } from '../copy-for-reading.ts';
import { isDamage } from '../error.ts';
import { connect, type Database, type Prepared } from '../sqlite.ts';
import { asLogEntry, withReadableOrigin } from './log-entries.ts';
import { readPages } from './pages.ts';
import { readableRows, type Row } from './readable-rows.ts';
import { readRecords } from './records.ts';

/** Fills `into`, an empty database of the newest version, with what can be read from the database `name` in `folder`. */
export function salvageInto(into: Database, folder: string, name: string): void {
  const copy = copyForReading(folder, name);
  const path = join(copy.folder, name);
  try {
    into.pragma('foreign_keys = OFF');
    into.transaction(() => {
      // pages first: SQLite deletes a log next to an empty file
      const entries = logEntries(path, columnsOf(into, 'judgments'));
      readTables(path, into, entries);
      const ids = new Set(entries.keys());
      for (const [, entry] of [...entries].sort(([a], [b]) => a - b)) {
        if (entry.target === null || ids.has(entry.target as number)) insert(into, 'judgments', entry); // an entry that drops a lost one has no effect
      }
      nameLostLenses(into);
      restoreContents(into);
    })();
    for (const { table, rowid } of into.pragma('foreign_key_check') as { table: string; rowid: number | null }[]) {
      if (table !== 'judgments' && rowid !== null) into.prepare(`DELETE FROM "${table}" WHERE rowid = ?`).run(rowid);
    }
  } finally {
    copy.remove();
  }
}

function logEntries(path: string, columns: readonly string[]): Map<number, Row> {
  const entries = new Map<number, Row>();
  for (const record of readRecords(readPages(path))) {
    const entry = asLogEntry(record, columns);
    if (entry !== null) entries.set(record.rowid, entry);
  }
  return entries;
}

function readTables(path: string, into: Database, entries: Map<number, Row>): void {
  if (!existsSync(path) || statSync(path).size === 0) return;
  const from = connect(path, { readonly: true });
  try {
    for (const table of tablesOf(into)) {
      for (const row of readableRows(from, table)) {
        if (table !== 'judgments') insert(into, table, row);
        else if (typeof row.id === 'number') entries.set(row.id, withReadableOrigin(row));
      }
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    console.error(`${path} can no longer be opened, searching its pages: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    from.close();
  }
}

/** Skips rows that the table does not accept: they are damaged, or from another version. */
function insert(into: Database, table: string, row: Row): void {
  const columns = columnsOf(into, table).filter((column) => row[column] !== undefined);
  try {
    insertion(into, table, columns).run(columns.map((column) => row[column]));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('SQLITE_CONSTRAINT') && code !== 'SQLITE_MISMATCH') throw error;
    console.error(`Skipped a row of ${table}: ${(error as Error).message}`);
  }
}

/** Restores contents of photos whose content rows are lost, or that were written by a version without them. */
function restoreContents(into: Database): void {
  into.exec(`
    UPDATE photos SET shown = hash WHERE shown IS NULL;
    INSERT OR IGNORE INTO contents (hash, photo_id, look, width, height, format, bytes, taken_at, latitude, longitude, camera) SELECT shown, id, NULL, width, height, format, bytes, taken_at, latitude, longitude, camera FROM photos WHERE merged_into IS NULL;
    UPDATE files SET content_hash = (SELECT shown FROM photos WHERE id = photo_id) WHERE photo_id IS NOT NULL AND content_hash IS NULL;
  `);
}

/** Recreates lost lens rows for the answers that refer to them, named by number. */
function nameLostLenses(into: Database): void {
  into.exec("INSERT OR IGNORE INTO lenses (id, name, created_at) SELECT DISTINCT lens_id, 'Lens ' || lens_id, 0 FROM judgments WHERE lens_id NOT IN (SELECT id FROM lenses)");
}

function tablesOf(db: Database): string[] {
  return db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'").pluck().all();
}

const columnsOf = once((db, table) => (db.pragma(`table_info("${table}")`) as { readonly name: string }[]).map(({ name }) => name));

function insertion(db: Database, table: string, columns: readonly string[]): Prepared<[unknown[]]> {
  return insertions(db, `"${table}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
}

const insertions = once((db, what) => db.prepare<[unknown[]]>(`INSERT OR REPLACE INTO ${what}`));

/** Caches the result of `make` for each database and text. */
function once<T>(make: (db: Database, text: string) => T): (db: Database, text: string) => T {
  const made = new WeakMap<Database, Map<string, T>>();
  return (db, text) => {
    const known = made.get(db) ?? new Map<string, T>();
    made.set(db, known);
    const value = known.get(text) ?? make(db, text);
    known.set(text, value);
    return value;
  };
}
