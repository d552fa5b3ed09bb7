import { describe, expect, it, vi } from 'vitest';
import { findNeighbours } from '../../src-main/compute/neighbours.ts';
import { nearestNeighbours } from '../../src-shared/learning/linkage/neighbours.ts';
import { clusteredPoints } from '../learning/linkage/made.ts';

const dims = 32;
const k = 20;

describe('neighbours of a library', () => {
  it('finds at least 95 % of the true neighbours of 5,000 photos through the index', async () => {
    const values = clusteredPoints(5000, dims, 300, 1);
    const exact = nearestNeighbours(values, dims, k);
    const found = await findNeighbours(values, dims, k, { exactUpTo: 0 });
    let hits = 0;
    for (let row = 0; row < 5000; row++) {
      const truth = new Set(exact.neighbours.subarray(row * k, row * k + k));
      const mine = found.neighbours.subarray(row * k, row * k + k);
      expect(mine.includes(row)).toBe(false);
      hits += mine.filter((photo) => truth.has(photo)).length;
    }
    expect(hits / (5000 * k)).toBeGreaterThan(0.95);
    expect(hits / (5000 * k)).toBeLessThanOrEqual(1);
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
    const found = await findNeighbours(same, dims, k, { exactUpTo: 0 });
    expect(found.distances.every((distance) => distance === 0)).toBe(true);
    for (let row = 0; row < 400; row++) expect(new Set([row, ...found.neighbours.subarray(row * k, row * k + k)]).size).toBe(k + 1);
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
    values[70] = Infinity;
    await expect(findNeighbours(values, dims, k)).rejects.toThrow('point 2 has Infinity');
  });
});
