// Photos drawn towards their nearest: by hand, against a plain loop, and what must not move.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestNeighbours } from '../../../src-shared/learning/linkage/neighbours.ts';
import type { PhotoPoints } from '../../../src-shared/learning/metric/prior.ts';
import { smoothPoints } from '../../../src-shared/learning/metric/smoothing.ts';
import { madePhotos } from './made-photos.ts';

const flat = (...rows: number[][]): PhotoPoints => {
  const dims = rows[0]!.length;
  return { count: rows.length, dims, points: Float32Array.from(rows.flat()), sections: [{ name: 'encoder', start: 0, dims, share: 1 }] };
};
const near = ({ points, dims }: PhotoPoints, k = 30) => nearestNeighbours(points, dims, k);
const smooth = (placed: PhotoPoints, k = 30): Float32Array => smoothPoints(placed, near(placed, k));
const at = (points: Float32Array, dims: number, row: number): number[] => [...points.subarray(row * dims, (row + 1) * dims)];
const take = (placed: PhotoPoints, rows: readonly number[]): PhotoPoints => ({
  ...placed, count: rows.length, points: Float32Array.from(rows.flatMap((row) => at(placed.points, placed.dims, row)))
});

/** Ten to a list, only those that list each other, weights as they are described: word for word, without regard to time. */
function smoothPlainly({ count, dims, points, sections }: PhotoPoints): number[][] {
  const of = (row: number) => at(points, dims, row);
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  const cosine = (a: number, b: number) => dot(of(a), of(b)) / Math.sqrt(dot(of(a), of(a)) * dot(of(b), of(b)));
  const apart = (a: number, b: number) => dot(of(a).map((value, i) => value - of(b)[i]!), of(a).map((value, i) => value - of(b)[i]!));
  const rows = Array.from({ length: count }, (_, row) => row);
  const lists = rows.map((row) => {
    const far = rows.map((other) => apart(row, other));
    return rows.filter((other) => other !== row).sort((a, b) => far[a]! - far[b]!).slice(0, 10);
  });
  return rows.map((row) => {
    const mutual = lists[row]!.filter((other) => lists[other]!.includes(row) && cosine(row, other) > 0);
    if (mutual.length === 0) return of(row);
    const cosines = mutual.map((other) => cosine(row, other));
    const most = Math.max(...cosines);
    const sum = of(row);
    mutual.forEach((other, at) => of(other).forEach((value, i) => (sum[i]! += most ** 2 * (cosines[at]! / most) ** 8 * value)));
    return sections.flatMap(({ start, dims: width }) => {
      const [before, after] = [of(row).slice(start, start + width), sum.slice(start, start + width)];
      const scale = Math.sqrt(dot(before, before) / (dot(after, after) || 1));
      return after.map((value) => value * scale);
    });
  });
}

describe('smoothPoints', () => {
  it('draws two photos towards each other, and leaves one on the other side alone', () => {
    // the cosine of the first two is 0.6: each becomes itself and 0.6² of the other, at its old length
    const placed = flat([1, 0], [0.6, 0.8], [-1, 0]);
    const smoothed = smooth(placed);
    const [x, y] = [1 + 0.36 * 0.6, 0.36 * 0.8];
    expect(at(smoothed, 2, 0)[0]).toBeCloseTo(x / Math.hypot(x, y), 6);
    expect(at(smoothed, 2, 0)[1]).toBeCloseTo(y / Math.hypot(x, y), 6);
    expect(at(smoothed, 2, 2)).toEqual([-1, 0]);
  });

  it('hardly draws a photo with a twin to anything else', () => {
    // cosines: 1 with the twin, 0.5 with the third, whose weight is 1² × 0.5⁸
    const placed = flat([1, 0], [1, 0], [0.5, Math.sqrt(0.75)]);
    const [x, y] = [2 + 0.5 ** 9, 0.5 ** 8 * Math.sqrt(0.75)];
    expect(at(smooth(placed), 2, 0)[1]).toBeCloseTo(y / Math.hypot(x, y), 6);
  });

  it('leaves alone a photo that none of its nearest lists', () => {
    // eleven of one kind are each other's ten nearest; the twelfth has ten of them as its nearest, and is nobody's
    const crowd = Array.from({ length: 11 }, (_, i) => [Math.cos(i / 100), Math.sin(i / 100), 0]);
    const placed = flat(...crowd, [0.7, 0, 0.7]);
    const smoothed = smooth(placed);
    expect(at(smoothed, 3, 11)).toEqual(at(placed.points, 3, 11));
    expect(at(smoothed, 3, 0)).not.toEqual(at(placed.points, 3, 0));
    // and the crowd is as if it were not there
    const without = smooth(take(placed, crowd.map((_, row) => row)));
    expect([...smoothed.subarray(0, 33)]).toEqual([...without]);
  });

  it('equals the plain loop', () => {
    const placed = madePhotos({ count: 50, shares: [0.3, 0.3, 0.4], seed: 4 });
    const smoothed = smooth(placed);
    const plain = smoothPlainly(placed).flat();
    expect(Math.max(...plain.map((value, i) => Math.abs(value - smoothed[i]!)))).toBeLessThan(1e-6);
    expect(Math.max(...plain.map((value, i) => Math.abs(value - placed.points[i]!)))).toBeGreaterThan(0.01);
  });

  it('keeps the length of every section, so that what is not known stays unknown', () => {
    const made = madePhotos({ count: 60, shares: [0.5, 0.5], seed: 2 });
    const { start, dims: width } = made.sections[1]!;
    const placed = { ...made, points: made.points.map((value, i) => (Math.floor(i / made.dims) % 3 === 0 && i % made.dims >= start ? 0 : value)) };
    const smoothed = smooth(placed);
    const length = (points: Float32Array, row: number, from: number) => Math.hypot(...at(points, made.dims, row).slice(from, from + width));
    for (let row = 0; row < 60; row++) for (const { start: from } of placed.sections) expect(length(smoothed, row, from)).toBeCloseTo(length(placed.points, row, from), 5);
  });

  it('says of each photo the same in whatever order they come', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.shuffledSubarray(Array.from({ length: 40 }, (_, row) => row), { minLength: 40, maxLength: 40 }), (seed, order) => {
        const placed = madePhotos({ count: 40, seed });
        const [smoothed, shuffled] = [smooth(placed), smooth(take(placed, order))];
        expect(order.map((_, place) => at(shuffled, placed.dims, place))).toEqual(order.map((row) => at(smoothed, placed.dims, row)));
      }),
      { numRuns: 8 }
    );
  });

  it('makes photos of one kind more alike than their nearest of another', () => {
    const placed = madePhotos({ count: 160, shares: [0.7, 0.3], noise: 0.8, seed: 3 });
    const right = (points: Float32Array) => {
      const { neighbours } = nearestNeighbours(points, placed.dims, 10);
      return neighbours.reduce((sum, other, i) => sum + (placed.kinds[other] === placed.kinds[Math.floor(i / 10)] ? 1 : 0), 0) / neighbours.length;
    };
    expect(right(smooth(placed))).toBeGreaterThan(right(placed.points) + 0.02);
  });

  it('survives no photos, one, and equal ones, and refuses neighbours of others', () => {
    expect(smoothPoints({ ...flat([0]), count: 0, points: new Float32Array(0) }, { k: 0, neighbours: new Uint32Array(0) })).toHaveLength(0);
    expect([...smooth(flat([1, 2]))]).toEqual([1, 2]);
    expect([...smooth(flat([0, 0], [0, 0], [0, 0]))]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(() => smoothPoints(flat([1, 0], [0, 1]), { k: 1, neighbours: new Uint32Array(3) })).toThrow(/1 neighbours of 2 photos, got 3/);
  });
});
