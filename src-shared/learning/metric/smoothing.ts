// Draws every photo a little towards its nearest: photos of one kind move together, and what tells them apart by chance averages out
// (database-side augmentation: Turcot and Lowe 2009; weights by likeness: Radenović et al. 2018). Distances stay Euclidean distances of points, so the
// metric stays one. Only photos that list each other move towards each other (mutual neighbours: Qin et al. 2011, Zhong et al. 2017), so a photo
// that belongs nowhere stays, and no crowd attracts it. Weights fall off relative to the nearest one (a scale of its own for each photo, as in
// Zelnik-Manor and Perona 2004): the two shots of a moment are not drawn to what is merely next, and the many photos of a beach are to each other.
import type { Neighbours } from '../linkage/neighbours.ts';
import type { PhotoPoints, Section } from './prior.ts';

/** Nearest of each photo that it may be drawn to: those that have it among as many of theirs. */
export const DRAWN_TO = 10;

/** How fast weights fall with the cosine relative to that of the nearest. */
const FALL = 8;

/** Whom a photo is drawn to. */
export interface Pull {
  /** Rows, nearest first; only the first `count` are set. */
  readonly rows: Uint32Array;
  /** Their weights beside the photo's own, which is 1: 0 … 1. */
  readonly weights: Float64Array;
  count: number;
}

/**
 * The points of `placed` after each was drawn towards its nearest. In each section a photo keeps its distance from the middle: what is not known of
 * it stays unknown, and the sections keep their shares.
 * @param near neighbours of the same points
 * @throws RangeError if they are of another number of points
 */
export function smoothPoints({ count, dims, points, sections }: PhotoPoints, near: Pick<Neighbours, 'k' | 'neighbours'>): Float32Array {
  if (near.neighbours.length !== count * near.k) throw new RangeError(`Expected ${near.k} neighbours of ${count} photos, got ${near.neighbours.length} in all.`);
  const smoothed = new Float32Array(points.length);
  const pull = emptyPull();
  const sum = new Float64Array(dims);
  const lengths = Float64Array.from({ length: count }, (_, row) => Math.sqrt(product(points, row * dims, points, row * dims, dims)));
  for (let row = 0; row < count; row++) {
    pullOf(points, dims, lengths, near, row, pull);
    drawPoint(points, row * dims, points, dims, sections, pull, sum);
    for (let i = 0, at = row * dims; i < dims; i++) smoothed[at + i] = sum[i]!;
  }
  return smoothed;
}

export function emptyPull(): Pull {
  return { rows: new Uint32Array(DRAWN_TO), weights: new Float64Array(DRAWN_TO), count: 0 };
}

/** Writes into `pull` whom the photo at `row` is drawn to. */
function pullOf(points: Float32Array, dims: number, lengths: Float64Array, { k, neighbours }: Pick<Neighbours, 'k' | 'neighbours'>, row: number, pull: Pull): void {
  const asked = Math.min(DRAWN_TO, k);
  pull.count = 0;
  for (let at = row * k; at < row * k + asked; at++) {
    const other = neighbours[at]!;
    let mutual = false;
    for (let back = other * k; back < other * k + asked && !mutual; back++) mutual = neighbours[back] === row;
    if (mutual) addPull(pull, other, product(points, row * dims, points, other * dims, dims) / (lengths[row]! * lengths[other]!));
  }
  weighPull(pull);
}

/** Adds a photo by its cosine; one that lies on the other side, or in the middle, is left out. */
export function addPull(pull: Pull, row: number, cosine: number): void {
  if (!(cosine > 0)) return;
  pull.rows[pull.count] = row;
  pull.weights[pull.count++] = cosine;
}

/** From cosines to weights. */
export function weighPull({ weights, count }: Pull): void {
  let most = 0;
  for (let at = 0; at < count; at++) most = Math.max(most, weights[at]!);
  for (let at = 0; at < count; at++) weights[at] = most * most * (weights[at]! / most) ** FALL;
}

/** Writes to `sum` the point of `from` (starting at `start`) after it was drawn to rows of `points`. */
export function drawPoint(from: Float32Array, start: number, points: Float32Array, dims: number, sections: readonly Section[], { rows, weights, count }: Pull, sum: Float64Array): void {
  for (let i = 0; i < dims; i++) sum[i] = from[start + i]!;
  for (let near = 0; near < count; near++) {
    const other = rows[near]! * dims;
    const weight = weights[near]!;
    for (let i = 0; i < dims; i++) sum[i]! += weight * points[other + i]!;
  }
  if (count === 0) return;
  for (const { start: first, dims: width } of sections) {
    let [before, after] = [0, 0];
    for (let i = first, end = first + width; i < end; i++) {
      before += from[start + i]! ** 2;
      after += sum[i]! ** 2;
    }
    const scale = after > 0 ? Math.sqrt(before / after) : 0;
    for (let i = first, end = first + width; i < end; i++) sum[i]! *= scale;
  }
}

/** Cosine of the angle between two points, as seen from the middle of the library; NaN where one lies there. */
export function cosine(x: Float32Array, y: Float32Array): number {
  const dims = x.length;
  return product(x, 0, y, 0, dims) / Math.sqrt(product(x, 0, x, 0, dims) * product(y, 0, y, 0, dims));
}

function product(x: Float32Array, from: number, y: Float32Array, to: number, dims: number): number {
  let sum = 0;
  for (let i = 0; i < dims; i++) sum += x[from + i]! * y[to + i]!;
  return sum;
}
