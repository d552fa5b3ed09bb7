// The grouping last shown for a lens. Written as a whole; matching new groups with old ones happens elsewhere.
import type { GroupId, LensId, PhotoId, SavedGroup, SavedGrouping } from '../../src-shared/contract.ts';
import { preparedOnce, read, write } from './access.ts';
import type { Store } from './database.ts';
import { requireLens } from './lenses.ts';
import { readMerged } from './merge.ts';

interface Row {
  readonly id: GroupId;
  readonly name: string | null;
  readonly cover: PhotoId;
  readonly photos: Buffer;
}

const statements = preparedOnce((db) => ({
  height: db.prepare<[LensId], number | null>('SELECT height FROM lenses WHERE id = ?').pluck(),
  groups: db.prepare<[LensId], Row>('SELECT id, name, cover, photos FROM saved_groups WHERE lens_id = ? ORDER BY place'),
  setHeight: db.prepare<[height: number | null, LensId]>('UPDATE lenses SET height = ? WHERE id = ?'),
  clear: db.prepare<[LensId]>('DELETE FROM saved_groups WHERE lens_id = ?'),
  add: db.prepare<[LensId, GroupId, place: number, name: string | null, cover: PhotoId, photos: Buffer]>('INSERT INTO saved_groups VALUES (?, ?, ?, ?, ?, ?)')
}));

/** The grouping last written, in its order; empty before the first. @throws {RangeError} for an unknown lens */
export function readGrouping(store: Store, lensId: LensId): SavedGrouping {
  return read(store, () => {
    requireLens(store, lensId);
    const height = statements(store).height.get(lensId) ?? null;
    const groups = statements(store).groups.all(lensId).map((row) => ({ ...row, photos: toIds(row.photos) }));
    return { height, groups };
  });
}

/** Replaces the grouping of a lens, in one transaction. A photo that was merged counts as the one it was merged into. @throws {RangeError} for an unknown lens */
export function writeGrouping(store: Store, lensId: LensId, { height, groups }: SavedGrouping): void {
  write(store, () => {
    const { setHeight, clear, add } = statements(store);
    requireLens(store, lensId);
    setHeight.run(height, lensId);
    clear.run(lensId);
    for (const [place, { id, name, cover, photos }] of withoutMerged(store, groups).entries()) {
      add.run(lensId, id, place, name, cover, Buffer.from(photos.buffer, photos.byteOffset, photos.byteLength));
    }
  });
}

/** Copied, because a row's bytes may not be 4-byte aligned. */
function toIds(bytes: Buffer): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

/** A page may not know yet about merged photos. The first group that names one keeps it. */
function withoutMerged(store: Store, groups: readonly SavedGroup[]): readonly SavedGroup[] {
  const merged = readMerged(store);
  if (merged.size === 0) return groups;
  const seen = new Set<PhotoId>();
  return groups.flatMap((group) => {
    const photos = (Array.from(group.photos) as PhotoId[]).map((id) => merged.get(id) ?? id).filter((id) => !seen.has(id) && seen.add(id)); // ids, as the contract says
    const [first] = photos;
    const cover = merged.get(group.cover) ?? group.cover;
    return first === undefined ? [] : [{ ...group, cover: photos.includes(cover) ? cover : first, photos: Uint32Array.from(photos) }];
  });
}
