// Deletes stored descriptors that disk damage made unusable, so that their photos are described again.
import { setImmediate } from 'node:timers/promises';
import type { PhotoId } from '../../src-shared/contract.ts';
import { FINGERPRINT_BYTES } from '../../src-shared/learning/copies/fingerprint.ts';
import { preparedOnce, read, writeDerived } from './access.ts';
import type { Store } from './database.ts';
import type { DescriptorVersions } from './descriptors.ts';
import { areFiniteHalves } from './half.ts';

type Slice = [version: number, after: number, limit: number];

const statements = preparedOnce((db) => ({
  dim: db.prepare<[encoder: number], number>('SELECT dim FROM encoder_versions WHERE id = ?').pluck(),
  embeddings: db.prepare<Slice, [PhotoId, Buffer]>('SELECT photo_id, vector FROM embeddings WHERE encoder_version_id = ? AND photo_id > ? ORDER BY photo_id LIMIT ?').raw(),
  features: db.prepare<Slice, [PhotoId, Buffer, Buffer, Buffer]>('SELECT photo_id, colour, layout, texture FROM features WHERE version = ? AND photo_id > ? ORDER BY photo_id LIMIT ?').raw(),
  lengths: db.prepare<Slice, [PhotoId, string]>("SELECT photo_id, length(colour) || ',' || length(layout) || ',' || length(texture) FROM features WHERE version = ? AND photo_id > ? ORDER BY photo_id LIMIT ?").raw(),
  dropFingerprints: db.prepare<[bytes: number]>('DELETE FROM fingerprints WHERE length(cells) <> ?'),
  dropEmbedding: db.prepare<[PhotoId, encoder: number]>('DELETE FROM embeddings WHERE photo_id = ? AND encoder_version_id = ?'),
  dropFeatures: db.prepare<[PhotoId]>('DELETE FROM features WHERE photo_id = ?')
}));

/** Checks the current descriptors in slices. @returns how many were deleted */
export async function dropDamagedDescriptors(store: Store, { encoder, features }: DescriptorVersions, { slice = 200 }: { readonly slice?: number } = {}): Promise<number> {
  const bytes = 2 * (read(store, () => statements(store).dim.get(encoder)) ?? 0);
  const isWhole = (vector: Buffer): boolean => Buffer.isBuffer(vector) && areFiniteHalves(vector);
  const embeddings = await dropWhere(store, slice, (after, limit) => statements(store).embeddings.all(encoder, after, limit), ([, vector]) => isWhole(vector) && vector.length === bytes, (id) => statements(store).dropEmbedding.run(id, encoder));
  writeDerived(store, () => statements(store).dropFingerprints.run(FINGERPRINT_BYTES));
  const usual = await usualLengths(store, slice, features);
  const ofFeatures = await dropWhere(store, slice, (after, limit) => statements(store).features.all(features, after, limit), ([, ...vectors]) =>
    vectors.every(isWhole) && vectors.map(({ length }) => length).join() === usual, (id) => statements(store).dropFeatures.run(id));
  return embeddings + ofFeatures;
}

/** The lengths that most rows have. */
async function usualLengths(store: Store, slice: number, version: number): Promise<string> {
  const counts = new Map<string, number>();
  for (let after = 0; store.db.open; ) {
    const rows = read(store, () => statements(store).lengths.all(version, after, slice));
    for (const [, lengths] of rows) counts.set(lengths, (counts.get(lengths) ?? 0) + 1);
    after = rows.at(-1)?.[0] ?? after;
    if (rows.length < slice) break;
    await setImmediate(); // as below
  }
  return [...counts].reduce(([usual, most], [lengths, count]) => (count > most ? [lengths, count] : [usual, most]), ['', 0])[0];
}

async function dropWhere<R extends readonly [PhotoId, ...unknown[]]>(
  store: Store, slice: number, next: (after: number, limit: number) => R[], isWhole: (row: R) => boolean, drop: (id: PhotoId) => unknown
): Promise<number> {
  let dropped = 0;
  for (let after = 0; store.db.open; ) {
    const rows = read(store, () => next(after, slice));
    const damaged = rows.filter((row) => !isWhole(row)).map(([id]) => id);
    if (damaged.length > 0) writeDerived(store, () => damaged.forEach(drop));
    dropped += damaged.length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < slice) break;
    after = last[0];
    await setImmediate(); // the store runs on the main process's own thread
  }
  return dropped;
}
