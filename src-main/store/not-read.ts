// How many files below the folders of a library are no photos, by folder and kind, as the last complete scan of each found them.
import type { NotRead, NotReadKind } from '../../src-shared/contract.ts';
import { keptUntilWritten, preparedOnce, read } from './access.ts';
import type { Store } from './database.ts';
import { readFact, writeFact } from './facts.ts';
import type { FolderId } from './folder-id.ts';

/** Files by kind; `movies`: the content identifiers in those of the videos that have one, for they belong to a Live Photo wherever it is. */
export type NotReadCounts = Readonly<Partial<Record<NotReadKind, number>>> & { readonly movies?: readonly string[] };

const statements = preparedOnce((db) => ({
  movies: db.prepare<[ids: string], { files: number }>(`SELECT COUNT(*) AS files FROM json_each(?) WHERE value IN (SELECT moment FROM contents WHERE moment <> '')`)
}));

/** All folders together, the most frequent kind first; the moving part of a Live Photo that is known counts as what goes with a photo. */
export const readNotRead = keptUntilWritten((store): NotRead[] => {
  const sums = new Map<NotReadKind, number>();
  const add = (kind: NotReadKind, files: number): void => void sums.set(kind, (sums.get(kind) ?? 0) + files);
  const movies: string[] = [];
  for (const { movies: ids = [], ...counts } of Object.values(stored(store))) {
    movies.push(...ids);
    for (const [kind, files] of Object.entries(counts) as [NotReadKind, number][]) add(kind, files); // written below alone
  }
  const known = movies.length === 0 ? 0 : read(store, () => statements(store).movies.get(JSON.stringify(movies))?.files ?? 0);
  add('video', -known);
  add('sidecar', known);
  return [...sums].flatMap(([kind, files]) => (files > 0 ? [{ kind, files }] : [])).sort((a, b) => b.files - a.files);
});

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
