// Copies a library's databases as they are at one moment, while it is open and in use: a read-only connection that stays in one read
// transaction, so that a writer neither waits for the copy nor makes it start over.

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAlbums } from '../store/albums.ts';
import { countAnswers } from '../store/answers.ts';
import { isUnwritable } from '../store/copy-for-reading.ts';
import { LIBRARY_FILE, openStore, type Store } from '../store/database.ts';
import { readEncoderVersions } from '../store/encoder-versions.ts';
import { readFolders } from '../store/folders.ts';
import { countMarked } from '../store/marks.ts';
import { readCounts } from '../store/photos.ts';
import { THUMBNAILS_FILE } from '../store/thumbnails-file.ts';

export interface CopiedLibrary {
  /** Files by their name in the backup. */
  readonly databases: readonly { readonly name: string; readonly path: string }[];
  readonly folders: readonly string[];
  readonly photos: number;
  readonly answers: number;
  readonly albums: number;
  /** Photos that the user marked. */
  readonly marks: number;
  /** Encoder versions that were trained here. */
  readonly encoders: readonly string[];
}

const PREFIX = 'backup-';
/** A copy this old was left by a process that was killed. */
const LEFT_OVER_MS = 3_600_000;
/** .6 MB a turn: some milliseconds. */
const PAGES = 150;

/**
 * Copies the databases of the library stored in `stored` for the duration of `use`.
 * @throws {CodedError} `library-damaged`, `library-too-new`, `disk-full`, `unexpected`
 */
export async function withCopy<T>(stored: string, { thumbnails, onShare }: { readonly thumbnails: boolean; readonly onShare: (share: number) => void }, use: (copied: CopiedLibrary) => Promise<T>): Promise<T> {
  const folder = makeRoom(stored);
  try {
    return await use(await copy(stored, folder, thumbnails, onShare));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copy(stored: string, folder: string, thumbnails: boolean, onShare: (share: number) => void): Promise<CopiedLibrary> {
  const store = openStore(stored, { readOnly: true });
  try {
    store.db.exec('BEGIN'); // from the first read on, everything is of one moment
    const facts = {
      folders: readFolders(store).map(({ path }) => path).filter((path) => path !== ''), photos: readCounts(store).photos, answers: countAnswers(store),
      albums: readAlbums(store).length, marks: countMarked(store),
      encoders: readEncoderVersions(store).filter(({ trained }) => trained !== null).map(({ name }) => name)
    };
    const databases = [{ name: LIBRARY_FILE, path: join(folder, LIBRARY_FILE), attached: 'main' }];
    if (thumbnails) databases.push({ name: THUMBNAILS_FILE, path: join(folder, THUMBNAILS_FILE), attached: 'thumbs' });
    for (const [at, { path, attached }] of databases.entries()) await copyDatabase(store, path, attached, (share) => onShare((at + share) / databases.length));
    return { ...facts, databases };
  } finally {
    store.close();
  }
}

async function copyDatabase({ db }: Store, path: string, attached: string, onShare: (share: number) => void): Promise<void> {
  const progress = ({ totalPages, remainingPages }: { readonly totalPages: number; readonly remainingPages: number }): number => {
    onShare(totalPages === 0 ? 0 : 1 - remainingPages / totalPages);
    return PAGES;
  };
  const options = { attached, progress }; // the driver's types do not know `attached`
  await db.backup(path, options);
}

/** Next to the library, where there is room for one; elsewhere if it may not be written there. */
function makeRoom(stored: string): string {
  for (const name of readdirSync(stored).filter((each) => each.startsWith(PREFIX))) {
    const left = join(stored, name);
    if (Date.now() - statSync(left).mtimeMs > LEFT_OVER_MS) rmSync(left, { recursive: true, force: true });
  }
  try {
    return mkdtempSync(join(stored, PREFIX));
  } catch (error) {
    if (!isUnwritable(error)) throw error;
    return mkdtempSync(join(tmpdir(), `kindred-${PREFIX}`));
  }
}
