import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureRow, nearestNeighbours, nearestNeighboursInSteps } from '../../../src-shared/learning/linkage/neighbours.ts';
import { asPoints } from '../../../src-shared/learning/linkage/points.ts';
import { clusteredPoints } from './made.ts';

/** All distances, sorted. */
function naive(values: Float32Array, dims: number, k: number) {
  const size = values.length / dims;
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => ({ j, distance: Math.hypot(...Array.from({ length: dims }, (_, d) => values[i * dims + d]! - values[j * dims + d]!)) }))
      .filter(({ j }) => j !== i)
      .sort((a, b) => a.distance - b.distance || a.j - b.j)
      .slice(0, k)
  );
}

describe('exact neighbours', () => {
  it.each([[7, 3, 2], [33, 5, 4], [70, 16, 10], [131, 3, 30]])('of %i points in %i dimensions are those of a sort of all distances, k = %i', (size, dims, k) => {
    const values = clusteredPoints(size, dims, 4, size);
    const found = nearestNeighbours(values, dims, k);
    const expected = naive(values, dims, k);
    expect([...found.neighbours]).toEqual(expected.flat().map(({ j }) => j));
    expected.flat().forEach(({ distance }, at) => expect(found.distances[at]).toBeCloseTo(distance, 4));
  });

  it('break ties by index, on any grid of whole numbers', () => {
    const grid = fc.record({ dims: fc.integer({ min: 1, max: 5 }), numbers: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 400 }), k: fc.integer({ min: 0, max: 12 }) });
    fc.assert(fc.property(grid, ({ dims, numbers, k }) => {
      const values = Float32Array.from(numbers.slice(0, numbers.length - (numbers.length % dims)));
      const found = nearestNeighbours(values, dims, k);
      expect(found.k).toBe(Math.max(0, Math.min(k, values.length / dims - 1)));
      expect([...found.neighbours]).toEqual(naive(values, dims, found.k).flat().map(({ j }) => j));
    }), { numRuns: 60 });
  });

  it('are picked from more candidates than asked for, in whatever order they come', () => {
    const values = clusteredPoints(50, 3, 4, 8);
    const expected = naive(values, 3, 6)[20]!;
    const others = Array.from({ length: 50 }, (_, at) => (at * 17) % 50).filter((at) => at !== 20);
    const result = { k: 6, neighbours: new Uint32Array(300), distances: new Float32Array(300) };
    measureRow(asPoints(values, 3), 20, others, result);
    expect([...result.neighbours.subarray(120, 126)]).toEqual(expected.map(({ j }) => j));
    expect(result.neighbours.every((photo, at) => photo === 0 || (at >= 120 && at < 126))).toBe(true);
  });

  it('are exact where points nearly coincide far from the origin', () => {
    const values = Float32Array.of(1000, 1000, 1000.0001, 1000, 1000, 1000.0002, 5, 5);
    const { neighbours, distances } = nearestNeighbours(values, 2, 1);
    expect([...neighbours]).toEqual([1, 0, 0, 0]);
    expect(distances[0]).toBe(Math.fround(values[2]! - 1000));
  });

  it('of none, one and two points', () => {
    expect(nearestNeighbours(new Float32Array(), 4, 3)).toEqual({ k: 0, neighbours: new Uint32Array(), distances: new Float32Array() });
    expect(nearestNeighbours(Float32Array.of(1, 2), 2, 3).k).toBe(0);
    expect(nearestNeighbours(Float32Array.of(0, 0, 3, 4), 2, 3)).toEqual({ k: 1, neighbours: Uint32Array.of(1, 0), distances: Float32Array.of(5, 5) });
  });

  it('report the part done, ascending to 1', () => {
    const parts = [...nearestNeighboursInSteps(clusteredPoints(500, 4, 3, 1), 4, 5)];
    expect(parts.length).toBeGreaterThan(3);
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
    expect(parts.at(-1)).toBeLessThanOrEqual(1);
  });

  it('refuse NaN, a ragged array and a k that is no number of neighbours', () => {
    expect(() => nearestNeighbours(Float32Array.of(0, NaN), 1, 1)).toThrow('point 1 has NaN at coordinate 0');
    expect(() => nearestNeighbours(new Float32Array(5), 2, 1)).toThrow('multiple of 2 numbers, got 5');
    expect(() => nearestNeighbours(new Float32Array(4), 2, 1.5)).toThrow('got 1.5');
    expect(() => nearestNeighbours(new Float32Array(4), 0, 1)).toThrow('got 0');
  });
});
