// The stored state of a library as it is opened: created if there is none, its folders looked at, and what a kill interrupted settled.
import type { LibraryId } from '../../src-shared/contract.ts';
import { systemDisk } from '../filing/disk.ts';
import { removeLeftOver } from '../filing/left-over.ts';
import { recoverPlans } from '../filing/recover.ts';
import { checkFolder } from '../photos/folder.ts';
import { openStore, type Store } from '../store/database.ts';
import { settleFolders } from '../store/folders.ts';
import { changedSinceKept, keepCopy } from '../store/kept-copies.ts';
import { keepingLook } from '../store/kept-look.ts';
import { ensureLibrary, findLibrary, storedAt } from '../store/libraries.ts';
import { forgetRepaired, readRepaired } from '../store/salvage/repaired.ts';
import { countInTurns } from './counts.ts';
import { lookAtFolders } from './folders/look.ts';
import type { Notices } from './notices.ts';
import type { LibraryOptions } from './options.ts';

/**
 * Rejects with a `CodedError` about the folder, if it has no library yet, or about the stored state.
 * @param tells whether somebody sees the notices: what a repair could not bring back is told once
 */
export async function openStored({ dataFolder, folder, tells = false }: Pick<LibraryOptions, 'dataFolder' | 'folder' | 'tells'>, notices: Pick<Notices, 'add'>): Promise<{ readonly id: LibraryId; readonly store: Store }> {
  if (findLibrary(dataFolder, folder) === null) await checkFolder(folder);
  const { id, folders } = ensureLibrary(dataFolder, folder, Date.now());
  const stored = storedAt(dataFolder, id);
  const changed = changedSinceKept(stored);
  const store = keepingLook(openStore(stored, { onRenewed: () => notices.add({ kind: 'thumbnails-rebuilt' }) }));
  try {
    settleFolders(store, folders, Date.now());
    await lookAtFolders(store);
    await recoverPlans({ store, disk: systemDisk, now: Date.now });
    await removeLeftOver(store);
    await countInTurns(store);
    const kept = changed ? keeping(store) : store;
    return { id, store: tells ? telling(kept, notices) : kept };
  } catch (error) {
    store.close();
    throw error;
  }
}

/** Tells what a repair could not bring back, and that it was told when it is closed. */
function telling(store: Store, notices: Pick<Notices, 'add'>): Store {
  const repaired = readRepaired(store.folder);
  if (repaired === null) return store;
  notices.add({ kind: 'repaired', ...repaired });
  const close = (): void => {
    try {
      forgetRepaired(store.folder);
    } finally {
      store.close();
    }
  };
  return { ...store, close };
}

/** Has a copy of it kept, as long as it is open. */
function keeping(store: Store): Store {
  const closing = new AbortController();
  keepCopy(store.folder, closing.signal).catch((error: unknown) => console.error(`No copy of ${store.folder} was kept: ${error instanceof Error ? error.message : String(error)}`));
  return { ...store, close: () => (closing.abort(), store.close()) };
}
