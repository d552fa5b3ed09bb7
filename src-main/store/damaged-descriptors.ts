// Deletes stored descriptors that disk damage made unusable, so that their photos are described again.
import { setImmediate } from 'node:timers/promises';
import type { PhotoId } from '../../src-shared/contract.ts';
import { FINGERPRINT_BYTES } from '../../src-shared/learning/copies/fingerprint.ts';
import { preparedOnce, read, writeDerived } from './access.ts';
import type { Store } from './database.ts';
import type { DescriptorVersions } from './descriptors.ts';
import { areFiniteHalves } from './half.ts';

type Slice = [version: number, after: number, upTo: number, limit: number];
/** How many rows, the last one's photo, and all their vectors in one piece: a row each takes three times as long to cross to here. */
type Joined = [rows: number, last: PhotoId | null, unusual: number, ...vectors: (Buffer | null)[]];

const statements = preparedOnce((db) => ({
  dim: db.prepare<[encoder: number], number>('SELECT dim FROM encoder_versions WHERE id = ?').pluck(),
  joinedEmbeddings: db.prepare<[bytes: number, ...Slice], Joined>(
    `SELECT count(*), max(photo_id), total(typeof(vector) <> 'blob' OR length(vector) <> ?), CAST(group_concat(vector, '') AS BLOB)
     FROM (SELECT photo_id, vector FROM embeddings WHERE encoder_version_id = ? AND photo_id > ? AND photo_id <= ? ORDER BY photo_id LIMIT ?)`
  ).raw(),
  joinedFeatures: db.prepare<[lengths: string, ...Slice], Joined>(
    `SELECT count(*), max(photo_id), total(typeof(colour) || typeof(layout) || typeof(texture) <> 'blobblobblob' OR length(colour) || ',' || length(layout) || ',' || length(texture) <> ?),
       CAST(group_concat(colour, '') AS BLOB), CAST(group_concat(layout, '') AS BLOB), CAST(group_concat(texture, '') AS BLOB)
     FROM (SELECT photo_id, colour, layout, texture FROM features WHERE version = ? AND photo_id > ? AND photo_id <= ? ORDER BY photo_id LIMIT ?)`
  ).raw(),
  embeddings: db.prepare<Slice, [PhotoId, Buffer]>('SELECT photo_id, vector FROM embeddings WHERE encoder_version_id = ? AND photo_id > ? AND photo_id <= ? ORDER BY photo_id LIMIT ?').raw(),
  features: db.prepare<Slice, [PhotoId, Buffer, Buffer, Buffer]>('SELECT photo_id, colour, layout, texture FROM features WHERE version = ? AND photo_id > ? AND photo_id <= ? ORDER BY photo_id LIMIT ?').raw(),
  lengths: db.prepare<Slice, [rows: number, last: PhotoId, lengths: string | null]>(
    `SELECT count(*), max(photo_id), length(colour) || ',' || length(layout) || ',' || length(texture) AS lengths
     FROM (SELECT * FROM features WHERE version = ? AND photo_id > ? AND photo_id <= ? ORDER BY photo_id LIMIT ?) GROUP BY lengths`
  ).raw(),
  oddFingerprint: db.prepare<[bytes: number, after: number, upTo: number], number>('SELECT 1 FROM fingerprints WHERE length(cells) <> ? AND photo_id > ? AND photo_id <= ? LIMIT 1').pluck(),
  dropFingerprints: db.prepare<[bytes: number]>('DELETE FROM fingerprints WHERE length(cells) <> ?'),
  dropEmbedding: db.prepare<[PhotoId, encoder: number]>('DELETE FROM embeddings WHERE photo_id = ? AND encoder_version_id = ?'),
  dropFeatures: db.prepare<[PhotoId]>('DELETE FROM features WHERE photo_id = ?')
}));

/** Photos whose current descriptors are damaged. */
export interface Damaged {
  readonly embeddings: readonly PhotoId[];
  readonly features: readonly PhotoId[];
  /** Whether any fingerprint is. */
  readonly fingerprints: boolean;
}

interface Part {
  /** Rows read in one go. */
  readonly slice?: number;
  /** Only of photos with an id above this one, and none above the other; of all unless given. */
  readonly after?: number;
  readonly upTo?: number;
}

/** Looks at the current descriptors in slices; writes nothing. */
export async function findDamagedDescriptors(store: Store, { encoder, features }: DescriptorVersions, { slice = 200, after: from = 0, upTo = Number.MAX_SAFE_INTEGER }: Part = {}): Promise<Damaged> {
  const bytes = 2 * (read(store, () => statements(store).dim.get(encoder)) ?? 0);
  const isWhole = (vector: Buffer): boolean => Buffer.isBuffer(vector) && areFiniteHalves(vector);
  const embeddings = await findWhere(store, { slice, from }, {
    joined: (after, limit) => statements(store).joinedEmbeddings.get(bytes, encoder, after, upTo, limit)!, // counts are one row
    rows: (after, limit) => statements(store).embeddings.all(encoder, after, upTo, limit),
    isWhole: ([, vector]) => isWhole(vector) && vector.length === bytes
  });
  const usual = await usualLengths(store, { slice, from, upTo }, features);
  const ofFeatures = await findWhere(store, { slice, from }, {
    joined: (after, limit) => statements(store).joinedFeatures.get(usual, features, after, upTo, limit)!, // as above
    rows: (after, limit) => statements(store).features.all(features, after, upTo, limit),
    isWhole: ([, ...vectors]) => vectors.every(isWhole) && vectors.map(({ length }) => length).join() === usual
  });
  return { embeddings, features: ofFeatures, fingerprints: store.db.open && read(store, () => statements(store).oddFingerprint.get(FINGERPRINT_BYTES, from, upTo)) !== undefined };
}

/** Whether any descriptors are. */
export function isDamaged({ embeddings, features, fingerprints }: Damaged): boolean {
  return fingerprints || embeddings.length + features.length > 0;
}

/** Deletes what is damaged of the current descriptors. @returns how many were deleted, fingerprints aside */
export async function dropDamagedDescriptors(store: Store, versions: DescriptorVersions, options: { readonly slice?: number } = {}): Promise<number> {
  const damaged = await findDamagedDescriptors(store, versions, options);
  const { embeddings, features, fingerprints } = damaged;
  if (isDamaged(damaged)) {
    writeDerived(store, () => {
      const { dropEmbedding, dropFeatures, dropFingerprints } = statements(store);
      for (const id of embeddings) dropEmbedding.run(id, versions.encoder);
      for (const id of features) dropFeatures.run(id);
      if (fingerprints) dropFingerprints.run(FINGERPRINT_BYTES);
    });
  }
  return embeddings.length + features.length;
}

/** The lengths that most rows have. */
async function usualLengths(store: Store, { slice, from, upTo }: { readonly slice: number; readonly from: number; readonly upTo: number }, version: number): Promise<string> {
  const counts = new Map<string, number>();
  for (let after = from; store.db.open; ) {
    const found = read(store, () => statements(store).lengths.all(version, after, upTo, slice));
    for (const [rows, , lengths] of found) if (lengths !== null) counts.set(lengths, (counts.get(lengths) ?? 0) + rows);
    after = found.reduce((last, [, id]) => Math.max(last, id), after);
    if (found.reduce((sum, [rows]) => sum + rows, 0) < slice) break;
    await setImmediate(); // as below
  }
  return [...counts].reduce(([usual, most], [lengths, count]) => (count > most ? [lengths, count] : [usual, most]), ['', 0])[0];
}

interface Check<R> {
  /** Up to `limit` rows after that photo, joined. */
  readonly joined: (after: number, limit: number) => Joined;
  /** The same, one by one. */
  readonly rows: (after: number, limit: number) => R[];
  readonly isWhole: (row: R) => boolean;
}

async function findWhere<R extends readonly [PhotoId, ...unknown[]]>(store: Store, { slice, from }: { readonly slice: number; readonly from: number }, { joined, rows, isWhole }: Check<R>): Promise<PhotoId[]> {
  const damaged: PhotoId[] = [];
  for (let after = from; store.db.open; ) {
    const [count, last, unusual, ...vectors] = read(store, () => joined(after, slice));
    if (last === null) break;
    if (unusual > 0 || vectors.some((all) => all === null || !areFiniteHalves(all))) {
      for (const row of read(store, () => rows(after, slice))) if (!isWhole(row)) damaged.push(row[0]);
    }
    if (count < slice) break;
    after = last;
    await setImmediate(); // the store may run on the main process's own thread
  }
  return damaged;
}
