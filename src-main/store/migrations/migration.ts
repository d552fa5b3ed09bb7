// The type of a migration, and how a database is brought to the newest version.
import type { Database } from '../sqlite.ts';

/** Takes a database from the version before to this one. Never edited once released: a change is a new migration. */
export type Migration = (db: Database) => void;

/** @returns the version of the schema in `db`; 0 where there is none yet */
export function versionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Runs the migrations that `db` lacks, each in a transaction of its own, up to version `to`. */
export function migrate(db: Database, migrations: readonly Migration[], to = migrations.length): void {
  for (let version = versionOf(db); version < to; version++) {
    const up = migrations[version];
    if (up === undefined) throw new RangeError(`expected a version up to ${migrations.length}, got ${to}`);
    db.transaction(() => {
      up(db);
      db.pragma(`user_version = ${version + 1}`);
    }).immediate();
  }
}
