// Which libraries use which packs, open or not: packs are shared by all libraries of a data folder, and one that is used is not removed.
import { openStore } from '../../store/database.ts';
import { activeEncoderVersion, dropEncoderVersion, readEncoderVersions } from '../../store/encoder-versions.ts';
import { type Library, listLibraries, storedAt } from '../../store/libraries.ts';
import { packsKnownTo } from '../../store/packs-known.ts';

export interface PackUses {
  /** The libraries that use a pack, by its id. */
  readonly of: ReadonlyMap<string, readonly Library[]>;
  /** Libraries that could not be read, and why: whatever they use stays. */
  readonly unknown: readonly { readonly library: Library; readonly reason: string }[];
}

/** Looks at all libraries, and changes none. */
export function packUses(dataFolder: string): PackUses {
  const of = new Map<string, Library[]>();
  const unknown: { library: Library; reason: string }[] = [];
  for (const library of listLibraries(dataFolder)) {
    try {
      const { inUse } = packsKnownTo(storedAt(dataFolder, library.id));
      if (inUse !== null) of.set(inUse, [...(of.get(inUse) ?? []), library]);
    } catch (error) {
      unknown.push({ library, reason: wordsOf(error) });
    }
  }
  return { of, unknown };
}

/** What keeps a pack from being removed, in words; `null` if nothing does. @param matters of a library */
export function whyNotRemove({ of, unknown }: PackUses, pack: { readonly id: string; readonly name: string }, matters: (library: Library) => boolean = () => true): string | null {
  const nameOf = ({ folders: [first], id }: Library): string => first ?? id;
  const used = (of.get(pack.id) ?? []).filter(matters);
  if (used.length > 0) return `${pack.name} is in use for ${used.map(nameOf).join(', ')}. Choose another encoder there first, in the app under Learn.`;
  const unread = unknown.find(({ library }) => matters(library));
  return unread ? `${pack.name} may be in use for ${nameOf(unread.library)}, whose library cannot be read: ${unread.reason} Repair that library or delete it, then remove the encoder.` : null;
}

/** Drops what libraries keep of a pack that none of them uses. One that is open elsewhere, cannot be read or would be migrated keeps it, which only takes room. */
export function dropPack(dataFolder: string, pack: string, isOpen: (library: Library) => boolean = () => false): void {
  for (const library of listLibraries(dataFolder)) {
    const stored = storedAt(dataFolder, library.id);
    try {
      const { all, current } = packsKnownTo(stored);
      if (!current || !all.includes(pack) || isOpen(library)) continue;
      const store = openStore(stored);
      try {
        const active = activeEncoderVersion(store)?.id;
        for (const { id, pack: of } of readEncoderVersions(store)) if (of?.id === pack && id !== active) dropEncoderVersion(store, id);
      } finally {
        store.close();
      }
    } catch (error) {
      console.error(`What the library of ${library.folders[0] ?? library.id} keeps of this encoder stays there: ${wordsOf(error)}`);
    }
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
