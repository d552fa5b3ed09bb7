// Opens the stored state of one library: library.db, with thumbnails.db attached as `thumbs`, one writer at a time.
// Knows no table: each has its module.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeDurableFolder } from './durable-folder.ts';
import { asStoreError, StoreError } from './error.ts';
import { holdLock, type Release } from './lock.ts';
import { libraryMigrations, thumbnailMigrations } from './migrations/list.ts';
import { migrate, type Migration, versionOf } from './migrations/migration.ts';
import { connect, type Database } from './sqlite.ts';

/** The open stored state of one library. */
export interface Store {
  readonly db: Database;
  /** Where it lies (absolute): not the user's folder of photos. */
  readonly folder: string;
  readonly readOnly: boolean;
  /** Ends the use of the store and lets another process open it; a second call does nothing. */
  close(): void;
}

/** The file whose lock makes one process the writer. */
export const LOCK_FILE = 'lock';

const BUSY_TIMEOUT_MS = 5000;
// thumbnails are some 20 KB each: larger pages mean shorter overflow chains
const FILES = [
  { name: 'library.db', migrations: libraryMigrations, pageSize: 4096 },
  { name: 'thumbnails.db', migrations: thumbnailMigrations, pageSize: 8192 }
] as const;

/**
 * Opens the stored state in `folder`, creating or migrating what is missing.
 * `readOnly` takes no lock and may be used beside a writer.
 * @param folder absolute
 * @throws {StoreError} `library-in-use`, `library-too-new`, `library-damaged`, `disk-full`, `unexpected`; files of a newer version or
 * damaged ones stay as they are
 */
export function openStore(folder: string, { readOnly = false }: { readonly readOnly?: boolean } = {}): Store {
  let release: Release | undefined;
  try {
    if (!readOnly) {
      makeDurableFolder(folder);
      release = holdLock(join(folder, LOCK_FILE), folder);
    }
    // both are looked at before either is touched
    const old = FILES.filter(({ name, migrations }) => storedVersion(folder, name, migrations.length) < migrations.length);
    if (readOnly && old.length > 0) openStore(folder).close();
    else for (const { name, migrations, pageSize } of old) bringUpToDate(join(folder, name), migrations, pageSize);
    return connectBoth(folder, readOnly, release);
  } catch (error) {
    release?.();
    throw asStoreError(error, folder);
  }
}

/** Reads a version without writing: a read-only connection neither checkpoints nor changes the file. */
function storedVersion(folder: string, name: string, newest: number): number {
  const path = join(folder, name);
  if (!existsSync(path)) return 0;
  const db = connect(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const version = versionOf(db);
    if (version > newest) {
      throw new StoreError('library-too-new', `This library was written by a newer Kindred (${name} has version ${version}, this Kindred knows ${newest}). Update Kindred to open it.`);
    }
    return version;
  } catch (error) {
    throw name === 'thumbnails.db' ? asThumbnailsError(error, folder) : error;
  } finally {
    db.close();
  }
}

/** Thumbnails can be made again, so no one has to give up a whole library for them. */
function asThumbnailsError(error: unknown, folder: string): unknown {
  const failure = asStoreError(error, folder);
  if (!(failure instanceof StoreError) || failure.code !== 'library-damaged') return failure;
  return new StoreError('library-damaged', `The thumbnails of this library are damaged. Delete thumbnails.db in ${folder} and open the library again: they are made anew, and nothing else is lost.`, { cause: error });
}

function bringUpToDate(path: string, migrations: readonly Migration[], pageSize: number): void {
  const db = connect(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    db.pragma(`page_size = ${pageSize}`);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    migrate(db, migrations);
  } finally {
    db.close();
  }
}

function connectBoth(folder: string, readOnly: boolean, release: Release | undefined): Store {
  const [library, thumbnails] = FILES;
  const db = connect(join(folder, library.name), { readonly: readOnly, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    db.prepare('ATTACH ? AS thumbs').run(join(folder, thumbnails.name));
    // what was said is on the disk before its answer; thumbnails can be made again
    db.pragma('main.synchronous = FULL');
    db.pragma('thumbs.synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    // so that INSERT OR REPLACE meets the triggers against deletion too
    db.pragma('recursive_triggers = ON');
  } catch (error) {
    db.close();
    throw error;
  }
  return {
    db,
    folder,
    readOnly,
    close: () => {
      db.close();
      release?.();
    }
  };
}
