// Images from outside a library lie where the same photos of it lie, in every section that is known of them.

import { describe, expect, it } from 'vitest';
import type { FeatureTable } from '../../../src-shared/learning/metric/features.ts';
import { learnOutside, placeOutside, settleOutside } from '../../../src-shared/learning/metric/outside.ts';
import { placePhotos, sampleRows } from '../../../src-shared/learning/metric/prior.ts';
import { normal } from '../../../src-shared/learning/random.ts';

function madeTable(count: number): FeatureTable {
  const next = normal(5);
  const group = (name: FeatureTable['groups'][number]['name'], dims: number) => ({ name, dims, values: Float32Array.from({ length: count * dims }, (_, at) => next() / (1 + (at % dims))) });
  return { count, groups: [group('encoder', 32), group('colour', 12), { ...group('layout', 6), values: new Float32Array(count * 6).fill(0.5) }, group('texture', 20), group('time', 4)] };
}

it.each([3, 40, 5000])('places each of %i photos where the prior did', (count) => {
  const table = madeTable(count);
  const placed = placePhotos(table);
  const rows = sampleRows(count);
  const sample: FeatureTable = { count: rows.length, groups: table.groups.map(({ name, dims, values }) => ({ name, dims, values: Float32Array.from({ length: rows.length * dims }, (_, at) => values[rows[Math.floor(at / dims)]! * dims + (at % dims)]!) })) };
  const outside = learnOutside(placed.dims, placed.sections, sample);
  for (const row of [0, 1, count - 1]) {
    const { point, known } = placeOutside(outside, Object.fromEntries(table.groups.map(({ name, dims, values }) => [name, values.slice(row * dims, (row + 1) * dims)])));
    expect(known.map(({ name }) => name)).toEqual(['encoder', 'colour', 'texture']); // layout says nothing here, time is never known
    for (const { start, dims } of known) expect([...point.subarray(start, start + dims)]).toEqual([...placed.points.subarray(row * placed.dims + start, row * placed.dims + start + dims)]);
    const time = placed.sections.find(({ name }) => name === 'time')!;
    expect([...point.subarray(time.start, time.start + time.dims)]).toEqual([0, 0, 0, 0]);
  }
  expect(() => placeOutside(outside, { encoder: new Float32Array(31) })).toThrow(RangeError);
});

describe('settleOutside', () => {
  const known = [{ name: 'encoder', start: 0, dims: 2, share: 0.8 }, { name: 'colour', start: 2, dims: 1, share: 0.1 }] as const;
  const photo = (own: number[], drawn: number[]) => ({ own: Float32Array.from(own), drawn: Float32Array.from(drawn) });

  it('puts an image that is a photo where that photo lies, but for what is not known of it', () => {
    const near = [photo([0, 1, 0, 0], [9, 9, 9, 9]), photo([1, 0, 0.5, 0], [0.8, 0.6, 0.5, 0.7])];
    expect([...settleOutside(Float32Array.of(1, 0, 0.5, 0), known, near)]).toEqual([...Float32Array.of(0.8, 0.6, 0.5, 0)]);
  });

  it('draws any other to its nearest by the weights of photos, whether they lie one way or the other in the list', () => {
    // cosines 0.6 and 0: 0.6² of the first is added, nothing of the second; each section keeps its length, so that one without any stays empty
    const near = [photo([0, 0, 1, 0], [9, 9, 9, 9]), photo([0.6, 0.8, 0, 0], [9, 9, 9, 9])];
    const [x, y] = [1 + 0.36 * 0.6, 0.36 * 0.8];
    for (const list of [near, near.toReversed()]) {
      const settled = settleOutside(Float32Array.of(1, 0, 0, 0), known, list);
      expect(settled[0]).toBeCloseTo(x / Math.hypot(x, y), 6);
      expect(settled[1]).toBeCloseTo(y / Math.hypot(x, y), 6);
      expect([...settled.subarray(2)]).toEqual([0, 0]);
    }
  });

  it('leaves an image alone where no photo is near', () => {
    expect([...settleOutside(Float32Array.of(1, 0, 0.5, 0), known, [])]).toEqual([1, 0, 0.5, 0]);
    expect([...settleOutside(Float32Array.of(1, 0, 0.5, 0), known, [photo([-1, 0, 0, 0], [9, 9, 9, 9])])]).toEqual([1, 0, 0.5, 0]);
  });
});
