// Completes a library that was read from a damaged file by what a kept copy of it still has: entries of the log, which only ever grows, with the photos and
// lenses they are about, and every table of which nothing was left. Rows of other tables may have been deleted since, and stay so.
import { basename, dirname, join } from 'node:path';
import { copyForReading } from '../copy-for-reading.ts';
import { isDamage } from '../error.ts';
import { libraryMigrations } from '../migrations/list.ts';
import { migrate } from '../migrations/migration.ts';
import { connect, type Database } from '../sqlite.ts';

/** Rows are added to these, and never taken away. */
const GROWING = ['lenses', 'photos', 'contents', 'judgments'];

/** Whether SQLite finds nothing wrong with the database `name` in `folder`. */
export function isWhole(folder: string, name: string): boolean {
  const copy = copyForReading(folder, name);
  try {
    const db = connect(join(copy.folder, name), { fileMustExist: true });
    try {
      return db.pragma('integrity_check(1)', { simple: true }) === 'ok';
    } finally {
      db.close();
    }
  } catch {
    return false; // not there, or not a database any more
  } finally {
    copy.remove();
  }
}

/** @param path of the kept copy, which is not changed @returns the entries of the log that came from it; `null` for a copy that is damaged itself */
export function completeFrom(into: Database, path: string): number | null {
  const copy = copyForReading(dirname(path), basename(path));
  const at = join(copy.folder, basename(path));
  try {
    const old = connect(at, { fileMustExist: true });
    try {
      migrate(old, libraryMigrations);
    } finally {
      old.close();
    }
    return take(into, at);
  } catch (error) {
    if (!isDamage(error)) throw error;
    console.error(`${path} is damaged as well: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  } finally {
    copy.remove();
  }
}

function take(into: Database, path: string): number {
  const count = (table: string): number => into.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  const before = count('judgments');
  into.pragma('foreign_keys = OFF');
  into.prepare('ATTACH ? AS kept').run(path);
  try {
    const tables = into.prepare<[], string>("SELECT name FROM kept.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'").pluck().all();
    into.transaction(() => {
      for (const table of [...GROWING, ...tables.filter((name) => !GROWING.includes(name))]) {
        if (!GROWING.includes(table) && count(`main."${table}"`) > 0) continue;
        const columns = (into.pragma(`kept.table_info("${table}")`) as { readonly name: string }[]).map(({ name }) => `"${name}"`).join(', ');
        into.exec(`INSERT OR IGNORE INTO main."${table}" (${columns}) SELECT ${columns} FROM kept."${table}"`);
      }
    })();
  } finally {
    into.exec('DETACH kept');
  }
  return count('judgments') - before;
}
