// The type of a migration, and how a database is migrated to the newest version.
import { connect, type Database } from '../sqlite.ts';

/** Takes a database from the previous version to this one. Never edited once released: a change is a new migration. */
export type Migration = (db: Database) => void;

/** @returns the version that `db` says it has; 0 if it has none yet */
export function versionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** @returns the version that the tables of `db` match, because `user_version` can be damaged; if they match none, what it says itself */
export function trueVersionOf(db: Database, migrations: readonly Migration[]): number {
  const said = versionOf(db);
  const schema = schemaOf(db);
  if (schemaAfter(migrations, said) === schema) return said;
  const version = migrations.findIndex((_, at) => schemaAfter(migrations, at + 1) === schema) + 1;
  return version > 0 ? version : said;
}

/** The version whose tables `db` has, from 1; `newer` if it says that it is past the known ones, `null` if its tables are none of ours. */
export function knownVersionOf(db: Database, migrations: readonly Migration[]): number | 'newer' | null {
  const version = trueVersionOf(db, migrations);
  if (version > migrations.length) return 'newer';
  return version > 0 && schemaAfter(migrations, version) === schemaOf(db) ? version : null;
}

const made = new WeakMap<readonly Migration[], string[]>();

/** The schema after the first `version` migrations; `undefined` if there are fewer. */
function schemaAfter(migrations: readonly Migration[], version: number): string | undefined {
  const schemas = made.get(migrations) ?? [];
  made.set(migrations, schemas);
  if (version <= migrations.length && version >= schemas.length) {
    const db = connect(':memory:', {});
    schemas.length = 0;
    schemas.push(schemaOf(db));
    for (let from = 0; from < version; from++) {
      step(db, migrations, from);
      schemas.push(schemaOf(db));
    }
    db.close();
  }
  return schemas[version];
}

/** Tables, indexes and triggers as SQL, without SQLite's own. */
function schemaOf(db: Database): string {
  return JSON.stringify(db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY type, name").raw().all());
}

/** Runs the migrations that `db` lacks, each in its own transaction, up to version `to`. */
export function migrate(db: Database, migrations: readonly Migration[], to = migrations.length): void {
  const from = trueVersionOf(db, migrations);
  if (from !== versionOf(db)) db.pragma(`user_version = ${from}`);
  for (let version = from; version < to; version++) step(db, migrations, version);
}

function step(db: Database, migrations: readonly Migration[], version: number): void {
  const up = migrations[version];
  if (up === undefined) throw new RangeError(`expected a version from 0 to ${migrations.length - 1} to migrate, got ${version}`);
  db.transaction(() => {
    up(db);
    db.pragma(`user_version = ${version + 1}`);
  }).immediate();
}
