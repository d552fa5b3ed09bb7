// The libraries under a data folder: `libraries/<id>/` holds the stored state of one, and its `library.json` says of which folder.
// A file beside the database, because a library that cannot be opened still has to be found, listed, and forgotten.
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { RecentLibrary } from '../../src-shared/contract.ts';
import { LOCK_FILE } from './database.ts';
import { asStoreError, StoreError } from './error.ts';
import { holdLock } from './lock.ts';

/** A library as it is registered. */
export interface Library {
  readonly id: string;
  /** The user's folder of photos (absolute). */
  readonly folder: string;
  /** Photos present when last counted. */
  readonly photos: number;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
}

const ENTRY = 'library.json';
/** What the entry is renamed to once the library is forgotten: the rest of the deletion can then be finished after a kill. */
const FORGOTTEN = 'forgotten.json';
const entrySchema = z.object({ folder: z.string(), photos: z.number(), openedAt: z.number() });

/** Where a library's stored state lies: what `openStore` takes. */
export function storedAt(dataFolder: string, id: string): string {
  return join(dataFolder, 'libraries', id);
}

/** All libraries, last opened first. */
export function listLibraries(dataFolder: string): Library[] {
  return idsIn(dataFolder).map((id) => readEntry(dataFolder, id)).filter((library) => library !== null).sort((a, b) => b.openedAt - a.openedAt);
}

/** The libraries as the welcome screen shows them. */
export function recentLibraries(dataFolder: string): RecentLibrary[] {
  return listLibraries(dataFolder).map((library) => ({ ...library, missing: !isFolder(library.folder) }));
}

/** The library of that folder, however the path is written; `null` when there is none. */
export function findLibrary(dataFolder: string, folder: string): Library | null {
  const real = realFolder(folder);
  return listLibraries(dataFolder).find((library) => library.folder === real || realFolder(library.folder) === real) ?? null;
}

/**
 * The library of that folder, registered where it is new.
 * @param now milliseconds since 1970: when it is opened, if it is new
 * @throws {StoreError} `disk-full`, `unexpected`
 */
export function ensureLibrary(dataFolder: string, folder: string, now: number): Library {
  return guarded(dataFolder, () => {
    const known = findLibrary(dataFolder, folder);
    if (known !== null) return known;
    const library = { id: randomBytes(8).toString('hex'), folder: realFolder(folder), photos: 0, openedAt: now };
    writeEntry(dataFolder, library);
    return library;
  });
}

/** Notes when a library was opened, or how many photos it has. @throws {StoreError} `no-library`, `disk-full`, `unexpected` */
export function noteLibrary(dataFolder: string, id: string, changes: Partial<Pick<Library, 'photos' | 'openedAt'>>): Library {
  return guarded(dataFolder, () => {
    const library = { ...requireLibrary(dataFolder, id), ...changes };
    writeEntry(dataFolder, library);
    return library;
  });
}

/**
 * Points a library at the place its folder was moved to.
 * @throws {StoreError} `no-library`; `bad-request` when another library has that folder
 */
export function relocateLibrary(dataFolder: string, id: string, folder: string): Library {
  return guarded(dataFolder, () => {
    const other = findLibrary(dataFolder, folder);
    if (other !== null && other.id !== id) throw new StoreError('bad-request', `${folder} already has a library of its own. Open that one, or forget it first.`);
    const library = { ...requireLibrary(dataFolder, id), folder: realFolder(folder) };
    writeEntry(dataFolder, library);
    return library;
  });
}

/**
 * Deletes the stored state of a library; the photos stay. A library that does not exist is forgotten already.
 * @throws {StoreError} `library-in-use` while it is open
 */
export function forgetLibrary(dataFolder: string, id: string): void {
  guarded(dataFolder, () => {
    const folder = storedAt(dataFolder, id);
    if (idsIn(dataFolder).includes(id) && existsSync(join(folder, ENTRY))) {
      holdLock(join(folder, LOCK_FILE), folder)();
      renameSync(join(folder, ENTRY), join(folder, FORGOTTEN));
    }
    // also what a kill kept from being deleted before
    for (const left of idsIn(dataFolder)) if (existsSync(join(storedAt(dataFolder, left), FORGOTTEN))) deleteForgotten(storedAt(dataFolder, left));
  });
}

/** The mark goes last, so that a deletion that is cut short is finished by the next. */
function deleteForgotten(folder: string): void {
  for (const name of readdirSync(folder)) if (name !== FORGOTTEN) rmSync(join(folder, name), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

/** Changes of the registry are rare and short: one at a time, over all processes. */
function guarded<T>(dataFolder: string, work: () => T): T {
  try {
    mkdirSync(join(dataFolder, 'libraries'), { recursive: true });
    const release = holdLock(join(dataFolder, 'libraries', LOCK_FILE), dataFolder, { timeoutMs: 5000 });
    try {
      return work();
    } finally {
      release();
    }
  } catch (error) {
    throw asStoreError(error, dataFolder);
  }
}

function requireLibrary(dataFolder: string, id: string): Library {
  const library = idsIn(dataFolder).includes(id) ? readEntry(dataFolder, id) : null;
  if (library === null) throw new StoreError('no-library', `There is no library '${id}'. Open its folder again.`);
  return library;
}

function idsIn(dataFolder: string): string[] {
  const folder = join(dataFolder, 'libraries');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** `null` for a folder without an entry: one being made, or forgotten. */
function readEntry(dataFolder: string, id: string): Library | null {
  const path = join(storedAt(dataFolder, id), ENTRY);
  if (!existsSync(path)) return null;
  try {
    return { id, ...entrySchema.parse(JSON.parse(readFileSync(path, 'utf8'))) };
  } catch (error) {
    console.error(`${path} cannot be read, so the library is not listed: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** Whole or not at all, on disk before it returns: written beside, then renamed. */
function writeEntry(dataFolder: string, { id, ...entry }: Library): void {
  const folder = storedAt(dataFolder, id);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, ENTRY);
  const file = openSync(`${path}.new`, 'w');
  try {
    writeSync(file, `${JSON.stringify(entry, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}

/** Without links and in the system's own spelling; as given where it is not there now. */
function realFolder(folder: string): string {
  return existsSync(folder) ? realpathSync.native(folder) : resolve(folder);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
