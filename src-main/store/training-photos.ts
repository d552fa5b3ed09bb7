// Which photos an encoder can be trained on and still has to encode: present ones, read from their thumbnails, so that no
// original is opened and an unplugged disk does not matter.
import { preparedOnce, read, writeDerived } from './access.ts';
import type { PhotoId } from '../../src-shared/contract.ts';
import type { Store } from './database.ts';
import { type EncoderVersionId } from './encoder-versions.ts';
import { fitsHalf, fromHalf, toHalf } from './half.ts';

const PRESENT = `EXISTS (SELECT 1 FROM files f WHERE f.photo_id = p.id AND f.missing_since IS NULL)
  AND EXISTS (SELECT 1 FROM thumbs.thumbnails t WHERE t.hash = p.hash)`;
const LACKING = `NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.encoder_version_id = ? AND e.photo_id = p.id)`;

const statements = preparedOnce((db) => ({
  all: db.prepare<[], PhotoId>(`SELECT p.id FROM photos p WHERE ${PRESENT} ORDER BY p.hash`).pluck(),
  lacking: db.prepare<[EncoderVersionId, after: number, limit: number], PhotoId>(
    `SELECT p.id FROM photos p WHERE ${LACKING} AND p.id > ? AND ${PRESENT} ORDER BY p.id LIMIT ?`
  ).pluck(),
  countLacking: db.prepare<[EncoderVersionId], number>(`SELECT count(*) FROM photos p WHERE ${LACKING} AND ${PRESENT}`).pluck(),
  dim: db.prepare<[EncoderVersionId], number>('SELECT dim FROM encoder_versions WHERE id = ?').pluck(),
  hash: db.prepare<[PhotoId], string>('SELECT hash FROM photos WHERE id = ?').pluck(),
  vector: db.prepare<[EncoderVersionId, PhotoId], Buffer>('SELECT vector FROM embeddings WHERE encoder_version_id = ? AND photo_id = ?').pluck(),
  known: db.prepare<[PhotoId], number>('SELECT 1 FROM photos WHERE id = ?').pluck(),
  write: db.prepare<[EncoderVersionId, PhotoId, vector: Buffer]>('INSERT INTO embeddings VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET vector = excluded.vector')
}));

/** Photos that are present and have a thumbnail, by content hash: a stable order unrelated to what they show. */
export function photosToLearnFrom(store: Store): Uint32Array {
  return Uint32Array.from(read(store, () => statements(store).all.all()));
}

/** Up to `limit` of those with an id above `after` that `encoder` has not embedded, by id. */
export function photosToEncode(store: Store, encoder: EncoderVersionId, { after = 0, limit = 64 }: { readonly after?: number; readonly limit?: number } = {}): PhotoId[] {
  return read(store, () => statements(store).lacking.all(encoder, after, limit));
}

/** The content hash of a photo, hexadecimal; `null` if it is gone. */
export function hashOfPhoto(store: Store, id: PhotoId): string | null {
  return read(store, () => statements(store).hash.get(id) ?? null);
}

/** A photo's embedding of a version; `null` if it has none. */
export function readEmbedding(store: Store, encoder: EncoderVersionId, id: PhotoId): Float32Array | null {
  const vector = read(store, () => statements(store).vector.get(encoder, id));
  return vector === undefined ? null : fromHalf(vector);
}

/** How many photos `encoder` has not embedded. */
export function countToEncode(store: Store, encoder: EncoderVersionId): number {
  return read(store, () => statements(store).countLacking.get(encoder) ?? 0);
}

/**
 * Writes the embeddings of photos, ids.length × dim, row-major, in one transaction. Photos that are gone from the library,
 * and those whose embedding is not finite, are left out: indexing describes these or reports them.
 * @throws {RangeError} if the sizes do not match the version
 */
export function writeEmbeddings(store: Store, encoder: EncoderVersionId, ids: readonly PhotoId[], embeddings: Float32Array): void {
  writeDerived(store, () => {
    const dim = statements(store).dim.get(encoder);
    if (dim === undefined || embeddings.length !== ids.length * dim) {
      throw new RangeError(`expected ${ids.length} embeddings of ${dim ?? 'a known encoder\'s'} values, got ${embeddings.length}`);
    }
    ids.forEach((id, row) => {
      const embedding = embeddings.subarray(row * dim, (row + 1) * dim);
      if (statements(store).known.get(id) !== undefined && fitsHalf(embedding)) statements(store).write.run(encoder, id, toHalf(embedding));
    });
  });
}
