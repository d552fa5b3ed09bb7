// The file of the thumbnails: attached as `thumbs`, and put aside where it is damaged, for they can be made again from the photos.
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isUnwritable } from './copy-for-reading.ts';
import { isDamage } from './error.ts';
import { thumbnailMigrations } from './migrations/list.ts';
import { migrate } from './migrations/migration.ts';
import { connect, type Database } from './sqlite.ts';

export const THUMBNAILS_FILE = 'thumbnails.db';

/** Attaches the thumbnails at `path`, made or started over where need be. @returns whether damaged ones were put aside */
export function attachThumbnails(db: Database, path: string): boolean {
  try {
    make(path);
    attach(db, path);
    return false;
  } catch (error) {
    if (!isDamage(error)) throw error;
    console.error(`${path} is damaged (${error instanceof Error ? error.message : String(error)}): thumbnails are made again.`);
    renewThumbnails(db, path);
    return true;
  }
}

/** Puts the thumbnails at `path` aside, attached or not, and attaches empty ones. */
export function renewThumbnails(db: Database, path: string): void {
  if (isAttached(db)) db.exec('DETACH thumbs');
  putAside(path);
  make(path);
  attach(db, path);
}

/**
 * Attaches the thumbnails at `path` to a connection that may not write; empty ones where they cannot be used.
 * @returns removes those
 */
export function attachThumbnailsToRead(db: Database, path: string): () => void {
  try {
    if (!existsSync(path)) throw new Error('there are none');
    attach(db, path);
    return () => {};
  } catch (error) {
    if (existsSync(path) && !isDamage(error) && !isUnwritable(error)) throw error; // what only reads (groups, spaces, answers) shows no thumbnails
    if (isAttached(db)) db.exec('DETACH thumbs');
    const folder = mkdtempSync(join(tmpdir(), 'kindred-no-thumbnails-'));
    make(join(folder, THUMBNAILS_FILE));
    attach(db, join(folder, THUMBNAILS_FILE));
    return () => rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether the thumbnails are damaged where photos are looked up in them: tells a fault of theirs from one of the library. */
export function areThumbnailsAtFault(db: Database): boolean {
  try {
    db.prepare('SELECT count(hash) FROM thumbs.thumbnails').get();
    return false;
  } catch (error) {
    return isDamage(error);
  }
}

/** Makes the database, or brings it to the newest version. Larger pages, because a thumbnail has some 20 KB: shorter overflow chains. */
function make(path: string): void {
  const db = connect(path, { timeout: 5000 });
  try {
    db.pragma('page_size = 8192');
    db.pragma('journal_mode = WAL');
    migrate(db, thumbnailMigrations);
  } finally {
    db.close();
  }
}

/** Throws where they are no thumbnails. */
function attach(db: Database, path: string): void {
  db.prepare('ATTACH ? AS thumbs').run(path);
  db.pragma('thumbs.synchronous = NORMAL');
  db.prepare('SELECT hash FROM thumbs.thumbnails LIMIT 1').get();
}

function isAttached(db: Database): boolean {
  return (db.pragma('database_list') as { readonly name: string }[]).some(({ name }) => name === 'thumbs');
}

/** Renames a database, with its log, to `….damaged`; the one that was put aside before is deleted. */
function putAside(path: string): void {
  for (const suffix of ['', '-wal']) {
    rmSync(`${path}.damaged${suffix}`, { force: true, recursive: true });
    if (existsSync(path + suffix)) renameSync(path + suffix, `${path}.damaged${suffix}`);
  }
  rmSync(`${path}-shm`, { force: true });
}
