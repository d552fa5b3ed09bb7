// Which library a folder opens as when there is nobody to ask: its own; else one whose folder is gone and whose photos are here, which
// continues here; else a new one, which takes over what other libraries know about its photos once it is indexed.
import { checkFolder } from '../../photos/folder.ts';
import { ensureLibrary, findLibrary, type Library, listLibraries } from '../../store/libraries.ts';
import { bringLater } from './bring-later.ts';
import { withFolders } from './library-folders.ts';
import { recognise } from './recognise.ts';

export interface Opening {
  readonly library: Library;
  readonly how: 'known' | 'moved' | 'new';
  /** Where its folder was before it moved. */
  readonly from: string | null;
}

/**
 * The library of `folder`, relocated or created if needed.
 * @param fresh creates a new one rather than continuing a moved one, and takes nothing over
 * Rejects with a `CodedError` about a folder that has no library yet, or about a stored library.
 */
export async function openingOf(dataFolder: string, folder: string, { fresh = false }: { readonly fresh?: boolean } = {}): Promise<Opening> {
  const known = findLibrary(dataFolder, folder);
  if (known !== null) return { library: known, how: 'known', from: null };
  await checkFolder(folder);
  const [likest] = fresh ? [] : await recognise(dataFolder, folder);
  if (likest?.relation === 'moved') {
    await withFolders(dataFolder, likest.library, (folders) => folders.relocate(likest.folder, folder));
    return { library: findLibrary(dataFolder, folder) ?? likest.library, how: 'moved', from: likest.folder };
  }
  const others = listLibraries(dataFolder).length > 0;
  const library = ensureLibrary(dataFolder, folder, Date.now());
  if (others && !fresh) bringLater(dataFolder, library.id, null);
  return { library, how: 'new', from: null };
}
