// What only a window can do with photos: see Outside. Files are looked for where they are now; one that is offline is refused in words.

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppHandlers, LibraryHandlers, PhotoId } from '../../src-shared/contract.ts';
import { CodedError } from '../failure.ts';
import type { Outside } from '../hosts/host.ts';
import type { Library } from '../library/library.ts';
import { readFirstFiles } from '../store/photos.ts';

/** `outside` is `null` in a browser. */
export function desktopHandlers(outside: Outside | null): Pick<LibraryHandlers<Library>, 'desktop.copyImage' | 'desktop.open' | 'desktop.show' | 'desktop.drag'> {
  return {
    'desktop.copyImage': async (library, { id }) => (await needed(outside).copyImage(await library.render(id)), null),
    'desktop.open': async ({ store }, { id }) => (await needed(outside).open(await pathOf(store, id)), null),
    'desktop.show': async ({ store }, { id }) => (needed(outside).showInFolder(await pathOf(store, id)), null),
    'desktop.drag': async (library, { ids }) => {
      const paths = readFirstFiles(library.store, ids).flatMap((file) => (file ? [join(file.folder, file.path)] : []));
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
  const [file] = readFirstFiles(store, [id]);
  const path = file ? join(file.folder, file.path) : null;
  const there = path !== null && (await access(path).then(() => true, () => false));
  if (!there) throw new CodedError('photo-missing', 'This photo has no file that is there now. Is its disk connected?');
  return path;
}
