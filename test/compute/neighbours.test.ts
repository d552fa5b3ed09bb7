import { describe, expect, it, vi } from 'vitest';
import { findNeighbours } from '../../src-main/compute/neighbours.ts';
import { nearestNeighbours } from '../../src-shared/learning/linkage/neighbours.ts';
import { clusteredPoints } from '../learning/linkage/made.ts';

const dims = 32;
const k = 20;

/** Share of the true neighbours of `size` points that are among those found. */
function shareOf(found: Uint32Array, exact: Uint32Array, size: number): number {
  let hits = 0;
  for (let row = 0; row < size; row++) {
    const truth = new Set(exact.subarray(row * k, row * k + k));
    hits += found.subarray(row * k, row * k + k).filter((photo) => truth.has(photo)).length;
  }
  return hits / (size * k);
}

describe('neighbours of a library', () => {
  it('finds at least 95 % of the true neighbours of 5,000 photos through the index', async () => {
    const values = clusteredPoints(5000, dims, 300, 1);
    const exact = nearestNeighbours(values, dims, k);
    const found = await findNeighbours(values, dims, k, { exactUpTo: 0 });
    for (let row = 0; row < 5000; row++) expect(found.neighbours.subarray(row * k, row * k + k).includes(row)).toBe(false);
    expect(shareOf(found.neighbours, exact.neighbours, 5000)).toBeGreaterThan(0.95);
  });

  it('finds more of them in halves, a thread each, and the same on every run', async () => {
    const values = clusteredPoints(3000, dims, 300, 9);
    const exact = nearestNeighbours(values, dims, k);
    const found = await findNeighbours(values, dims, k, { exactUpTo: 0, inHalvesFrom: 0 });
    expect(shareOf(found.neighbours, exact.neighbours, 3000)).toBeGreaterThan(0.99);
    for (let row = 0; row < 3000; row++) expect(found.neighbours.subarray(row * k, row * k + k).includes(row)).toBe(false);
    expect(await findNeighbours(values, dims, k, { exactUpTo: 0, inHalvesFrom: 0 })).toEqual(found);
  });

  it('are found by points whose coordinates reach as far as they like, a few of them far beyond the others', async () => {
    for (const scale of [1e-12, 1e9]) {
      const values = clusteredPoints(800, dims, 40, 8).map((value) => value * scale);
      values[dims * 7] = 1e4 * scale; // one coordinate
      const exact = nearestNeighbours(values, dims, k);
      const found = await findNeighbours(values, dims, k, { exactUpTo: 0 });
      expect(shareOf(found.neighbours, exact.neighbours, 800)).toBeGreaterThan(0.97);
    }
  });

  it('reports exact distances, ascending, and the same on every run', async () => {
    const values = clusteredPoints(600, dims, 20, 2);
    const found = await findNeighbours(values, dims, k, { exactUpTo: 0 });
    for (let row = 0; row < 600; row += 7) {
      for (let at = 0; at < k; at++) {
        const other = found.neighbours[row * k + at]!;
        const expected = Math.hypot(...Array.from({ length: dims }, (_, d) => values[row * dims + d]! - values[other * dims + d]!));
        expect(found.distances[row * k + at]).toBeCloseTo(expected, 4);
        if (at > 0) expect(found.distances[row * k + at]).toBeGreaterThanOrEqual(found.distances[row * k + at - 1]!);
      }
    }
    expect(await findNeighbours(values, dims, k, { exactUpTo: 0 })).toEqual(found);
  });

  it('finds the same on a machine that is slower, or busy', async () => {
    const values = clusteredPoints(3000, dims, 100, 6);
    const found = await findNeighbours(values, dims, k, { exactUpTo: 0 });
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 40));
    try {
      expect(await findNeighbours(values, dims, k, { exactUpTo: 0 })).toEqual(found);
    } finally {
      clock.mockRestore();
    }
  });

  it('is exact for small libraries, for none, one and two photos, and if all photos coincide', async () => {
    for (const size of [0, 1, 2, 300]) {
      const values = clusteredPoints(size, dims, 5, 3);
      expect(await findNeighbours(values, dims, k)).toEqual(nearestNeighbours(values, dims, k));
    }
    const same = new Float32Array(400 * dims).fill(0.5);
    for (const inHalvesFrom of [0, 1000]) {
      for (const all of [same, new Float32Array(400 * dims)]) {
        const found = await findNeighbours(all, dims, k, { exactUpTo: 0, inHalvesFrom });
        expect(found.distances.every((distance) => distance === 0)).toBe(true);
        for (let row = 0; row < 400; row++) expect(new Set([row, ...found.neighbours.subarray(row * k, row * k + k)]).size).toBe(k + 1);
      }
    }
  });

  it('lets other work run between slices', async () => {
    const values = clusteredPoints(3000, dims, 100, 4);
    for (const exactUpTo of [0, 5000]) {
      let turns = 0;
      let running = true;
      const count = () => {
        turns++;
        if (running) setImmediate(count);
      };
      setImmediate(count);
      await findNeighbours(values, dims, k, { exactUpTo });
      running = false;
      expect(turns).toBeGreaterThan(5);
    }
  });

  it('stops when aborted, and refuses points that are not finite', async () => {
    const values = clusteredPoints(3000, dims, 100, 5);
    for (const exactUpTo of [0, 5000]) {
      await expect(findNeighbours(values, dims, k, { exactUpTo, signal: AbortSignal.abort(new Error('closed')) })).rejects.toThrow('closed');
    }
    const closing = new AbortController();
    const halves = findNeighbours(values, dims, k, { exactUpTo: 0, inHalvesFrom: 0, signal: closing.signal });
    closing.abort(new Error('closed'));
    await expect(halves).rejects.toThrow('closed');
    values[70] = Infinity;
    await expect(findNeighbours(values, dims, k)).rejects.toThrow('point 2 has Infinity');
  });
});
