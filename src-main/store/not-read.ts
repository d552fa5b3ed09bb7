// How many files below the folders of a library are no photos, by folder and kind, as the last complete scan of each found them.
import type { NotRead, NotReadKind } from '../../src-shared/contract.ts';
import type { Store } from './database.ts';
import { readFact, writeFact } from './facts.ts';
import type { FolderId } from './folder-id.ts';

export type NotReadCounts = Readonly<Partial<Record<NotReadKind, number>>>;

/** All folders together, the most frequent kind first. */
export function readNotRead(store: Store): NotRead[] {
  const sums = new Map<NotReadKind, number>();
  for (const counts of Object.values(stored(store))) {
    for (const [kind, files] of Object.entries(counts) as [NotReadKind, number][]) sums.set(kind, (sums.get(kind) ?? 0) + files); // written below alone
  }
  return [...sums].map(([kind, files]) => ({ kind, files })).sort((a, b) => b.files - a.files);
}

/** Records what complete scans of these folders found; those that the library no longer has are forgotten. */
export function writeNotRead(store: Store, found: ReadonlyMap<FolderId, NotReadCounts>, all: readonly FolderId[]): void {
  const before = stored(store);
  const next = Object.fromEntries(all.flatMap((id) => {
    const counts = found.get(id) ?? before[id];
    return counts ? [[id, counts]] : [];
  }));
  // a scan that finds nothing new writes nothing
  if (JSON.stringify(before) !== JSON.stringify(next)) writeFact(store, 'notRead', next);
}

function stored(store: Store): Readonly<Record<number, NotReadCounts>> {
  return (readFact(store, 'notRead') as Readonly<Record<number, NotReadCounts>> | null) ?? {}; // as above
}
