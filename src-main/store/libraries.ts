// The libraries in a data folder: `libraries/<id>/` holds the stored state of one, and its entry names its folders.
// The entry is separate from the database, because a library that cannot be opened still has to be found, listed, and forgotten.
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { LibraryId, RecentLibrary } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import { LOCK_FILE } from './database.ts';
import { makeDurableFolder, syncFolder } from './durable-folder.ts';
import { asStoreError } from './error.ts';
import { deleteForgotten, isForgotten, type LibraryEntry, markForgotten, readEntry, writeEntry } from './library-entry.ts';
import { holdLock } from './lock.ts';
import { isFolder, isInside, isSame, realFolder } from './places.ts';

/** A library as it is registered. */
export interface Library extends LibraryEntry {
  readonly id: LibraryId;
}

/** What is updated in a library's entry. */
export type LibraryNote = Partial<Pick<Library, 'folders' | 'photos' | 'answers' | 'openedAt'>>;

/** How long a change requested by the user waits for another process. */
const PATIENCE_MS = 5000;

/** The path of a library's stored state, for `openStore`. */
export function storedAt(dataFolder: string, id: string): string {
  return join(dataFolder, 'libraries', id);
}

/** All libraries, last opened first. */
export function listLibraries(dataFolder: string): Library[] {
  return idsIn(dataFolder).map((id) => readLibrary(dataFolder, id)).filter((library) => library !== null).sort((a, b) => b.openedAt - a.openedAt);
}

/** The libraries as the welcome screen shows them. */
export function recentLibraries(dataFolder: string): RecentLibrary[] {
  return listLibraries(dataFolder).map(({ id, folders, photos, answers, openedAt, damaged = false }) => {
    const places = folders.map((path) => ({ path, missing: !isFolder(path) }));
    return { id, folder: folders[0] ?? '', folders: places, photos, answers, openedAt, missing: places.every(({ missing }) => missing), damaged };
  });
}

/** The library that has that folder, however the path is spelled; `null` if there is none. */
export function findLibrary(dataFolder: string, folder: string): Library | null {
  const real = realFolder(folder);
  return listLibraries(dataFolder).find(({ folders }) => folders.some((known) => isSame(known, real) || isSame(realFolder(known), real))) ?? null;
}

/** The library that has that folder or one above it; the nearest if there are several. */
export function findLibraryAround(dataFolder: string, folder: string): Library | null {
  const real = realFolder(folder);
  const above = listLibraries(dataFolder).flatMap((library) => library.folders.map((path) => ({ library, path: realFolder(path) })));
  return above.filter(({ path }) => isInside(real, path)).sort((a, b) => b.path.length - a.path.length)[0]?.library ?? null;
}

/**
 * The library of that folder, registered if it is new.
 * @param now milliseconds since 1970: the opening time of a new one
 * @throws {CodedError} `disk-full`, `library-in-use`, `unexpected`, if it is new and cannot be registered
 */
export function ensureLibrary(dataFolder: string, folder: string, now: number): Library {
  return findLibrary(dataFolder, folder) ?? guarded(dataFolder, { make: true }, () => {
    const known = findLibrary(dataFolder, folder);
    if (known !== null) return known;
    const library = { id: newLibraryId(), folders: [realFolder(folder)], photos: 0, answers: 0, openedAt: now };
    writeEntry(storedAt(dataFolder, library.id), library);
    return library;
  });
}

/**
 * Updates a library's entry.
 * @param timeoutMs how long to wait, blocking, for another process that changes the registry
 * @throws {CodedError} `no-library`, `disk-full`, `library-in-use`, `unexpected`
 */
export function noteLibrary(dataFolder: string, id: string, changes: LibraryNote, { timeoutMs = PATIENCE_MS } = {}): Library {
  return guarded(dataFolder, { timeoutMs }, () => {
    const { damaged, ...known } = requireLibrary(dataFolder, id);
    if (damaged && changes.folders === undefined) throw new CodedError('bad-request', `The folder of the library '${id}' is not known. Locate it first.`);
    const library = { ...known, ...changes };
    writeEntry(storedAt(dataFolder, id), library);
    return library;
  });
}

/**
 * Points a library to the new place of one of its folders: `from`, or the only one.
 * @throws {CodedError} `no-library`; `bad-request` when another library has that folder, or this one has no folder `from`
 */
export function relocateLibrary(dataFolder: string, id: string, folder: string, from?: string): Library {
  const other = findLibrary(dataFolder, folder);
  if (other !== null && other.id !== id) throw new CodedError('bad-request', `${folder} already has a library of its own. Open that one, or forget it first.`);
  const { folders } = requireLibrary(dataFolder, id);
  const old = from ?? folders[0];
  if (folders.length > 1 && from === undefined) throw new CodedError('bad-request', `This library has ${folders.length} folders. Specify which of them was moved.`);
  if (old !== undefined && !folders.includes(old)) throw new CodedError('bad-request', `This library has no folder ${old}. It has ${folders.join(', ')}.`);
  const moved = realFolder(folder);
  return noteLibrary(dataFolder, id, { folders: old === undefined ? [moved] : [...new Set(folders.map((known) => (known === old ? moved : known)))] });
}

/**
 * Deletes the stored state of a library; the photos stay. Does nothing if the library does not exist.
 * @throws {CodedError} `library-in-use` while it is open
 */
export function forgetLibrary(dataFolder: string, id: string): void {
  if (!existsSync(join(dataFolder, 'libraries'))) return;
  guarded(dataFolder, {}, () => {
    const folder = storedAt(dataFolder, id);
    if (idsIn(dataFolder).includes(id) && readEntry(folder) !== null) {
      holdLock(join(folder, LOCK_FILE), folder)();
      markForgotten(folder);
    }
    // including what an earlier, killed deletion left behind
    for (const left of idsIn(dataFolder)) if (isForgotten(storedAt(dataFolder, left))) deleteForgotten(storedAt(dataFolder, left));
  });
}

/** Where libraries are kept that a restored one took the place of: they are not listed, and nothing else is done with them. */
const SET_ASIDE = 'set-aside';

/**
 * Registers the library that lies complete in `made`, a folder in the data folder, after setting others aside.
 * @returns where those are now
 * @throws {CodedError} `library-in-use` while one of the others is open, `disk-full`, `unexpected`; then nothing is changed
 */
export function placeLibrary(dataFolder: string, made: string, id: string, inTheWay: readonly string[], now: number): string[] {
  return guarded(dataFolder, { make: true }, () => {
    const moves = inTheWay.map((other) => ({ from: storedAt(dataFolder, other), to: join(dataFolder, SET_ASIDE, `${other}-${now}`) }));
    for (const { from } of moves) holdLock(join(from, LOCK_FILE), from)();
    if (moves.length > 0) makeDurableFolder(join(dataFolder, SET_ASIDE));
    const done: typeof moves = [];
    try {
      for (const move of moves) {
        renameSync(move.from, move.to);
        done.push(move);
      }
      if (existsSync(storedAt(dataFolder, id))) throw new CodedError('bad-request', `There is a library '${id}' already.`);
      renameSync(made, storedAt(dataFolder, id));
    } catch (error) {
      for (const { from, to } of done.reverse()) renameSync(to, from);
      throw error;
    }
    for (const folder of [dataFolder, join(dataFolder, 'libraries'), ...(moves.length > 0 ? [join(dataFolder, SET_ASIDE)] : [])]) syncFolder(folder);
    return moves.map(({ to }) => to);
  });
}

/** An id for a new library. */
export const newLibraryId = (): LibraryId => randomBytes(8).toString('hex') as LibraryId;

/** Serialises registry changes across processes; they are rare and short. The registry itself is created only when a library is. */
function guarded<T>(dataFolder: string, { timeoutMs = PATIENCE_MS, make = false }: { readonly timeoutMs?: number; readonly make?: boolean }, work: () => T): T {
  try {
    if (make) makeDurableFolder(join(dataFolder, 'libraries'));
    else if (!existsSync(join(dataFolder, 'libraries'))) throw new CodedError('no-library', `The libraries in ${dataFolder} are gone. Put the folder back where it was.`);
    const release = holdLock(join(dataFolder, 'libraries', LOCK_FILE), dataFolder, { timeoutMs });
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
  const library = idsIn(dataFolder).includes(id) ? readLibrary(dataFolder, id) : null;
  if (library === null) throw new CodedError('no-library', `There is no library '${id}'. Open its folder again.`);
  return library;
}

function readLibrary(dataFolder: string, id: string): Library | null {
  const entry = readEntry(storedAt(dataFolder, id));
  return entry && { id: id as LibraryId, ...entry };
}

function idsIn(dataFolder: string): string[] {
  const folder = join(dataFolder, 'libraries');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
