// Descriptors and metadata of all present photos as columns, in slices: the input of a metric.
import { createHash } from 'node:crypto';
import { preparedOnce, read } from './access.ts';
import { Arena } from './arena.ts';
import type { Store } from './database.ts';
import type { DescriptorVersions } from './descriptors.ts';
import { areFiniteHalves, fromHalf } from './half.ts';
import { concatenate } from './concatenate.ts';

/**
 * Photos that are present and have all current descriptors, in order of time, those without one last, and of content hash: the same photos are the
 * same rows in whatever order their files were read, and so make the same groups. Neighbours in time are mostly near in a metric too, which makes
 * searching among the rows faster than in random order. Matrices are row-major, one row per photo.
 */
export interface PhotoColumns {
  readonly ids: Uint32Array;
  /** Milliseconds since 1970 in the camera's local time; NaN where unknown, or only the day is known. */
  readonly takenAt: Float64Array;
  /** Minutes that this local time is ahead of UTC; NaN where unknown. */
  readonly takenOffsets: Float64Array;
  /** Degrees; NaN where unknown. */
  readonly latitudes: Float64Array;
  readonly longitudes: Float64Array;
  readonly encoder: Float32Array;
  readonly colour: Float32Array;
  readonly layout: Float32Array;
  readonly texture: Float32Array;
}

/** The same with its matrices as they are stored, in half the memory, until `widen` is called. */
export interface HalfColumns extends Pick<PhotoColumns, 'ids' | 'takenAt' | 'takenOffsets' | 'latitudes' | 'longitudes'> {
  /** @param rows only those, ascending; all unless given */
  readonly widen: (rows?: ArrayLike<number>) => PhotoColumns;
}

interface Slice {
  readonly after: string;
  readonly size: number;
}

type Row = [id: number, hash: string, takenAt: number | null, latitude: number | null, longitude: number | null, encoder: Buffer, colour: Buffer, layout: Buffer, texture: Buffer, order: number | null, offset: number | null];

/** CROSS JOIN fixes the loop order: any other would sort all photos again for every slice. */
const described = (columns: string, where: string): string => `SELECT ${columns}
  FROM photos p
  CROSS JOIN embeddings e ON e.encoder_version_id = @encoder AND e.photo_id = p.id
  CROSS JOIN features d ON d.photo_id = p.id AND d.version = @features
  WHERE ${where} AND EXISTS (SELECT 1 FROM files f WHERE f.photo_id = p.id AND f.missing_since IS NULL)
  ORDER BY p.taken_at, p.hash`;
/** A day says nothing of which photos were taken together. */
const TIMED = 'CASE p.taken_day WHEN 0 THEN p.taken_at END';
const row = `p.id, p.hash, ${TIMED}, p.latitude, p.longitude, e.vector, d.colour, d.layout, d.texture, p.taken_at, p.taken_offset`;

const statements = preparedOnce((db) => ({
  dated: db.prepare<[DescriptorVersions & Slice & { readonly time: number }], Row>(`${described(row, '(p.taken_at, p.hash) > (@time, @after)')} LIMIT @size`).raw(),
  undated: db.prepare<[DescriptorVersions & Slice], Row>(`${described(row, 'p.taken_at IS NULL AND p.hash > @after')} LIMIT @size`).raw(),
  some: ['p.taken_at IS NOT NULL', 'p.taken_at IS NULL'].map((where) => db.prepare<[DescriptorVersions & { readonly ids: string }], Row>(described(row, `${where} AND p.id IN (SELECT value FROM json_each(@ids))`)).raw()),
  identities: ['p.taken_at IS NOT NULL', 'p.taken_at IS NULL'].map((where) => db.prepare<[DescriptorVersions], Identity>(described(`p.id, p.look, ${TIMED}, p.taken_offset, p.latitude, p.longitude`, where)).raw()),
  encoder: db.prepare<[id: number], string>('SELECT name FROM encoder_versions WHERE id = ?').pluck()
}));

type Identity = [id: number, look: string | null, takenAt: number | null, offset: number | null, latitude: number | null, longitude: number | null];

/** What columns are made of. */
export interface Described {
  /** Photos that are present and have all current descriptors: the rows of the columns. */
  readonly ids: Uint32Array;
  /** A SHA-256 of everything the columns follow from: the photos, how they were looked at and by what, their times and places. */
  readonly digest: string;
  /** By what they were described. */
  readonly by: string;
  /** For each photo a number that changes when its row does; worked out when it is asked for, a microsecond or two a photo. */
  readonly stamps: () => BigUint64Array;
}

/**
 * Yields the columns of up to `size` photos at a time, so that a caller can yield to other work in between;
 * photos that become complete meanwhile may or may not be included. Photos whose stored numbers are damaged are left out; the next index run
 * describes them again.
 */
export function* sliceColumns(store: Store, versions: DescriptorVersions, options: { readonly size?: number } = {}): Generator<PhotoColumns, void, undefined> {
  for (const slice of sliceHalves(store, versions, options)) yield slice.widen();
}

/** The same slices, not widened; their matrices lie together, so that those of a large library go back to the system with the last of them. */
export function* sliceHalves(store: Store, versions: DescriptorVersions, { size = 1000 }: { readonly size?: number } = {}): Generator<HalfColumns, void, undefined> {
  if (!(size >= 1)) throw new RangeError(`expected slices of at least one photo, got ${size}`);
  const seen = new Set<number>();
  const memory = new Arena();
  // a photo whose time was edited meanwhile may come up again
  const unseen = (rows: readonly Row[]): readonly Row[] => rows.filter(([id]) => !seen.has(id) && seen.add(id));
  const { dated, undated } = statements(store);
  for (const following of [
    (last?: Row) => dated.all({ ...versions, time: last?.[9] ?? -Infinity, after: last?.[1] ?? '', size }),
    (last?: Row) => undated.all({ ...versions, after: last?.[1] ?? '', size })
  ]) {
    for (let rows = read(store, following); rows.length > 0; rows = read(store, () => following(rows.at(-1)))) yield toHalves(wholeRows(unseen(rows)), memory);
  }
}

/** The columns of those of the photos `ids` that are present and described, not widened, in the order of all. */
export function halvesOf(store: Store, versions: DescriptorVersions, ids: Iterable<number>): HalfColumns {
  const asked = JSON.stringify([...ids]);
  return toHalves(wholeRows(read(store, () => statements(store).some.flatMap((some) => some.all({ ...versions, ids: asked })))));
}

/** What the columns of `versions` would be made of, without reading them. An encoder counts by its name, which is one of its weights: ids are given again. */
export function whatIsDescribed(store: Store, versions: DescriptorVersions): Described {
  return read(store, () => {
    const { identities, encoder } = statements(store);
    const rows = identities.flatMap((some) => some.all(versions));
    const numbers = Float64Array.from(rows.flatMap(([id, , ...facts]) => [id, ...facts.map((fact) => fact ?? NaN)]));
    const looks = rows.map(([, look]) => look).join();
    const name = encoder.get(versions.encoder);
    const digest = createHash('sha256').update(JSON.stringify([name, versions.features, looks])).update(numbers).digest('hex');
    return { ids: Uint32Array.from(rows, ([id]) => id), digest, by: JSON.stringify([name, versions.features]), stamps: () => BigUint64Array.from(rows, stampOf) };
  });
}

/** Half a SHA-1 is enough to see that a row changed. */
function stampOf([, ...facts]: Identity): bigint {
  return createHash('sha1').update(JSON.stringify(facts)).digest().readBigUInt64LE();
}

/** All slices as one; blocks until all are read. */
export function readColumns(store: Store, versions: DescriptorVersions): PhotoColumns {
  return joinColumns([...sliceColumns(store, versions)]);
}

/** Concatenates slices. */
export function joinColumns(slices: readonly PhotoColumns[]): PhotoColumns {
  const float32 = (column: (slice: PhotoColumns) => Float32Array) => concatenate(slices.map(column), (length) => new Float32Array(length));
  const float64 = (column: (slice: PhotoColumns) => Float64Array) => concatenate(slices.map(column), (length) => new Float64Array(length));
  return {
    ids: concatenate(slices.map((slice) => slice.ids), (length) => new Uint32Array(length)),
    takenAt: float64((slice) => slice.takenAt),
    takenOffsets: float64((slice) => slice.takenOffsets),
    latitudes: float64((slice) => slice.latitudes),
    longitudes: float64((slice) => slice.longitudes),
    encoder: float32((slice) => slice.encoder),
    colour: float32((slice) => slice.colour),
    layout: float32((slice) => slice.layout),
    texture: float32((slice) => slice.texture)
  };
}

function toHalves(rows: readonly Row[], memory?: Arena): HalfColumns {
  return widening(factsOf(rows), stacksOf(rows, memory));
}

function factsOf(rows: readonly Row[]): Facts {
  return {
    ids: Uint32Array.from(rows, (row) => row[0]),
    takenAt: Float64Array.from(rows, (row) => row[2] ?? NaN),
    takenOffsets: Float64Array.from(rows, (row) => row[10] ?? NaN),
    latitudes: Float64Array.from(rows, (row) => row[3] ?? NaN),
    longitudes: Float64Array.from(rows, (row) => row[4] ?? NaN)
  };
}

/** A function of its own, because what it gives outlives the rows and may not refer to them. */
function widening(facts: Facts, stacks: readonly Uint8Array[]): HalfColumns {
  const widen = (rows?: ArrayLike<number>): PhotoColumns => {
    const picked = rows === undefined ? facts : pick(facts, rows);
    const [encoder, colour, layout, texture] = stacks.map((bytes) => fromHalf(rows === undefined ? bytes : pickBytes(bytes, facts.ids.length, rows))) as [Float32Array, Float32Array, Float32Array, Float32Array]; // one for each vector
    return { ...picked, encoder, colour, layout, texture };
  };
  return { ...facts, widen };
}

type Facts = Omit<HalfColumns, 'widen'>;

function pick({ ids, takenAt, takenOffsets, latitudes, longitudes }: Facts, rows: ArrayLike<number>): Facts {
  const of = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  return { ids: Uint32Array.from(rows, (row) => ids[row]!), takenAt: of(takenAt), takenOffsets: of(takenOffsets), latitudes: of(latitudes), longitudes: of(longitudes) };
}

/** `bytes`: as many a row for each of `count` rows. */
function pickBytes(bytes: Uint8Array, count: number, rows: ArrayLike<number>): Uint8Array {
  const stride = bytes.length / count;
  const picked = new Uint8Array(rows.length * stride);
  for (let at = 0; at < rows.length; at++) picked.set(bytes.subarray(rows[at]! * stride, (rows[at]! + 1) * stride), at * stride);
  return picked;
}

type Vector = 5 | 6 | 7 | 8;
const vectors: readonly Vector[] = [5, 6, 7, 8];

/** The rows whose vectors have the expected lengths and are finite. */
function wholeRows(rows: readonly Row[]): readonly Row[] {
  const lengths = vectors.map((column) => commonest(rows.map((row) => row[column].length)));
  return rows.filter((row) => vectors.every((column, at) => row[column].length === lengths[at] && areFiniteHalves(row[column])));
}

function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

/** The vectors as bytes, which are converted in one go, several times faster than one by one. */
function stacksOf(rows: readonly Row[], memory?: Arena): Uint8Array[] {
  return vectors.map((column) => stack(rows, column, memory));
}

function stack(rows: readonly Row[], column: Vector, memory?: Arena): Uint8Array {
  const stride = rows[0]?.[column].length ?? 0;
  const length = stride * rows.length;
  const bytes = memory?.take(length) ?? new Uint8Array(length);
  for (const [index, row] of rows.entries()) {
    bytes.set(row[column], index * stride);
  }
  return bytes;
}
