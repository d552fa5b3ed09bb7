// Opens the stored state of one library: library.db, with thumbnails.db attached as `thumbs`, one writer at a time.
// Knows no tables: each has its own module.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '../failure.ts';
import { copyForReading, isUnwritable } from './copy-for-reading.ts';
import { makeDurableFolder, makePrivate } from './durable-folder.ts';
import { asStoreError, damaged, isDamage } from './error.ts';
import { keepBeforeMigration } from './kept-copies.ts';
import { holdLock, type Release } from './lock.ts';
import { checkLog } from './log-check.ts';
import { libraryMigrations, thumbnailMigrations } from './migrations/list.ts';
import { migrate, type Migration, trueVersionOf } from './migrations/migration.ts';
import { connect, type Database, rollBackHot } from './sqlite.ts';
import { attachThumbnails, attachThumbnailsToRead, renewThumbnails, THUMBNAILS_FILE } from './thumbnails-file.ts';

/** The open stored state of one library. */
export interface Store {
  readonly db: Database;
  /** Where it is stored (absolute): not the user's folder of photos. */
  readonly folder: string;
  readonly readOnly: boolean;
  /** Resets the thumbnails because they are damaged; returns whether that worked. */
  renewThumbnails(): boolean;
  /** Closes the store and lets another process open it; a second call does nothing. */
  close(): void;
}

export interface OpenStoreOptions {
  /** Takes no lock, so works next to a writer and in a read-only folder. */
  readonly readOnly?: boolean;
  /** Called when damaged thumbnails were reset, at opening or later. */
  readonly onRenewed?: () => void;
}

/** The file whose lock makes one process the writer. */
export const LOCK_FILE = 'lock';
export const LIBRARY_FILE = 'library.db';

const BUSY_TIMEOUT_MS = 5000;
/** Files next to an existing library: if one of them is there, an absent or empty library.db was lost. */
const SIGNS_OF_LIFE = [THUMBNAILS_FILE, `${LIBRARY_FILE}-wal`, 'space.bin'];

/**
 * Opens the stored state in `folder`, creating or migrating it as needed. Damaged thumbnails are reset.
 * @param folder absolute
 * @throws {CodedError} `library-in-use`, `library-too-new`, `library-damaged`, `disk-full`, `unexpected`; a library.db of a newer version
 * or a damaged one is left as it is
 */
export function openStore(folder: string, { readOnly = false, onRenewed = () => {} }: OpenStoreOptions = {}): Store {
  try {
    return readOnly ? openToRead(folder) : openToWrite(folder, onRenewed);
  } catch (error) {
    throw asStoreError(error, folder);
  }
}

function openToWrite(folder: string, onRenewed: () => void): Store {
  makeDurableFolder(folder);
  const release = holdLock(join(folder, LOCK_FILE), folder);
  try {
    // check both before changing either
    const isOld = !isCurrent(folder);
    refuseNewerThumbnails(folder);
    if (isOld) {
      if (storedVersion(join(folder, LIBRARY_FILE), libraryMigrations) > 0) keepBeforeMigration(folder); // else it is being made
      bringUpToDate(join(folder, LIBRARY_FILE));
    }
    return connectToWrite(folder, release, onRenewed);
  } catch (error) {
    release();
    throw error;
  }
}

function connectToWrite(folder: string, release: Release, onRenewed: () => void): Store {
  const thumbnails = join(folder, THUMBNAILS_FILE);
  const db = connectLibrary(folder, false);
  try {
    // answers must be on disk before they are acknowledged; thumbnails can be rebuilt
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    // so that INSERT OR REPLACE fires the triggers against deletion too
    db.pragma('recursive_triggers = ON');
    checkLog(db);
    if (attachThumbnails(db, thumbnails)) onRenewed();
    // logs created later inherit their database's permissions
    makePrivate(folder, [LOCK_FILE, 'space.bin', ...[LIBRARY_FILE, THUMBNAILS_FILE].flatMap((name) => [name, `${name}-wal`, `${name}-shm`])]);
  } catch (error) {
    db.close();
    throw error;
  }
  const renew = (): boolean => {
    if (db.inTransaction) return false;
    renewThumbnails(db, thumbnails);
    onRenewed();
    return true;
  };
  return { db, folder, readOnly: false, renewThumbnails: renew, close: () => (db.close(), release()) };
}

function openToRead(folder: string): Store {
  // whoever only reads creates nothing: the folder may have been moved away under a worker
  if (!existsSync(join(folder, LIBRARY_FILE))) throw damaged(folder, new Error(`${LIBRARY_FILE} is not there`));
  try {
    if (!isCurrent(folder)) openToWrite(folder, () => {}).close();
    refuseNewerThumbnails(folder);
    return connectToRead(folder, folder);
  } catch (error) {
    if (!isUnwritable(error)) throw error;
    const copy = copyForReading(folder, LIBRARY_FILE);
    try {
      if (!isCurrent(copy.folder)) bringUpToDate(join(copy.folder, LIBRARY_FILE), 'OFF');
      const store = connectToRead(copy.folder, folder);
      return { ...store, close: () => (store.close(), copy.remove()) };
    } catch (failure) {
      copy.remove();
      throw failure;
    }
  }
}

/** @param at where library.db is read from: `folder`, or a copy */
function connectToRead(at: string, folder: string): Store {
  const db = connectLibrary(at, true);
  try {
    const remove = attachThumbnailsToRead(db, join(folder, THUMBNAILS_FILE));
    return { db, folder, readOnly: true, renewThumbnails: () => false, close: () => (db.close(), remove()) };
  } catch (error) {
    db.close();
    throw error;
  }
}

function connectLibrary(folder: string, readonly: boolean): Database {
  return connect(join(folder, LIBRARY_FILE), { readonly, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
}

/** Whether library.db has the newest version. */
function isCurrent(folder: string): boolean {
  const path = join(folder, LIBRARY_FILE);
  if (isEmpty(path) && SIGNS_OF_LIFE.some((sign) => !isEmpty(join(folder, sign)))) {
    throw damaged(folder, new Error(`${LIBRARY_FILE} is ${existsSync(path) ? 'empty' : 'not there'}`));
  }
  return storedVersion(path, libraryMigrations) === libraryMigrations.length;
}

function refuseNewerThumbnails(folder: string): void {
  try {
    storedVersion(join(folder, THUMBNAILS_FILE), thumbnailMigrations);
  } catch (error) {
    if (!isDamage(error)) throw error; // handled when attaching
  }
}

/** Whether a folder has no library.db, and nothing beside it that speaks of one. */
export function isEmptyLibrary(folder: string): boolean {
  return [LIBRARY_FILE, ...SIGNS_OF_LIFE].every((name) => isEmpty(join(folder, name)));
}

/** Reads a version without writing: a read-only connection neither checkpoints nor changes the file, unless the making of it was interrupted. */
function storedVersion(path: string, migrations: readonly Migration[]): number {
  if (!isEmpty(path)) rollBackHot(path);
  if (isEmpty(path)) return 0;
  const db = connect(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const version = trueVersionOf(db, migrations);
    if (version > migrations.length) {
      throw new CodedError('library-too-new', `This library was written by a newer Kindred (${path} has version ${version}, this Kindred knows ${migrations.length}). Update Kindred to open it.`);
    }
    if (version < 0) throw damaged(path, new RangeError(`expected a version from 0, got ${version}`));
    return version;
  } finally {
    db.close();
  }
}

function isEmpty(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

/** Creates the library.db at `path`, or migrates it to the newest version. `OFF` for one that need not survive a power cut. */
export function bringUpToDate(path: string, synchronous: 'FULL' | 'OFF' = 'FULL'): void {
  const db = connect(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    db.pragma('page_size = 4096');
    db.pragma('journal_mode = WAL');
    db.pragma(`synchronous = ${synchronous}`);
    migrate(db, libraryMigrations);
  } finally {
    db.close();
  }
}
