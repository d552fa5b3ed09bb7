// What copies are found by, and what was measured of them: fingerprints, and likenesses of two photos. Opaque here but for the ids.
import type { PhotoId } from '../../src-shared/contract.ts';
import { preparedOnce, read, writeDerived } from './access.ts';
import type { Store } from './database.ts';

export interface StoredFingerprint {
  readonly id: PhotoId;
  readonly cells: Uint8Array;
  readonly compared: boolean;
}

/** Two photos, the lower id first, and what was measured of them. */
export interface StoredLikeness {
  readonly first: PhotoId;
  readonly second: PhotoId;
  /** JSON. */
  readonly measured: string;
}

/** Facts of a present photo that something was measured of. */
export interface ComparedPhoto {
  readonly id: PhotoId;
  readonly width: number;
  readonly height: number;
  readonly takenAt: number | null;
  readonly offset: number | null;
  readonly camera: string | null;
  readonly moment: string | null;
}

/** Of a photo that was compared. */
export interface MeasuredPhoto {
  readonly id: PhotoId;
  readonly sharpness: number;
  readonly clipped: number;
}

const PRESENT = 'EXISTS (SELECT 1 FROM files f WHERE f.photo_id = c.photo_id AND f.missing_since IS NULL)';

const statements = preparedOnce((db) => ({
  all: db.prepare<[version: number], [PhotoId, number, Buffer]>(`SELECT c.photo_id, c.compared = ?, c.cells FROM fingerprints c WHERE ${PRESENT} ORDER BY c.photo_id`).raw(),
  waiting: db.prepare<[version: number], number>(`SELECT count(*) FROM fingerprints c WHERE c.compared <> ? AND ${PRESENT}`).pluck(),
  forget: db.prepare<[PhotoId, PhotoId]>('DELETE FROM likenesses WHERE first = ? OR second = ?'),
  write: db.prepare<[StoredLikeness]>('INSERT INTO likenesses VALUES (@first, @second, @measured) ON CONFLICT DO UPDATE SET measured = excluded.measured'),
  measure: db.prepare<[MeasuredPhoto]>('UPDATE fingerprints SET sharpness = @sharpness, clipped = @clipped WHERE photo_id = @id'),
  settle: db.prepare<[version: number, PhotoId]>('UPDATE fingerprints SET compared = ? WHERE photo_id = ?'),
  facts: db.prepare<[], ComparedPhoto>(
    `SELECT id, width, height, CASE taken_day WHEN 0 THEN taken_at END AS takenAt, taken_offset AS offset, camera, (SELECT NULLIF(s.moment, '') FROM contents s WHERE s.hash = c.shown) AS moment FROM photos c WHERE id IN (SELECT first FROM likenesses UNION SELECT second FROM likenesses)
     AND EXISTS (SELECT 1 FROM files f WHERE f.photo_id = c.id AND f.missing_since IS NULL)`
  ),
  likenesses: db.prepare<[], [PhotoId, PhotoId, string]>('SELECT first, second, measured FROM likenesses ORDER BY first, second').raw()
}));

/** Fingerprints of all present photos, by id. @param version of the comparing code: what an older one compared counts as not compared */
export function readFingerprints(store: Store, version: number): StoredFingerprint[] {
  return read(store, () => statements(store).all.all(version)).map(([id, compared, cells]) => ({ id, compared: compared === 1, cells }));
}

/** Present photos that have not been compared with all others. */
export function countUncompared(store: Store, version: number): number {
  return read(store, () => statements(store).waiting.get(version)) ?? 0;
}

/** Forgets what was measured of these photos before they are compared again. */
export function forgetLikenesses(store: Store, ids: readonly PhotoId[]): void {
  writeDerived(store, () => ids.forEach((id) => statements(store).forget.run(id, id)));
}

export function writeLikenesses(store: Store, likenesses: readonly StoredLikeness[], measured: readonly MeasuredPhoto[]): void {
  writeDerived(store, () => {
    for (const likeness of likenesses) statements(store).write.run(likeness);
    for (const photo of measured) statements(store).measure.run(photo);
  });
}

/** Notes that these photos were compared with all others by that version of the code. */
export function settleCompared(store: Store, version: number, ids: readonly PhotoId[]): void {
  writeDerived(store, () => ids.forEach((id) => statements(store).settle.run(version, id)));
}

export function readLikenesses(store: Store): StoredLikeness[] {
  return read(store, () => statements(store).likenesses.all()).map(([first, second, measured]) => ({ first, second, measured }));
}

/** The present photos in them. */
export function readCompared(store: Store): ComparedPhoto[] {
  return read(store, () => statements(store).facts.all());
}
