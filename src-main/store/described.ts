// The descriptors of some photos, as the columns of all of them (columns.ts) have them.
import type { PhotoId } from '../../src-shared/contract.ts';
import { preparedOnce, read } from './access.ts';
import type { PhotoColumns } from './columns.ts';
import type { Store } from './database.ts';
import type { DescriptorVersions } from './descriptors.ts';
import type { EncoderVersionId } from './encoder-versions.ts';
import { fromHalf } from './half.ts';

type Row = [encoder: Buffer, colour: Buffer, layout: Buffer, texture: Buffer];

const statements = preparedOnce((db) => ({
  one: db.prepare<[DescriptorVersions & { readonly id: PhotoId }], Row>(`SELECT e.vector, d.colour, d.layout, d.texture FROM embeddings e
    JOIN features d ON d.photo_id = e.photo_id AND d.version = @features WHERE e.encoder_version_id = @encoder AND e.photo_id = @id`).raw(),
  embeddings: db.prepare<[EncoderVersionId], [PhotoId, Buffer]>('SELECT photo_id, vector FROM embeddings WHERE encoder_version_id = ?').raw()
}));

/** Calls `take` with every photo's embedding of an encoder, one at a time: all of them may be more than the memory is for. */
export function eachEmbedding(store: Store, encoder: EncoderVersionId, take: (id: PhotoId, embedding: Float32Array) => void): void {
  read(store, () => {
    for (const [id, vector] of statements(store).embeddings.iterate(encoder)) take(id, fromHalf(vector));
  });
}

/** Matrices of the photos `ids`, row by row, without those that have no current descriptors any more. */
export function readDescribed(store: Store, versions: DescriptorVersions, ids: Iterable<number>): Pick<PhotoColumns, 'encoder' | 'colour' | 'layout' | 'texture'> & { readonly count: number } {
  const { one } = statements(store);
  const rows: Row[] = [];
  for (const id of ids) {
    const row = read(store, () => one.get({ ...versions, id: id as PhotoId })); // ids of photos
    const first = rows[0] ?? row;
    if (row && row.every((vector, at) => vector.length === first![at]!.length)) rows.push(row); // as many
  }
  const [encoder, colour, layout, texture] = [0, 1, 2, 3].map((at) => fromHalf(Buffer.concat(rows.map((row) => row[at as 0 | 1 | 2 | 3])))) as [Float32Array, Float32Array, Float32Array, Float32Array]; // of four numbers
  return { count: rows.length, encoder, colour, layout, texture };
}
