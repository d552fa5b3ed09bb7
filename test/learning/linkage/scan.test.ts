// Pairs of points that are near enough, by inner products of blocks.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asPoints, squaredBetween } from '../../../src-shared/learning/linkage/points.ts';
import { NONE, scanNearest, scanPairs } from '../../../src-shared/learning/linkage/scan.ts';
import { normal } from '../../../src-shared/learning/random.ts';

const madePoints = (size: number, dims: number, seed: number) => {
  const next = normal(seed);
  return asPoints(Float32Array.from({ length: size * dims }, next), dims);
};

describe('scanPairs', () => {
  it.each([[1, 1, 3], [3, 700, 7], [300, 40, 5], [257, 129, 8]])('sees the pairs of %i and %i points of %i dimensions below a limit of either', (few, many, dims) => {
    const [queries, points] = [madePoints(few, dims, 1), madePoints(many, dims, 2)];
    const limits = { queries: Float64Array.from({ length: few }, (_, at) => at % 4), rows: Float64Array.from({ length: many }, (_, at) => at % 3) };
    const seen = new Set<string>();
    scanPairs(queries, points, limits, (query, row) => void seen.add(`${query} ${row}`));
    for (let query = 0; query < few; query++) {
      for (let row = 0; row < many; row++) {
        const square = squaredBetween(queries.values, query * dims, points.values, row * dims, dims);
        const limit = Math.max(limits.queries[query]!, limits.rows[row]!);
        // those just above may be seen, too
        if (square < limit) expect(seen).toContain(`${query} ${row}`);
        else if (square > limit + 1e-3) expect(seen).not.toContain(`${query} ${row}`);
      }
    }
  });
});

describe('scanNearest', () => {
  it('finds the nearest rows of each query, without the one that is left out', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 20 }), fc.integer(), (few, many, dims, count, seed) => {
      const [queries, points] = [madePoints(few, dims, seed), madePoints(many, dims, seed + 1)];
      const found = scanNearest(queries, points, count, (query) => query);
      for (let query = 0; query < few; query++) {
        const squares = Array.from({ length: many }, (_, row) => squaredBetween(queries.values, query * dims, points.values, row * dims, dims));
        const expected = [...squares.keys()].filter((row) => row !== query).sort((a, b) => squares[a]! - squares[b]!).slice(0, count);
        expect([...found.subarray(query * count, (query + 1) * count)]).toEqual([...expected, ...new Array<number>(count - expected.length).fill(NONE)]);
      }
    }), { numRuns: 60 });
  });

  it('tells points apart that nearly coincide far from the middle', () => {
    const points = asPoints(Float32Array.of(1000, 1000.0003, 1000.0001, 1000.0002), 1);
    expect([...scanNearest(asPoints(Float32Array.of(1000), 1), points, 2)]).toEqual([0, 2]);
  });
});
