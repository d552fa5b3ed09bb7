// Which packs a stored library knows, read without opening it: nothing is migrated, locked or written, whatever its version. For whoever must not
// remove what a library needs.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { copyForReading, isUnwritable } from './copy-for-reading.ts';
import { isEmptyLibrary, LIBRARY_FILE } from './database.ts';
import { asStoreError, damaged } from './error.ts';
import { libraryMigrations } from './migrations/list.ts';
import { versionOf } from './migrations/migration.ts';
import { connect, type Database } from './sqlite.ts';

export interface PacksKnown {
  /** Id of the pack that the encoder in use computes with. */
  readonly inUse: string | null;
  /** Ids of those that it has versions of. */
  readonly all: readonly string[];
  /** Whether the library could be opened without being migrated. */
  readonly current: boolean;
}

const TIMEOUT_MS = 5000;
const nothing: PacksKnown = { inUse: null, all: [], current: false };

/** @param stored absolute @throws {CodedError} where that cannot be told: `library-damaged`, `unexpected` … */
export function packsKnownTo(stored: string): PacksKnown {
  try {
    if (isEmptyLibrary(stored)) return nothing;
    const path = join(stored, LIBRARY_FILE);
    if (!existsSync(path) || statSync(path).size === 0) throw damaged(stored, new Error(`${LIBRARY_FILE} is not there, or empty`));
    try {
      return readFrom(connect(path, { readonly: true, fileMustExist: true, timeout: TIMEOUT_MS }), stored);
    } catch (error) {
      if (!isUnwritable(error)) throw error;
      const copy = copyForReading(stored, LIBRARY_FILE);
      try {
        return readFrom(connect(join(copy.folder, LIBRARY_FILE), { timeout: TIMEOUT_MS }), stored);
      } finally {
        copy.remove();
      }
    }
  } catch (error) {
    throw asStoreError(error, stored);
  }
}

function readFrom(db: Database, stored: string): PacksKnown {
  try {
    const columns = db.prepare<[], string>("SELECT name FROM pragma_table_info('encoder_versions')").pluck().all();
    if (columns.length === 0) throw damaged(stored, new Error('it has no encoders'));
    if (!columns.includes('pack')) return nothing; // from before there were packs
    const rows = db.prepare<[], [pack: string, active: number]>("SELECT pack ->> 'id', active FROM encoder_versions WHERE pack IS NOT NULL").raw().all();
    return { inUse: rows.find(([, active]) => active === 1)?.[0] ?? null, all: [...new Set(rows.map(([pack]) => pack))], current: versionOf(db) === libraryMigrations.length };
  } finally {
    db.close();
  }
}
