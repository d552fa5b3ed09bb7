// Neighbours of points that few came to and few left, against those found anew.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedNeighbours } from '../../../src-shared/learning/linkage/changed-neighbours.ts';
import { nearestNeighbours } from '../../../src-shared/learning/linkage/neighbours.ts';
import { asPoints } from '../../../src-shared/learning/linkage/points.ts';
import { NONE } from '../../../src-shared/learning/linkage/scan.ts';
import { seeded } from '../../made-library.ts';
import { clusteredPoints } from './made.ts';

/** All points of `values` but those that leave were there before, and some came. */
function change(values: Float32Array, dims: number, k: number, fate: (at: number) => 'stays' | 'came' | 'left') {
  const fates = Array.from({ length: values.length / dims }, (_, at) => fate(at));
  const pick = (wanted: (fate: string) => boolean) => [...fates.keys()].filter((at) => wanted(fates[at]!));
  const take = (rows: readonly number[]) => Float32Array.from(rows.flatMap((row) => [...values.subarray(row * dims, (row + 1) * dims)]));
  const [before, now] = [pick((one) => one !== 'came'), pick((one) => one !== 'left')];
  const rowsBefore = Uint32Array.from(now, (at) => (fates[at] === 'came' ? NONE : before.indexOf(at)));
  const points = take(now);
  return { exact: nearestNeighbours(points, dims, k), changed: changedNeighbours(asPoints(points, dims), nearestNeighbours(take(before), dims, k), rowsBefore), stays: now.map((at) => fates[at] === 'stays') };
}

describe('changedNeighbours', () => {
  it('gives exact lists where points came and none left', () => {
    fc.assert(fc.property(fc.integer({ min: 30, max: 250 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 12 }), fc.nat(), (size, dims, k, seed) => {
      const random = seeded(seed);
      const came = new Set(Array.from({ length: Math.floor(size / 4) }, () => Math.floor(random() * size)));
      const { exact, changed } = change(clusteredPoints(size, dims, 5, seed), dims, k, (at) => (came.has(at) ? 'came' : 'stays'));
      expect(changed).toEqual(exact);
    }), { numRuns: 60 });
  });

  it('fills up lists that lost some, nearly as they would be, each of those that came exactly', () => {
    const [dims, k] = [8, 20];
    const { exact, changed, stays } = change(clusteredPoints(1200, dims, 30, 3), dims, k, (at) => (at % 25 === 0 ? 'left' : at % 25 === 1 ? 'came' : 'stays'));
    let found = 0;
    for (let row = 0; row < stays.length; row++) {
      const list = changed.neighbours.subarray(row * k, (row + 1) * k);
      expect(new Set(list).size).toBe(k);
      expect(list).not.toContain(row);
      expect([...changed.distances.subarray(row * k, (row + 1) * k)]).toEqual([...changed.distances.subarray(row * k, (row + 1) * k)].sort((a, b) => a - b));
      const expected = exact.neighbours.subarray(row * k, (row + 1) * k);
      if (!stays[row]) expect([...list]).toEqual([...expected]);
      found += expected.filter((other) => list.includes(other)).length;
    }
    expect(found / exact.neighbours.length).toBeGreaterThan(0.99);
  });

  it('finds the lists of those whose neighbours all left anew', () => {
    // nine points on a line with their neighbours; five of them leave
    const { exact, changed } = change(Float32Array.of(0, 1, 2, 10, 11, 12, 20, 21, 22), 1, 2, (at) => ([0, 1, 4, 7].includes(at) ? 'left' : 'stays'));
    expect(changed).toEqual(exact);
  });

  it('refuses fewer points than the lists are long', () => {
    expect(() => changedNeighbours(asPoints(Float32Array.of(1, 2), 1), { k: 2, neighbours: new Uint32Array(6), distances: new Float32Array(6) }, Uint32Array.of(0, 1))).toThrow(RangeError);
  });
});
