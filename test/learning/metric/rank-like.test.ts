// Ranking by the distance to the nearest of several points, beside a naive loop.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rankLike, type Wanted } from '../../../src-shared/learning/metric/rank-like.ts';
import { normal } from '../../../src-shared/learning/random.ts';

/** Every distance by its definition, sorted. */
function naive(points: Float32Array, dims: number, wanted: readonly Wanted[], leaves: (row: number) => boolean): { row: number; distance: number }[] {
  const all = Array.from({ length: points.length / dims }, (_, row) => {
    const distances = wanted.map(({ point, known }) => {
      let [sum, share] = [0, 0];
      for (const section of known) {
        share += section.share;
        for (let i = section.start; i < section.start + section.dims; i++) sum += (points[row * dims + i]! - point[i]!) ** 2;
      }
      return Math.sqrt(share > 0 ? sum / share : sum);
    });
    return { row, distance: Math.min(...distances) };
  });
  return all.filter(({ row }) => leaves(row)).sort((a, b) => a.distance - b.distance || a.row - b.row);
}

it('is what a naive loop finds, for any points, several wanted ones, unknown sections and rows left out', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 80 }), fc.integer(), (count, images, most, seed) => {
    const next = normal(seed);
    const dims = 7;
    const points = Float32Array.from({ length: count * dims }, next);
    const sections = [{ start: 0, dims: 3, share: 0.5 }, { start: 3, dims: 2, share: 0.2 }, { start: 5, dims: 2, share: 0.3 }];
    const wanted = Array.from({ length: images }, (_, at): Wanted => ({ point: Float32Array.from({ length: dims }, next), known: sections.filter((_section, section) => section !== at) }));
    const leaves = (row: number): boolean => row % 3 !== 1;
    const expected = naive(points, dims, wanted, leaves).slice(0, most);
    const { rows, distances } = rankLike(points, dims, wanted, most, leaves);
    expect([...rows]).toEqual(expected.map(({ row }) => row));
    expected.forEach(({ distance }, at) => expect(distances[at]).toBeCloseTo(distance, 5));
  }), { numRuns: 60 });
});

it('keeps equally near rows in their order, and stretches what is known to the whole distance', () => {
  const points = new Float32Array([1, 9, 1, -9, 0, 5]); // the second coordinate is not known
  const { rows, distances } = rankLike(points, 2, [{ point: new Float32Array(2), known: [{ start: 0, dims: 1, share: 0.25 }] }], 3);
  expect([...rows]).toEqual([2, 0, 1]);
  expect([...distances]).toEqual([0, 2, 2]); // 1 / √¼
});
