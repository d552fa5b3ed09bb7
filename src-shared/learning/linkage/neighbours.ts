// Exact k nearest neighbours by Euclidean distance, in plain TypeScript. The approximate index for large
// libraries needs native code and is in src-main/compute.
import { asPoints, squaredDistance, type Points } from './points.ts';

/** Each point's `k` nearest other points, nearest first; equal distances by index. */
export interface Neighbours {
  readonly k: number;
  /** size × k indices of points. */
  readonly neighbours: Uint32Array;
  /** size × k Euclidean distances, ascending in each row. */
  readonly distances: Float32Array;
}

/** Rows compared at once: twice 32 rows of 256 numbers fit in the L1 cache. */
const tile = 32;

/**
 * The `k` nearest other points of every point; `k` is reduced to size − 1 if there are fewer.
 * Throws a `RangeError` if `k` is not a whole number or a point is not finite.
 */
export function nearestNeighbours(values: Float32Array, dims: number, k: number): Neighbours {
  const steps = nearestNeighboursInSteps(values, dims, k);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in steps of a few milliseconds, for a thread with other work; yields the fraction done, 0..1. */
export function* nearestNeighboursInSteps(values: Float32Array, dims: number, k: number): Generator<number, Neighbours> {
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`k must be a whole number of neighbours, got ${k}`);
  const points = asPoints(values, dims);
  const { size } = points;
  const nearest = new Nearest(size, Math.min(k, Math.max(0, size - 1)));
  if (nearest.k === 0) return nearest.finish(points);

  const norms = new Float64Array(size);
  for (let i = 0; i < size; i++) norms[i] = dot(values, i * dims, i * dims, dims);

  // every pair of tiles once: a distance is offered to both of its rows
  const pairsOfTiles = (size / tile) * (size / tile + 1) / 2;
  let done = 0;
  for (let top = 0; top < size; top += tile) {
    for (let left = top; left < size; left += tile) {
      compareTiles(points, norms, top, left, nearest);
      if (++done % 16 === 0) yield Math.min(1, done / pairsOfTiles);
    }
  }
  return nearest.finish(points);
}

/** |x − y|² as |x|² + |y|² − 2xy, four rows against two at a time so that each number read is used more than once. */
function compareTiles({ size, dims, values }: Points, norms: Float64Array, top: number, left: number, nearest: Nearest): void {
  const bottom = Math.min(top + tile, size);
  const right = Math.min(left + tile, size);
  for (let i = top; i < bottom; i += 2) {
    const pairOfRows = i + 1 < bottom;
    const a = i * dims;
    const b = pairOfRows ? a + dims : a;
    let j = left === top ? i + 1 : left;
    for (; j + 3 < right; j += 4) {
      const p = j * dims, q = p + dims, r = q + dims, s = r + dims;
      let ap = 0, aq = 0, ar = 0, as = 0, bp = 0, bq = 0, br = 0, bs = 0;
      for (let d = 0; d < dims; d++) {
        const x = values[a + d]!, y = values[b + d]!;
        const pd = values[p + d]!, qd = values[q + d]!, rd = values[r + d]!, sd = values[s + d]!;
        ap += x * pd; aq += x * qd; ar += x * rd; as += x * sd;
        bp += y * pd; bq += y * qd; br += y * rd; bs += y * sd;
      }
      const ni = norms[i]!;
      nearest.offerPair(i, j, ni + norms[j]! - 2 * ap);
      nearest.offerPair(i, j + 1, ni + norms[j + 1]! - 2 * aq);
      nearest.offerPair(i, j + 2, ni + norms[j + 2]! - 2 * ar);
      nearest.offerPair(i, j + 3, ni + norms[j + 3]! - 2 * as);
      if (!pairOfRows) continue;
      const nb = norms[i + 1]!;
      if (j > i + 1) nearest.offerPair(i + 1, j, nb + norms[j]! - 2 * bp);
      nearest.offerPair(i + 1, j + 1, nb + norms[j + 1]! - 2 * bq);
      nearest.offerPair(i + 1, j + 2, nb + norms[j + 2]! - 2 * br);
      nearest.offerPair(i + 1, j + 3, nb + norms[j + 3]! - 2 * bs);
    }
    for (; j < right; j++) {
      nearest.offerPair(i, j, norms[i]! + norms[j]! - 2 * dot(values, a, j * dims, dims));
      if (pairOfRows && j > i + 1) nearest.offerPair(i + 1, j, norms[i + 1]! + norms[j]! - 2 * dot(values, b, j * dims, dims));
    }
  }
}

function dot(values: Float32Array, a: number, b: number, dims: number): number {
  let sum = 0;
  for (let d = 0; d < dims; d++) sum += values[a + d]! * values[b + d]!;
  return sum;
}

/** The nearest so far of every row, sorted; `worst` is the distance to beat. Candidates arrive in index order, so ties are stable. */
class Nearest {
  readonly k: number;
  private readonly size: number;
  private readonly found: Uint32Array;
  private readonly squared: Float64Array;
  private readonly worst: Float64Array;

  constructor(size: number, k: number) {
    this.size = size;
    this.k = k;
    this.found = new Uint32Array(size * k).fill(size);
    this.squared = new Float64Array(size * k).fill(Infinity);
    this.worst = new Float64Array(size).fill(Infinity);
  }

  offerPair(i: number, j: number, squared: number): void {
    if (squared < this.worst[i]!) this.offer(i, j, squared);
    if (squared < this.worst[j]!) this.offer(j, i, squared);
  }

  private offer(row: number, candidate: number, value: number): void {
    const { k, found, squared } = this;
    const first = row * k;
    let at = first + k - 1;
    for (; at > first && squared[at - 1]! > value; at--) {
      squared[at] = squared[at - 1]!;
      found[at] = found[at - 1]!;
    }
    squared[at] = value;
    found[at] = candidate;
    this.worst[row] = squared[first + k - 1]!;
  }

  /** Recomputes distances as sums of squared differences: the form above suffers from cancellation where points nearly coincide. */
  finish(points: Points): Neighbours {
    const { size, k, found } = this;
    const result = { k, neighbours: new Uint32Array(size * k), distances: new Float32Array(size * k) };
    for (let row = 0; row < size; row++) measureRow(points, row, found.subarray(row * k, (row + 1) * k), result);
    return result;
  }
}

/**
 * Measures `others` (without `row` itself) and writes the nearest k of them into `row` of `result`, whose first `measured` are there
 * already, nearest first; with those k or more points.
 */
export function measureRow(points: Points, row: number, others: ArrayLike<number>, result: Neighbours, measured = 0): void {
  for (let read = 0; read < others.length; read++) insert(result, row, measured + read, others[read]!, Math.fround(Math.sqrt(squaredDistance(points, row, others[read]!))));
}

/** The same of what was measured already. @param far how far each of `others` is, as floats */
export function sortIn(row: number, others: ArrayLike<number>, far: Float32Array, result: Neighbours, measured = 0): void {
  for (let read = 0; read < others.length; read++) insert(result, row, measured + read, others[read]!, far[read]!);
}

/** @param there how many the row has had, of which the nearest k are kept */
function insert({ k, neighbours, distances }: Neighbours, row: number, there: number, other: number, distance: number): void {
  const first = row * k;
  let at = first + Math.min(there, k);
  for (; at > first; at--) {
    const above = distances[at - 1]!;
    if (above < distance || (above === distance && neighbours[at - 1]! < other)) break;
    if (at === first + k) continue;
    distances[at] = above;
    neighbours[at] = neighbours[at - 1]!;
  }
  if (at === first + k) return;
  distances[at] = distance;
  neighbours[at] = other;
}
