// The grouping last shown for a lens. Written as a whole; matching new groups with old ones happens elsewhere.
import type { LensId, PhotoId, SavedColumns, Settled } from '../../src-shared/contract.ts';
import { fromSavedColumns, toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { preparedOnce, read, write } from './access.ts';
import type { Store } from './database.ts';
import { readFact, writeFact } from './facts.ts';
import { readGroupRows, writeGroupRows } from './grouping-rows.ts';
import { keepTree, readTree } from './kept-tree.ts';
import { requireLens } from './lenses.ts';
import { readMerged } from './merge.ts';

const statements = preparedOnce((db) => ({
  height: db.prepare<[LensId], number | null>('SELECT height FROM lenses WHERE id = ?').pluck(),
  setHeight: db.prepare<[height: number | null, LensId]>('UPDATE lenses SET height = ? WHERE id = ?')
}));

/** The grouping last written, in its order; empty before the first. @throws {RangeError} for an unknown lens */
export function readGrouping(store: Store, lensId: LensId): SavedColumns {
  return read(store, () => {
    requireLens(store, lensId);
    return { ...readGroupRows(store, lensId), height: statements(store).height.get(lensId) ?? null, ...readBeside(store, lensId) };
  });
}

/**
 * Replaces the grouping of a lens, in one transaction. The same again writes nothing, so that a library that was only looked at needs no new copy.
 * A photo that was merged counts as the one it was merged into. @throws {RangeError} for an unknown lens
 */
export function writeGrouping(store: Store, lensId: LensId, grouping: SavedColumns): void {
  write(store, () => {
    requireLens(store, lensId);
    if ((statements(store).height.get(lensId) ?? null) !== grouping.height) statements(store).setHeight.run(grouping.height, lensId);
    writeBeside(store, lensId, grouping);
    writeGroupRows(store, lensId, withoutMerged(store, grouping));
  });
}

/** What is kept beside the groups: it names photos, but a grouping without it is whole. */
type Beside = Pick<SavedColumns, 'declined' | 'settled' | 'before'>;

function readBeside(store: Store, lensId: LensId): Beside {
  return (readFact(store, nameOfBeside(lensId)) as Beside | null) ?? {}; // written only below
}

/** The grouping last written with the tree that it was cut from, if that was kept. @throws {RangeError} for an unknown lens */
export function readGroupingWithTree(store: Store, lensId: LensId): SavedColumns {
  const { settled, ...grouping } = readGrouping(store, lensId);
  if (!settled) return grouping;
  const tree = readTree(store.folder, lensId, settled.of);
  return { ...grouping, settled: { ...settled, ...(tree && { tree }) } };
}

function writeBeside(store: Store, lensId: LensId, { declined, settled, before }: Beside): void {
  const { tree, ...known } = settled ?? {};
  if (settled && tree) void keepTree(store.folder, lensId, settled.of, tree);
  const beside: Beside = { ...(declined && { declined }), ...(settled && { settled: known as Settled }), ...(before && { before }) };
  if (JSON.stringify(beside) !== JSON.stringify(readBeside(store, lensId))) writeFact(store, nameOfBeside(lensId), beside);
}

function nameOfBeside(lensId: LensId): string {
  return `beside groups ${lensId}`;
}

/** A page may not know yet about merged photos. The first group that names one keeps it. */
function withoutMerged(store: Store, columns: SavedColumns): SavedColumns {
  const merged = readMerged(store);
  if (merged.size === 0 || !columns.photos.some((id) => merged.has(id as PhotoId))) return columns;
  const { height, groups } = fromSavedColumns(columns);
  const seen = new Set<PhotoId>();
  return toSavedColumns({
    height,
    groups: groups.flatMap((group) => {
      const photos = (Array.from(group.photos) as PhotoId[]).map((id) => merged.get(id) ?? id).filter((id) => !seen.has(id) && seen.add(id)); // ids, as the contract says
      const [first] = photos;
      const cover = group.cover === null ? null : (merged.get(group.cover) ?? group.cover);
      return first === undefined ? [] : [{ ...group, cover: cover === null || photos.includes(cover) ? cover : first, photos: Uint32Array.from(photos) }];
    })
  });
}
