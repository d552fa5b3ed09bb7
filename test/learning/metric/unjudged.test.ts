import { describe, expect, it } from 'vitest';
import { probabilityAt } from '../../../src-shared/learning/metric/calibration.ts';
import { unjudgedPairs } from '../../../src-shared/learning/metric/unjudged.ts';
import { madePhotos } from './made-photos.ts';

const calibration = { middle: 0.9, slope: 10 };

describe('pairs that nobody judged', () => {
  const { points, dims, count } = madePhotos();
  const pairs = unjudgedPairs(points, dims, calibration);
  const distanceOf = (a: number, b: number) => Math.hypot(...points.subarray(a * dims, (a + 1) * dims).map((value, i) => value - points[b * dims + i]!));

  it('are two photos each, some 225 of them, as likely alike as the prior says', () => {
    expect(pairs.length).toBeGreaterThan(200);
    expect(pairs.length).toBeLessThanOrEqual(225);
    for (const { a, b, similar } of pairs) {
      expect(a).not.toBe(b);
      expect(Math.max(a, b)).toBeLessThan(count);
      expect(similar).toBeCloseTo(probabilityAt(distanceOf(a, b), calibration), 5);
    }
  });

  it('are for a third nearer than any two photos are', () => {
    const median = (list: typeof pairs) => list.map(({ a, b }) => distanceOf(a, b)).sort((x, y) => x - y)[list.length >> 1]!;
    expect(median(pairs.slice(-60))).toBeLessThan(0.75 * median(pairs.slice(0, 140)));
  });

  it('are the same for the same photos', () => {
    expect(unjudgedPairs(points, dims, calibration)).toEqual(pairs);
  });
});

it('there are none of fewer than two photos', () => {
  expect(unjudgedPairs(new Float32Array(0), 3, calibration)).toEqual([]);
  expect(unjudgedPairs(new Float32Array(3), 3, calibration)).toEqual([]);
});

it('of equal photos they are as alike as the prior takes equal photos for', () => {
  const pairs = unjudgedPairs(new Float32Array(3 * 4).fill(0.5), 3, calibration);
  expect(pairs.length).toBeGreaterThan(0);
  expect(pairs.every(({ similar }) => similar === probabilityAt(0, calibration))).toBe(true);
});
