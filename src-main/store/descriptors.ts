// What the learning code computed for each photo: an embedding per encoder version, the feature groups colour, layout and texture,
// and a fingerprint. Opaque here; vectors are stored in half precision.
import type { PhotoId } from '../../src-shared/contract.ts';
import { preparedOnce, read, writeDerived } from './access.ts';
import type { Store } from './database.ts';
import { type EncoderVersionId, versionWithoutAdapter } from './encoder-versions.ts';
import type { FolderId } from './folder-id.ts';
import { toHalf } from './half.ts';

/** Which descriptors are current. */
export interface DescriptorVersions {
  readonly encoder: EncoderVersionId;
  /** Version of the code that computes the feature groups. */
  readonly features: number;
}

/** One vector per feature group; a group's length is fixed within a features version. */
export interface Features {
  readonly colour: Float32Array;
  readonly layout: Float32Array;
  readonly texture: Float32Array;
}

/** What was computed for one photo; `null` keeps what is stored. */
export interface Descriptors {
  /** As long as its encoder version's `dim`. */
  readonly embedding: Float32Array | null;
  /** What it was before an adapter changed it: stored for the version without. */
  readonly raw?: Float32Array | null;
  readonly features: Features | null;
  /** What copies are found by; belongs to the features' version. */
  readonly fingerprint?: Uint8Array | null;
}

/** A present photo that lacks something, and the file to read it from: preferably one with the shown content. */
export interface LackingPhoto {
  readonly id: PhotoId;
  readonly folder: FolderId;
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
}

interface After {
  readonly after: number;
  readonly limit: number;
  /** None above this id, which bounds the time of a search. */
  readonly upTo: number;
}

/** Picks the first file by path, those with the shown content before others; SQLite takes the other columns from the row of `min`. */
const LACKING = `SELECT p.id, f.folder_id AS folder, substr(min((f.content_hash IS NOT p.shown) || f.path), 2) AS path, f.size, f.modified_ms AS modifiedMs
  FROM photos p JOIN files f ON f.photo_id = p.id AND f.missing_since IS NULL
  JOIN folders d ON d.id = f.folder_id AND d.problem IS NULL WHERE`;

const statements = preparedOnce((db) => ({
  dim: db.prepare<[EncoderVersionId], number>('SELECT dim FROM encoder_versions WHERE id = ?').pluck(),
  writeEmbedding: db.prepare<[EncoderVersionId, PhotoId, vector: Buffer]>(
    'INSERT INTO embeddings VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET vector = excluded.vector'
  ),
  writeFeatures: db.prepare<[PhotoId, version: number, colour: Buffer, layout: Buffer, texture: Buffer]>(
    `INSERT INTO features VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET version = excluded.version, colour = excluded.colour, layout = excluded.layout, texture = excluded.texture`
  ),
  // a new one has to be compared again
  writeFingerprint: db.prepare<[PhotoId, cells: Uint8Array]>('INSERT INTO fingerprints (photo_id, cells) VALUES (?, ?) ON CONFLICT DO UPDATE SET cells = excluded.cells, compared = 0'),
  lacking: db.prepare<[DescriptorVersions & After], LackingPhoto>(
    `${LACKING} p.id > @after AND p.id <= @upTo AND (
       NOT EXISTS (SELECT 1 FROM embeddings e WHERE e.encoder_version_id = @encoder AND e.photo_id = p.id)
       OR NOT EXISTS (SELECT 1 FROM features d WHERE d.photo_id = p.id AND d.version = @features)
       OR NOT EXISTS (SELECT 1 FROM fingerprints c WHERE c.photo_id = p.id)
       OR NOT EXISTS (SELECT 1 FROM thumbs.thumbnails t WHERE t.hash = p.hash)
       OR EXISTS (SELECT 1 FROM contents s WHERE s.hash = p.shown AND s.look <> p.look))
     GROUP BY p.id ORDER BY p.id LIMIT @limit`
  ),
  last: db.prepare<[], number | null>('SELECT max(id) FROM photos').pluck(),
  pictureless: db.prepare<[After], LackingPhoto>(`${LACKING} p.id > @after AND p.id <= @upTo AND p.picture IS NULL GROUP BY p.id ORDER BY p.id LIMIT @limit`),
  unmarked: db.prepare<[After], LackingPhoto>(`${LACKING} p.id > @after AND p.id <= @upTo AND f.content_hash IN (SELECT hash FROM contents WHERE photo_id = p.id AND (mark IS NULL OR taken_from IS NULL OR optics IS NULL OR moment IS NULL)) GROUP BY p.id ORDER BY p.id LIMIT @limit`)
}));

/**
 * Writes what was computed for photos, in one transaction.
 * @throws {RangeError} for a vector that is not finite, or an embedding whose length is not its version's
 */
export function writeDescriptors(store: Store, versions: DescriptorVersions, batch: Iterable<readonly [PhotoId, Descriptors]>): void {
  writeDerived(store, () => {
    const { dim, writeEmbedding, writeFeatures, writeFingerprint } = statements(store);
    const expected = dim.get(versions.encoder);
    if (expected === undefined) throw new RangeError(`expected an encoder version, got ${versions.encoder}`);
    const plain = versionWithoutAdapter(store, versions.encoder);
    for (const [id, { embedding, raw = null, features, fingerprint = null }] of batch) {
      if (embedding !== null) {
        if (embedding.length !== expected) throw new RangeError(`expected an embedding of ${expected} values, got ${embedding.length}`);
        writeEmbedding.run(versions.encoder, id, toHalf(embedding));
      }
      if (raw !== null && plain !== null && raw.length === expected) writeEmbedding.run(plain, id, toHalf(raw));
      if (features !== null) {
        writeFeatures.run(id, versions.features, toHalf(features.colour), toHalf(features.layout), toHalf(features.texture));
      }
      if (fingerprint !== null) writeFingerprint.run(id, fingerprint);
    }
  });
}

/**
 * Up to `limit` present photos with an id above `after` that lack something current, by id: after a new version, lost thumbnails, or a
 * change of look.
 */
export function photosLacking(store: Store, versions: DescriptorVersions, { after = 0, upTo = Number.MAX_SAFE_INTEGER, limit = 1000 }: Partial<After> = {}): LackingPhoto[] {
  return read(store, () => statements(store).lacking.all({ ...versions, after, upTo, limit }));
}

/** The highest photo id; 0 if there is none. */
export function lastPhoto(store: Store): number {
  return read(store, () => statements(store).last.get() ?? 0);
}

/** Up to `limit` present photos with an id above `after` whose picture hash was never computed, by id. */
export function photosWithoutPicture(store: Store, { after = 0, upTo = Number.MAX_SAFE_INTEGER, limit = 1000 }: Partial<After> = {}): LackingPhoto[] {
  return read(store, () => statements(store).pictureless.all({ after, upTo, limit }));
}

/** Up to `limit` present photos with an id above `after` that have a file whose metadata was not searched for marks, dates, optics or bursts, by id; that file of each. */
export function photosWithoutMarks(store: Store, { after = 0, upTo = Number.MAX_SAFE_INTEGER, limit = 1000 }: Partial<After> = {}): LackingPhoto[] {
  return read(store, () => statements(store).unmarked.all({ after, upTo, limit }));
}
