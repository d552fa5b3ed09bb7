// Requests about libraries that need not be open: whose photos a folder holds, where a library's folder is now, its answers.

import { basename, resolve } from 'node:path';
import type { AppHandlers, FolderLikeness } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import type { Dialogs } from '../hosts/host.ts';
import { bringLater } from '../library/folders/bring-later.ts';
import { withFolders } from '../library/folders/library-folders.ts';
import { recognise } from '../library/folders/recognise.ts';
import { Lenses } from '../library/judging/lenses.ts';
import type { Library } from '../library/library.ts';
import type { OpenLibraries } from '../library/open-libraries.ts';
import { checkFolder } from '../photos/folder.ts';
import { countAnswers } from '../store/answers.ts';
import { readCovers, readStoredCovers } from '../store/covers.ts';
import { openStore } from '../store/database.ts';
import { isDamage } from '../store/error.ts';
import { ensureLibrary, findLibrary, type Library as Registered, listLibraries, storedAt } from '../store/libraries.ts';
import { openSalvaged } from '../store/salvage/repair.ts';
import { writeWhole } from '../store/whole-file.ts';

export interface LibrariesOptions {
  readonly dataFolder: string;
  readonly libraries: OpenLibraries<Library>;
  readonly dialogs: Dialogs;
}

/** Thumbnails that stand for a library on the welcome screen. */
const COVERS = 3;

type Names = 'folders.recognise' | 'library.relocate' | 'library.answers' | 'library.saveAnswers' | 'library.covers';

export function librariesHandlers({ dataFolder, libraries, dialogs }: LibrariesOptions): Pick<AppHandlers, Names> {
  const registered = (id: string): Registered => {
    const known = listLibraries(dataFolder).find((library) => library.id === id);
    if (known === undefined) throw new CodedError('no-library', 'This library no longer exists.');
    return known;
  };
  return {
    'folders.recognise': async ({ folder }) => {
      const path = resolve(folder);
      const known = findLibrary(dataFolder, path);
      if (known !== null) return { library: known.id, candidates: [] };
      await checkFolder(path);
      const alike = await recognise(dataFolder, path);
      return { library: null, candidates: alike.map(({ library, folder: place, missing, relation, share, found }): FolderLikeness => ({ library: library.id, folder: place, answers: library.answers, missing, relation, share, found })) };
    },
    'library.relocate': async ({ library: id, from, to }) => {
      const open = libraries.find(id);
      if (open === null) await withFolders(dataFolder, registered(id), (folders) => folders.relocate(from, resolve(to)));
      else await open.changeFolders((folders) => folders.relocate(from, resolve(to)));
      return null;
    },
    'library.covers': async ({ library: id }) => {
      const open = libraries.find(id);
      return open ? readCovers(open.store, COVERS) : readStoredCovers(storedAt(dataFolder, registered(id).id), COVERS);
    },
    'library.answers': async ({ library }) => answersOf(dataFolder, library, (lenses, answers) => ({ answers, lines: lenses.export(null) })),
    'library.saveAnswers': async ({ library }) => {
      const path = await dialogs.saveFile(`${basename(registered(library).folders[0] ?? library)} – Kindred.jsonl`);
      if (path !== null) await writeWhole(path, [answersOf(dataFolder, library, (lenses) => lenses.export(null))]);
      return path;
    }
  };
}

/** Creates a library for a folder that has none; it will take over what others know about the photos it finds. */
export function makeBringing(dataFolder: string, folder: string, from: readonly string[]): void {
  if (from.length === 0 || findLibrary(dataFolder, folder) !== null) return;
  bringLater(dataFolder, ensureLibrary(dataFolder, folder, Date.now()).id, from);
}

/** Also while the library is open; from a damaged one, what can be read. */
function answersOf<T>(dataFolder: string, id: string, use: (lenses: Lenses, count: number) => T): T {
  const folder = storedAt(dataFolder, id);
  const read = (store: ReturnType<typeof openStore>): T => {
    try {
      return use(new Lenses(store), countAnswers(store));
    } finally {
      store.close();
    }
  };
  try {
    return read(openStore(folder, { readOnly: true }));
  } catch (error) {
    if (!isDamage(error)) throw error;
    return read(openSalvaged(folder));
  }
}
