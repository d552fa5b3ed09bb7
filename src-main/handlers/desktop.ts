// What only a window can do with photos: see Outside. Files are looked for where they are now; one that is offline is refused in words.

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppHandlers, LibraryHandlers, PhotoId } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import type { Outside } from '../hosts/host.ts';
import type { Library } from '../library/library.ts';
import { readFirstFiles } from '../store/photos.ts';

const NOT_THERE = 'This photo has no file that is there now. Is its disk connected?';

/** `outside` is `null` in a browser. */
export function desktopHandlers(outside: Outside | null): Pick<LibraryHandlers<Library>, 'desktop.copyImage' | 'desktop.open' | 'desktop.show' | 'desktop.share' | 'desktop.drag'> {
  return {
    'desktop.copyImage': async (library, { id }) => (await needed(outside).copyImage(await library.render(id)), null),
    'desktop.open': async ({ store }, { id }) => (await needed(outside).open(await pathOf(store, id)), null),
    'desktop.show': async ({ store }, { id }) => (needed(outside).showInFolder(await pathOf(store, id)), null),
    'desktop.share': async ({ store }, { ids }) => {
      const system = needed(outside);
      if (!system.share) throw new CodedError('bad-request', 'This system has no menu for sharing.');
      const paths = pathsOf(store, ids);
      const there = await Promise.all(paths.map(isThere));
      const left = paths.filter((_, at) => there[at]);
      if (left.length === 0) throw new CodedError('photo-missing', NOT_THERE);
      system.share(left);
      return null;
    },
    'desktop.drag': async (library, { ids }) => {
      const paths = pathsOf(library.store, ids);
      if (paths.length > 0) needed(outside).drag(paths, library.thumbnail(ids[0]!)); // there is at least one
      return null;
    }
  };
}

export function clipboardHandlers(outside: Outside | null): Pick<AppHandlers, 'desktop.copyText' | 'desktop.notify'> {
  return {
    'desktop.copyText': async ({ text }) => (await needed(outside).copyText(text), null),
    'desktop.notify': async ({ title, text }) => (needed(outside).notify(title, text), null)
  };
}

function needed(outside: Outside | null): Outside {
  if (!outside) throw new CodedError('bad-request', 'Only the desktop app can do this.');
  return outside;
}

/** The full path of the first of its files. @throws {CodedError} `photo-missing` if none is there now */
async function pathOf(store: Library['store'], id: PhotoId): Promise<string> {
  const [path] = pathsOf(store, [id]);
  if (path === undefined || !(await isThere(path))) throw new CodedError('photo-missing', NOT_THERE);
  return path;
}

/** The full path of the first file of each, of those that have one. */
function pathsOf(store: Library['store'], ids: readonly PhotoId[]): string[] {
  return readFirstFiles(store, ids).flatMap((file) => (file ? [join(file.folder, file.path)] : []));
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}
