// Candidates for the nearest neighbours of all points, from one part of them: usearch's HNSW index (Malkov & Yashunin 2018, arXiv:1603.09320) over points of
// one byte a coordinate. The index is built by one thread and in slices of one size: an index built by several, or from other slices, is another one,
// and so would the groups be. Searching changes nothing, so as many threads as are wanted do.
import type { Index } from 'usearch';

/** Points whose coordinates are bytes: what is near among them is near, if not in that order. */
export interface BytePoints {
  readonly size: number;
  readonly dims: number;
  /** size × dims, row-major: −127 … 127 is as far as nearly all coordinates reach. */
  readonly bytes: Int8Array;
}

export interface PartRequest {
  readonly points: BytePoints;
  /** The rows that are searched: from … to − 1. */
  readonly from: number;
  readonly to: number;
  /** Candidates a point. */
  readonly count: number;
  readonly threads: number;
}

/** In a row of candidates where there are no more. */
export const NO_ROW = 0xffffffff;

/** Rows added, and searched for, at a time: some ten milliseconds each. */
const ADDED = 64;
const SEARCHED = 256;

/** Coordinates that are looked at to find how far they reach, and the share of them that do not reach farther; those are shortened. */
const LOOKED_AT = 50_000;
const WITHIN = 0.9995;

/** The points of `values` (finite, row-major) as bytes, in memory that threads share. */
export function toBytes(values: Float32Array, dims: number): BytePoints {
  const stride = Math.max(1, Math.floor(values.length / LOOKED_AT)) | 1; // odd, so that it meets all dimensions
  const sample = Float32Array.from({ length: Math.ceil(values.length / stride) }, (_, at) => Math.abs(values[at * stride]!)).sort();
  const reach = sample[Math.min(sample.length - 1, Math.floor(sample.length * WITHIN))] || (sample.at(-1) ?? 0) || 1;
  const bytes = new Int8Array(new SharedArrayBuffer(values.length));
  const scale = 127 / reach;
  for (let at = 0; at < values.length; at++) bytes[at] = Math.round(Math.min(127, Math.max(-127, values[at]! * scale)));
  return { size: values.length / dims, dims, bytes };
}

/**
 * For each of all points its nearest rows of the part, about nearest first, itself among them if it is one: size × count rows, in memory that threads share.
 * @param between called between slices of some ten milliseconds; what it rejects with ends the search
 */
export async function searchPart({ points, from, to, count, threads }: PartRequest, between: () => Promise<void> = () => Promise.resolve()): Promise<Uint32Array> {
  const { size, dims, bytes } = points;
  // imported here, so that small libraries never load native code for this
  const { Index, MetricKind, ScalarKind } = await import('usearch');
  const index = new Index({ dimensions: dims, metric: MetricKind.L2sq, quantization: ScalarKind.I8, multi: false, ...graphOf(to - from, to - from === size) });
  // it takes numbers from −1 to 1, and stores 127 times as much
  const numbers = new Float32Array(SEARCHED * dims);
  const rowsOf = (first: number, end: number): Float32Array => {
    const length = (end - first) * dims;
    for (let at = 0, byte = first * dims; at < length; at++, byte++) numbers[at] = bytes[byte]! / 127;
    return numbers.subarray(0, length);
  };

  let room = 0;
  for (let row = from; row < to; ) {
    // the index doubles its room when it is full, and then makes room for as many searching threads as it was called with: one row, which one of them adds
    const held = row - from;
    const end = held + 1 >= room ? row + 1 : Math.min(to, row + Math.min(ADDED, room - 1 - held));
    const grows = end - from >= room;
    if (grows) room = 2 ** Math.ceil(Math.log2(end - from));
    index.add(BigUint64Array.from({ length: end - row }, (_, at) => BigInt(row + at)), rowsOf(row, end), grows ? threads : 1);
    row = end;
    await between();
  }

  const found = new Uint32Array(new SharedArrayBuffer(4 * size * count)).fill(NO_ROW);
  for (let row = 0; row < size; row += SEARCHED) {
    const { keys, counts } = searchAll(index, rowsOf(row, Math.min(size, row + SEARCHED)), count, threads);
    const low = new Uint32Array(keys.buffer, keys.byteOffset, 2 * keys.length); // rows are below 2³²: the lower half of each key, little-endian
    for (let query = 0; query < counts.length; query++) {
      for (let at = 0, first = query * count, many = Number(counts[query]); at < many; at++) found[(row + query) * count + at] = low[2 * (first + at)]!;
    }
    await between();
  }
  return found;
}

/**
 * Links per point, and candidates kept while adding and searching: the more points, the more, or whole clusters are never met; fewer where other parts
 * give as many candidates again. Of 76,000 photos, in halves, these find as many of the thirty nearest (.98) as one index of half floats did, in three
 * quarters of the processor time.
 */
function graphOf(size: number, alone: boolean): { readonly connectivity: number; readonly expansion_add: number; readonly expansion_search: number } {
  const many = Math.sqrt(Math.max(1, size / 60_000));
  return { connectivity: 20, expansion_add: Math.round((alone ? 64 : 48) * many), expansion_search: Math.round((alone ? 64 : 44) * many) };
}

/** usearch returns one row in another shape than several. */
function searchAll(index: Index, rows: Float32Array, count: number, threads: number): { keys: BigUint64Array; counts: ArrayLike<number | bigint> } {
  // its types allow several rows only as an array of arrays; its code also takes one flat array
  const matches = index.search(rows, count, threads) as { keys: BigUint64Array; counts?: BigUint64Array };
  return { keys: matches.keys, counts: matches.counts ?? [matches.keys.length] };
}
