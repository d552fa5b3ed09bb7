// Which library a command is about: the last used one, or that of a folder: one of its own folders, or one inside them.

import { resolve } from 'node:path';
import { CodedError } from '../failure.ts';
import { type Opening, openingOf } from '../library/folders/opening.ts';
import { findLibrary, findLibraryAround, type Library, listLibraries } from '../store/libraries.ts';

export interface KnownLibrary {
  readonly library: Library;
  /** The folder that the command named, else the library's first (absolute). */
  readonly folder: string;
}

/** @throws {CodedError} `no-library` */
export function knownLibrary(dataFolder: string, given: string | undefined): KnownLibrary {
  const folder = given === undefined ? null : resolve(given);
  const library = folder === null ? listLibraries(dataFolder).find(({ folders }) => folders.length > 0) : (findLibrary(dataFolder, folder) ?? findLibraryAround(dataFolder, folder));
  if (library) return { library, folder: folder ?? library.folders[0] ?? '' };
  throw new CodedError('no-library', `${folder === null ? 'No folder has been indexed yet.' : `${folder} has not been indexed yet.`} Run: kindred index <folder>`);
}

/** The library that a folder opens as, created if new; says on stderr if it is one that was moved. */
export async function openFor(dataFolder: string, folder: string, options: { readonly fresh?: boolean } = {}): Promise<Opening> {
  const opening = await openingOf(dataFolder, folder, options);
  if (opening.how === 'moved') console.error(`These are the photos of ${opening.from || 'a library whose folder was not known'}: its library continues in ${folder}.`);
  return opening;
}

/** The library of that id, or of that folder, or of the one around it. @throws {CodedError} `no-library` */
export function libraryNamed(dataFolder: string, name: string): Library {
  return listLibraries(dataFolder).find(({ id }) => id === name) ?? knownLibrary(dataFolder, name).library;
}
