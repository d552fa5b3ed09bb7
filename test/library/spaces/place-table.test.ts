// The photos of a table as a space: drawn to their nearest, the neighbours those of the drawn points, the same each time.

import { expect, it } from 'vitest';
import { NEIGHBOURS, placeTable } from '../../../src-main/library/spaces/space.ts';
import { nearestNeighbours } from '../../../src-shared/learning/linkage/neighbours.ts';
import type { FeatureTable } from '../../../src-shared/learning/metric/features.ts';
import { placePhotos } from '../../../src-shared/learning/metric/prior.ts';
import { smoothPoints } from '../../../src-shared/learning/metric/smoothing.ts';
import { normal } from '../../../src-shared/learning/random.ts';

function madeTable(count: number): FeatureTable {
  const bell = normal(1);
  const middles = Float32Array.from({ length: 40 * 16 }, bell);
  const group = (name: 'encoder' | 'colour') => ({
    name, dims: 16, values: Float32Array.from({ length: count * 16 }, (_, at) => middles[(Math.floor(at / 16) % 40) * 16 + (at % 16)]! + 0.7 * bell())
  });
  return { count, groups: [group('encoder'), group('colour')] };
}

it.each([600, 3000])('places %i photos where drawing them to their exact neighbours does, with nearly all of their neighbours there', async (count) => {
  const table = madeTable(count);
  const placed = placePhotos(table);
  const space = await placeTable(table);
  const drawn = smoothPoints(placed, nearestNeighbours(placed.points, placed.dims, NEIGHBOURS));
  let moved = 0;
  for (let at = 0; at < drawn.length; at++) if (Math.abs(drawn[at]! - space.points[at]!) > 1e-6) moved++;
  expect(moved / drawn.length).toBeLessThan(count > 2500 ? 0.02 : 1e-9); // the index finds nearly all
  const exact = nearestNeighbours(space.points, space.dims, NEIGHBOURS);
  const share = (k: number): number => {
    let hits = 0;
    for (let row = 0; row < count; row++) {
      const own = new Set(space.neighbours.subarray(row * NEIGHBOURS, (row + 1) * NEIGHBOURS));
      for (const other of exact.neighbours.subarray(row * NEIGHBOURS, row * NEIGHBOURS + k)) if (own.has(other)) hits++;
    }
    return hits / (count * k);
  };
  expect(share(10)).toBeGreaterThan(0.98);
  expect(share(NEIGHBOURS)).toBeGreaterThan(0.7); // a kind has fewer: those beyond it are anyone
  expect(await placeTable(table)).toEqual(space);
});

it('places photos that nothing tells apart at one point', async () => {
  const space = await placeTable({ count: 3, groups: [{ name: 'colour', dims: 2, values: new Float32Array(6) }] });
  expect([...space.points]).toEqual([0, 0, 0]);
  expect(space.k).toBe(2);
  expect((await placeTable({ count: 0, groups: [] })).neighbours).toHaveLength(0);
});
