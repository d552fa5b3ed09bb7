// How faithful a map is. Trustworthiness: whether photos that are near on the map are near in the space. Continuity: the other way
// around (Venna and Kaski 2001, 2006). Both are 1 for a map that keeps the order of all neighbours, and about .5 for a random one.

import { sampled } from './pca.ts';
import type { Points } from './projection.ts';

export interface Quality {
  readonly trustworthiness: number;
  readonly continuity: number;
}

export interface QualityOptions {
  /** Neighbours that are looked at. */
  readonly k?: number;
  readonly seed?: number;
  /** Multiplications it may take at most: photos are sampled where all would be more. Each is still ranked among all others. */
  readonly effort?: number;
}

const SLICE = 32;

/** Quality of `positions`, count × 2, as a map of the points; exact unless there are thousands. Both are 1 where there are too few photos to tell. */
export function* qualityOf({ count, dims, points }: Pick<Points, 'count' | 'dims' | 'points'>, positions: Float32Array, { k = 12, seed = 1, effort = 2e9 }: QualityOptions = {}): Generator<number, Quality> {
  if (count < 2 || k >= count / 2) k = Math.max(1, Math.ceil(count / 2) - 1); // scikit-learn refuses more
  if (count < 4) return { trustworthiness: 1, continuity: 1 };
  const rows = sampled(count, Math.max(64, Math.floor(effort / (count * (dims + 2)))), seed);
  const inSpace = new Float32Array(count);
  const onMap = new Float32Array(count);
  let [intruding, missing] = [0, 0];
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    distancesTo(points, dims, row, inSpace);
    distancesTo(positions, 2, row, onMap);
    intruding += penalty(nearest(onMap, row, k), inSpace, row, k);
    missing += penalty(nearest(inSpace, row, k), onMap, row, k);
    if (at % SLICE === SLICE - 1) yield at / rows.length;
  }
  const greatest = (k * (2 * count - 3 * k - 1) * rows.length) / 2;
  return { trustworthiness: 1 - intruding / greatest, continuity: 1 - missing / greatest };
}

/** Squared. */
function distancesTo(points: Float32Array, dims: number, row: number, distances: Float32Array): void {
  const own = points.subarray(row * dims, (row + 1) * dims);
  for (let other = 0, from = 0; other < distances.length; other++) {
    let sum = 0;
    for (let d = 0; d < dims; d++, from++) {
      const difference = points[from]! - own[d]!;
      sum += difference * difference;
    }
    distances[other] = sum;
  }
}

/** The `k` nearest others, by row. */
function nearest(distances: Float32Array, row: number, k: number): Uint32Array {
  const found = new Uint32Array(k);
  let size = 0;
  for (let other = 0; other < distances.length; other++) {
    if (other === row) continue;
    const distance = distances[other]!;
    if (size === k && distance >= distances[found[k - 1]!]!) continue;
    let place = size < k ? size++ : k - 1;
    for (; place > 0 && distances[found[place - 1]!]! > distance; place--) found[place] = found[place - 1]!;
    found[place] = other;
  }
  return found;
}

/** By how many ranks beyond `k` each of `found` lies by `distances`, in all. */
function penalty(found: Uint32Array, distances: Float32Array, row: number, k: number): number {
  const limits = found.map((other) => other).sort((a, b) => distances[a]! - distances[b]!);
  const ranks = new Uint32Array(k);
  for (let other = 0; other < distances.length; other++) {
    if (other === row) continue;
    const distance = distances[other]!;
    // of equal distances the lower row is the nearer one
    for (let at = k - 1; at >= 0; at--) {
      const limit = limits[at]!;
      const beyond = distances[limit]!;
      if (distance > beyond) break;
      if (distance < beyond || other <= limit) ranks[at]!++;
    }
  }
  return ranks.reduce((sum, rank) => sum + Math.max(0, rank - k), 0);
}
