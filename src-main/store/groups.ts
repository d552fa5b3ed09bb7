// The grouping last shown through a lens. Written whole each time; whether a new group is an old one is decided elsewhere.
import type { GroupId, LensId, PhotoId, SavedGrouping } from '../../src-shared/contract.ts';
import { preparedOnce, read, write } from './access.ts';
import type { Store } from './database.ts';
import { requireLens } from './lenses.ts';

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

/** Replaces the grouping of a lens, in one transaction. @throws {RangeError} for an unknown lens */
export function writeGrouping(store: Store, lensId: LensId, { height, groups }: SavedGrouping): void {
  write(store, () => {
    const { setHeight, clear, add } = statements(store);
    requireLens(store, lensId);
    setHeight.run(height, lensId);
    clear.run(lensId);
    for (const [place, { id, name, cover, photos }] of groups.entries()) {
      add.run(lensId, id, place, name, cover, Buffer.from(photos.buffer, photos.byteOffset, photos.byteLength));
    }
  });
}

/** Copied, because a row's bytes need not lie on a multiple of four. */
function toIds(bytes: Buffer): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}
