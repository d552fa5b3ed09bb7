// Nearest neighbours of a whole library without blocking the calling process: exact for small libraries, usearch's HNSW index
// (Malkov & Yashunin 2018, arXiv:1603.09320) for large ones. The index is built in slices of the calling thread, by one thread and in slices of
// one size: an index built by several, or from other slices, is another one, and so would the groups be. Searching changes nothing, so all cores do.
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import type { Index } from 'usearch';
import { measureRow, nearestNeighboursInSteps, type Neighbours } from '../../src-shared/learning/linkage/neighbours.ts';
import { asPoints } from '../../src-shared/learning/linkage/points.ts';

/** Size from which the index is faster than comparing all pairs (64 to 256 dimensions). */
const exactUpTo = 2500;

/** Approximate milliseconds between yields to the event loop. */
const slice = 12;

/** Rows added, and searched for, between yields: some ten milliseconds each. */
const ADDED = 64;
const SEARCHED = 256;

/**
 * Links per point, and candidates kept while adding and searching: the more points, the more, or whole clusters are never met. Of 38,000 photos they
 * find .994 of the thirty nearest in 7.0 s of a processor, where 16 links and 64 candidates find .995 in 9.1; of 200,000 made points .999 (48: .957).
 */
function graphOf(size: number): { readonly connectivity: number; readonly expansion_add: number; readonly expansion_search: number } {
  const many = Math.sqrt(Math.max(1, size / 60_000));
  return { connectivity: 24, expansion_add: Math.round(48 * many), expansion_search: Math.round(Math.max(48, 36 * many)) };
}

export interface FindNeighboursOptions {
  /** Sizes up to this are searched exactly. */
  readonly exactUpTo?: number;
  /** Rejects with the signal's reason when aborted. */
  readonly signal?: AbortSignal;
}

/**
 * The `k` nearest other points of every point (Euclidean, values row-major, size × dims), nearest first; `k` is lowered
 * size − 1 if there are fewer. Rejects with a `RangeError` if a point is not finite.
 */
export async function findNeighbours(
  values: Float32Array, dims: number, k: number, { exactUpTo: limit = exactUpTo, signal }: FindNeighboursOptions = {}
): Promise<Neighbours> {
  const points = asPoints(values, dims);
  if (points.size <= Math.max(limit, k + 1)) return drain(nearestNeighboursInSteps(values, dims, k), signal);

  // imported here, so that small libraries never load native code for this
  const { Index, MetricKind, ScalarKind } = await import('usearch');
  // half the bytes of a distance: half the time; bfloat16 takes as long and finds fewer (.995 for .999), a byte takes less and finds fewer still (.96)
  const index = new Index({ dimensions: dims, metric: MetricKind.L2sq, quantization: ScalarKind.F16, multi: false, ...graphOf(points.size) });
  const cores = availableParallelism();
  let room = 0;
  // the index doubles its room when it is full, and then makes room for as many searching threads as it was called with: one row, which one of them adds
  const most = (from: number): number => (from + 1 >= room ? 1 : Math.min(ADDED, room - 1 - from));
  await inSlices(points.size, most, signal, (from, to) => {
    const grows = to >= room;
    if (grows) room = 2 ** Math.ceil(Math.log2(to));
    index.add(BigUint64Array.from({ length: to - from }, (_, at) => BigInt(from + at)), values.subarray(from * dims, to * dims), grows ? cores : 1);
  });

  const others = new Uint32Array(k + 1);
  const result = { k, neighbours: new Uint32Array(points.size * k), distances: new Float32Array(points.size * k) };
  await inSlices(points.size, () => SEARCHED, signal, (from, to) => {
    const { keys, counts } = searchAll(index, values.subarray(from * dims, to * dims), k + 1, cores);
    const low = new Uint32Array(keys.buffer, keys.byteOffset, 2 * keys.length); // rows are below 2³²: the lower half of each key, little-endian
    for (let row = from; row < to; row++) {
      const first = (row - from) * (k + 1);
      let count = 0;
      for (let at = first, end = first + Number(counts[row - from]); at < end; at++) {
        const other = low[2 * at]!;
        if (other !== row) others[count++] = other;
      }
      // the index can miss some if many points coincide
      measureRow(points, row, count >= k ? others.subarray(0, count) : allBut(row, points.size), result);
    }
  });
  return result;
}

async function drain(steps: Generator<number, Neighbours>, signal?: AbortSignal): Promise<Neighbours> {
  for (let last = performance.now(); ; ) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - last < slice) continue;
    await setImmediate();
    signal?.throwIfAborted();
    last = performance.now();
  }
}

/** Runs over 0 … size, at most so many rows at a time. */
async function inSlices(size: number, most: (from: number) => number, signal: AbortSignal | undefined, run: (from: number, to: number) => void): Promise<void> {
  for (let from = 0; from < size; ) {
    const to = Math.min(size, from + most(from));
    run(from, to);
    from = to;
    await setImmediate();
    signal?.throwIfAborted();
  }
}

/** usearch returns one row in another shape than several. */
function searchAll(index: Index, rows: Float32Array, count: number, threads: number): { keys: BigUint64Array; counts: ArrayLike<number | bigint> } {
  // its types allow several rows only as an array of arrays; its code also takes one flat array
  const matches = index.search(rows, count, threads) as { keys: BigUint64Array; counts?: BigUint64Array };
  return { keys: matches.keys, counts: matches.counts ?? [matches.keys.length] };
}

function allBut(row: number, size: number): number[] {
  return Array.from({ length: size - 1 }, (_, at) => (at < row ? at : at + 1));
}
