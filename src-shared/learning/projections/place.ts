// Places photos that are new on a map that is there: each at the weighted mean of its neighbours, the rest stays. New photos that are near
// new ones alone follow in later rounds.

import type { Points } from './projection.ts';

/** Positions with every NaN filled in, count × 2; what has a position keeps it. Photos that no neighbour leads to are put at the middle. */
export function place({ count, k, neighbours, distances }: Omit<Points, 'points' | 'dims'>, known: Float32Array): Float32Array {
  const positions = known.slice();
  let waiting = Array.from({ length: count }, (_, row) => row).filter((row) => Number.isNaN(positions[2 * row]!));
  while (waiting.length > 0) {
    const found = waiting.map((row) => meanOfNeighbours(row, positions, k, neighbours, distances));
    // all of a round at once, so that their order does not matter
    const left = waiting.filter((row, at) => {
      const position = found[at];
      if (position) positions.set(position, 2 * row);
      return !position;
    });
    if (left.length === waiting.length) break;
    waiting = left;
  }
  const [x, y] = middle(positions);
  for (const row of waiting) positions.set([x, y], 2 * row);
  return positions;
}

/** Weighted by exp(−(d − nearest) / half of how far the usual one is beyond that): near neighbours count most. `null` where no neighbour has a position. */
function meanOfNeighbours(row: number, positions: Float32Array, k: number, neighbours: Uint32Array, distances: Float32Array): [number, number] | null {
  let [nearest, sum, size] = [Infinity, 0, 0];
  for (let at = row * k; at < (row + 1) * k; at++) {
    if (Number.isNaN(positions[2 * neighbours[at]!]!)) continue;
    nearest = Math.min(nearest, distances[at]!);
    sum += distances[at]!;
    size++;
  }
  if (size === 0) return null;
  const usual = Math.max((sum / size - nearest) / 2, 1e-6);
  let [x, y, total] = [0, 0, 0];
  for (let at = row * k; at < (row + 1) * k; at++) {
    const other = neighbours[at]!;
    if (Number.isNaN(positions[2 * other]!)) continue;
    const weight = Math.exp(-(distances[at]! - nearest) / usual);
    x += weight * positions[2 * other]!;
    y += weight * positions[2 * other + 1]!;
    total += weight;
  }
  return [x / total, y / total];
}

function middle(positions: Float32Array): [number, number] {
  let [x, y, size] = [0, 0, 0];
  for (let at = 0; at < positions.length; at += 2) {
    if (Number.isNaN(positions[at]!)) continue;
    x += positions[at]!;
    y += positions[at + 1]!;
    size++;
  }
  return size === 0 ? [0, 0] : [x / size, y / size];
}
