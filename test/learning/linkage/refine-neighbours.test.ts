import { describe, expect, it } from 'vitest';
import { nearestNeighbours } from '../../../src-shared/learning/linkage/neighbours.ts';
import { asPoints, squaredDistance } from '../../../src-shared/learning/linkage/points.ts';
import { refineNeighbours } from '../../../src-shared/learning/linkage/refine-neighbours.ts';
import { clusteredPoints } from './made.ts';

const size = 900;
const dims = 12;
const k = 15;
const values = clusteredPoints(size, dims, 60, 3);
const before = nearestNeighbours(values, dims, k);
/** The same points with half of their coordinates hardly counting any more. */
const moved = values.map((value, at) => (at % dims < 6 ? 0.2 : 1.4) * value);
const points = asPoints(moved, dims);
const exact = nearestNeighbours(moved, dims, k);

/** Share of the exact neighbours that are in the lists. */
function recallOf(neighbours: Uint32Array): number {
  let hits = 0;
  for (let row = 0; row < size; row++) {
    const list = new Set(neighbours.subarray(row * k, (row + 1) * k));
    for (const other of exact.neighbours.subarray(row * k, (row + 1) * k)) if (list.has(other)) hits++;
  }
  return hits / exact.neighbours.length;
}

describe('refineNeighbours', () => {
  const refined = refineNeighbours(points, before);

  it('finds neighbours that were none before', () => {
    expect(recallOf(before.neighbours)).toBeLessThan(0.8);
    expect(recallOf(refined.neighbours)).toBeGreaterThan(recallOf(before.neighbours) + 0.08);
  });

  it('gives each row k others, once each, nearest first, with their distances', () => {
    for (let row = 0; row < size; row++) {
      const list = Array.from(refined.neighbours.subarray(row * k, (row + 1) * k));
      expect(new Set(list).size).toBe(k);
      expect(list).not.toContain(row);
      const distances = refined.distances.subarray(row * k, (row + 1) * k);
      expect(Array.from(distances)).toEqual(Array.from(distances).sort((x, y) => x - y));
      list.forEach((other, at) => expect(distances[at]).toBeCloseTo(Math.sqrt(squaredDistance(points, row, other)), 5));
    }
  });

  it('loses none of the neighbours that stayed', () => {
    for (let row = 0; row < size; row++) {
      const nearest = new Set(exact.neighbours.subarray(row * k, (row + 1) * k));
      const kept = before.neighbours.subarray(row * k, (row + 1) * k).filter((other) => nearest.has(other));
      const list = new Set(refined.neighbours.subarray(row * k, (row + 1) * k));
      for (const other of kept) expect(list).toContain(other);
    }
  });

  it('leaves exact lists as they are where nothing moved, and stands lists of none', () => {
    const { neighbours, distances } = refineNeighbours(asPoints(values, dims), before);
    expect(neighbours).toEqual(before.neighbours);
    distances.forEach((distance, at) => expect(Math.abs(distance - before.distances[at]!)).toBeLessThanOrEqual(1e-6 * distance)); // measured in floats
    expect(refineNeighbours(asPoints(new Float32Array(3), 3), { k: 0, neighbours: new Uint32Array(0) }).neighbours).toHaveLength(0);
  });
});
