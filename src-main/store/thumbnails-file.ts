// The thumbnails file: attached as `thumbs`, and set aside if damaged, because thumbnails can be rebuilt from the photos.
import { existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isUnwritable } from './copy-for-reading.ts';
import { isDamage } from './error.ts';
import { thumbnailMigrations } from './migrations/list.ts';
import { migrate } from './migrations/migration.ts';
import { connect, type Database } from './sqlite.ts';

export const THUMBNAILS_FILE = 'thumbnails.db';
/** Bytes up to which they are looked through whenever they are opened, which takes milliseconds. Damage in larger ones is found where it is read, or when the user has it looked for. */
const CHECKED_BYTES = 16e6;

/** Attaches the thumbnails at `path`, created or reset if needed. @returns whether damaged ones were set aside */
export function attachThumbnails(db: Database, path: string): boolean {
  try {
    make(path);
    attach(db, path);
    return false;
  } catch (error) {
    if (!isDamage(error) && !(error instanceof DamagedThumbnails)) throw error;
    console.error(`${path} is damaged (${error instanceof Error ? error.message : String(error)}): thumbnails are being rebuilt.`);
    renewThumbnails(db, path);
    return true;
  }
}

/** Sets the thumbnails at `path` aside, attached or not, and attaches empty ones. */
export function renewThumbnails(db: Database, path: string): void {
  if (isAttached(db)) db.exec('DETACH thumbs');
  putAside(path);
  make(path);
  attach(db, path);
}

/**
 * Attaches the thumbnails at `path` to a read-only connection; empty ones if they cannot be used.
 * @returns a function that removes the empty ones
 */
export function attachThumbnailsToRead(db: Database, path: string): () => void {
  try {
    if (!existsSync(path)) throw new Error('there are none');
    attach(db, path);
    return () => {};
  } catch (error) {
    if (existsSync(path) && !isDamage(error) && !isUnwritable(error)) throw error; // readers (of groups, spaces, answers) show no thumbnails
    if (isAttached(db)) db.exec('DETACH thumbs');
    const folder = mkdtempSync(join(tmpdir(), 'kindred-no-thumbnails-'));
    make(join(folder, THUMBNAILS_FILE));
    attach(db, join(folder, THUMBNAILS_FILE));
    return () => rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether the part of the thumbnails that lookups use is damaged: distinguishes their damage from the library's. */
export function areThumbnailsAtFault(db: Database): boolean {
  try {
    db.prepare('SELECT count(hash) FROM thumbs.thumbnails').get();
    return false;
  } catch (error) {
    return isDamage(error);
  }
}

/** Creates the database, or migrates it to the newest version, and looks through it. Larger pages, because a thumbnail is about 20 KB: shorter overflow chains. */
function make(path: string): void {
  const db = connect(path, { timeout: 5000 });
  try {
    db.pragma('page_size = 8192');
    db.pragma('journal_mode = WAL');
    migrate(db, thumbnailMigrations);
    check(db, path);
  } finally {
    db.close();
  }
}

/** Throws if the file does not hold thumbnails. */
function attach(db: Database, path: string): void {
  db.prepare('ATTACH ? AS thumbs').run(path);
  db.pragma('thumbs.synchronous = NORMAL');
  db.prepare('SELECT hash FROM thumbs.thumbnails LIMIT 1').get();
}

/** @throws {DamagedThumbnails} */
function check(db: Database, path: string): void {
  if (statSync(path).size > CHECKED_BYTES) return;
  const found = String(db.pragma('quick_check(1)', { simple: true }));
  if (found !== 'ok') throw new DamagedThumbnails(found.replace(/^\*\*\*.*\n/, ''));
}

/** Found by looking through them: SQLite reads what was asked for so far all the same. */
class DamagedThumbnails extends Error {}

function isAttached(db: Database): boolean {
  return (db.pragma('database_list') as { readonly name: string }[]).some(({ name }) => name === 'thumbs');
}

/** Renames a database, with its log, to `….damaged`; an older one set aside before is deleted. */
function putAside(path: string): void {
  for (const suffix of ['', '-wal', '-journal']) {
    rmSync(`${path}.damaged${suffix}`, { force: true, recursive: true });
    if (existsSync(path + suffix)) renameSync(path + suffix, `${path}.damaged${suffix}`);
  }
  rmSync(`${path}-shm`, { force: true });
}
