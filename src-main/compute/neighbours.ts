// Nearest neighbours of a whole library without blocking the calling process: exact for small libraries, the nearest of candidates from an index for
// larger ones (neighbour-part.ts). Of large ones, each half has an index in a thread of its own, whatever the number of cores: the same points have the
// same neighbours on every machine.
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Measure } from '../../src-shared/learning/linkage/measure.ts';
import { measureRow, nearestNeighboursInSteps, type Neighbours, sortIn } from '../../src-shared/learning/linkage/neighbours.ts';
import { asPoints } from '../../src-shared/learning/linkage/points.ts';
import { workerFile } from '../workers/worker-file.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { NO_ROW, type PartRequest, searchPart, toBytes } from './neighbour-part.ts';

/** Size from which the index is faster than comparing all pairs (64 to 256 dimensions). */
const exactUpTo = 2500;
/** Size from which each half has an index of its own. */
const inHalvesFrom = 20_000;

/** Approximate milliseconds between yields to the event loop. */
const slice = 12;
/** Rows measured between yields: about as long. */
const MEASURED = 256;

export interface FindNeighboursOptions {
  /** Sizes up to this are searched exactly. */
  readonly exactUpTo?: number;
  /** Sizes from this on are searched in halves, a thread each. */
  readonly inHalvesFrom?: number;
  /** Rejects with the signal's reason when aborted. */
  readonly signal?: AbortSignal;
}

/**
 * The `k` nearest other points of every point (Euclidean, values row-major, size × dims), nearest first; `k` is lowered
 * size − 1 if there are fewer. Rejects with a `RangeError` if a point is not finite.
 */
export async function findNeighbours(
  values: Float32Array, dims: number, k: number, { exactUpTo: limit = exactUpTo, inHalvesFrom: large = inHalvesFrom, signal }: FindNeighboursOptions = {}
): Promise<Neighbours> {
  const points = asPoints(values, dims);
  if (points.size <= Math.max(limit, k + 1)) return drain(nearestNeighboursInSteps(values, dims, k), signal);

  const turn = async (): Promise<void> => {
    await setImmediate();
    signal?.throwIfAborted();
  };
  const parts = await searchParts(toBytes(values, dims), k, points.size >= large ? 2 : 1, turn, signal);
  const others = new Uint32Array(parts.length * wanted(k, parts.length));
  const most = parts.reduce((sum, found) => sum + found.length / points.size, 0);
  const measure = new Measure(points, most);
  const result = { k, neighbours: new Uint32Array(points.size * k), distances: new Float32Array(points.size * k) };
  for (let row = 0; row < points.size; row++) {
    let count = 0;
    for (const found of parts) {
      const each = found.length / points.size;
      for (let at = row * each, end = at + each; at < end; at++) {
        const other = found[at]!;
        if (other !== row && other !== NO_ROW) others[count++] = other;
      }
    }
    const found = others.subarray(0, count);
    if (count >= k) sortIn(row, found, measure.from(row, found), result);
    else measureRow(points, row, allBut(row, points.size), result); // the index can miss some if many points coincide
    if (row % MEASURED === MEASURED - 1) await turn();
  }
  return result;
}

/** Candidates asked of each part for every point: more than are kept, for bytes do not tell which of those that are about as far is nearest. */
function wanted(k: number, parts: number): number {
  return parts === 1 ? 2 * k : Math.ceil(1.4 * k);
}

async function searchParts(points: PartRequest['points'], k: number, parts: number, turn: () => Promise<void>, signal?: AbortSignal): Promise<Uint32Array[]> {
  const { size } = points;
  const threads = Math.max(1, Math.floor(availableParallelism() / parts));
  const requests = Array.from({ length: parts }, (_, part): PartRequest => ({
    points, from: Math.floor((part * size) / parts), to: Math.floor(((part + 1) * size) / parts), count: wanted(k, parts), threads
  }));
  if (parts === 1) return Promise.all(requests.map((request) => searchPart(request, turn)));
  signal?.throwIfAborted();
  const pool = WorkerPool.lazy<Uint32Array>(workerFile('neighbour-part-worker', import.meta.url), {}, parts, { ...(signal && { signal }) });
  try {
    return await Promise.all(requests.map((message) => pool.run({ message })));
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    await pool.close();
  }
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

function allBut(row: number, size: number): number[] {
  return Array.from({ length: size - 1 }, (_, at) => (at < row ? at : at + 1));
}
