// Which libraries use which packs, open or not: packs are shared by all libraries of a data folder, and one that is used is not removed.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LIBRARY_FILE, openStore, type Store } from '../../store/database.ts';
import { activeEncoderVersion, dropEncoderVersion, readEncoderVersions } from '../../store/encoder-versions.ts';
import { type Library, listLibraries, storedAt } from '../../store/libraries.ts';

/** The libraries that use a pack, by its id. One that cannot be read is left out, and said on stderr. */
export function packUses(dataFolder: string): ReadonlyMap<string, readonly Library[]> {
  const uses = new Map<string, Library[]>();
  eachLibrary(dataFolder, { readOnly: true }, (store, library) => {
    const pack = activeEncoderVersion(store)?.pack;
    if (pack) uses.set(pack.id, [...(uses.get(pack.id) ?? []), library]);
  });
  return uses;
}

/** Drops what libraries keep of a pack that none of them uses; one that is open elsewhere keeps it, which only takes room. */
export function dropPack(dataFolder: string, pack: string, isOpen: (library: Library) => boolean = () => false): void {
  const keeping = new Set<string>();
  const versionsOf = (store: Store): readonly ReturnType<typeof readEncoderVersions>[number][] => readEncoderVersions(store).filter((version) => version.pack?.id === pack);
  eachLibrary(dataFolder, { readOnly: true }, (store, { id }) => {
    if (versionsOf(store).length > 0) keeping.add(id);
  });
  eachLibrary(dataFolder, { readOnly: false }, (store) => {
    const active = activeEncoderVersion(store)?.id;
    for (const { id } of versionsOf(store)) if (id !== active) dropEncoderVersion(store, id);
  }, (library) => keeping.has(library.id) && !isOpen(library));
}

function eachLibrary(dataFolder: string, how: { readonly readOnly: boolean }, look: (store: Store, library: Library) => void, wanted: (library: Library) => boolean = () => true): void {
  for (const library of listLibraries(dataFolder)) {
    const stored = storedAt(dataFolder, library.id);
    if (!existsSync(join(stored, LIBRARY_FILE)) || !wanted(library)) continue;
    try {
      const store = openStore(stored, how);
      try {
        look(store, library);
      } finally {
        store.close();
      }
    } catch (error) {
      console.error(`The library of ${library.folders[0] ?? library.id} could not be looked at: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
