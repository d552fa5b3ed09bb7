import { expect, it } from 'vitest';
import { layLine } from '../../../src-renderer/learn/chart.ts';

const size = { width: 200, height: 50, seconds: 100 };

it('puts the lowest value at the bottom, the highest at the top, and time from left to right', () => {
  const { points, path, from, to } = layLine([{ at: 0, value: 3 }, { at: 50, value: 1 }, { at: 100, value: 2 }], size, 0.1);
  expect(points).toEqual([{ x: 0, y: 0 }, { x: 100, y: 50 }, { x: 200, y: 25 }]);
  expect(path).toBe('M0.0 0.0L100.0 50.0L200.0 25.0');
  expect([from, to]).toEqual([1, 3]);
});

it('does not exaggerate values that hardly differ', () => {
  const { points, from, to } = layLine([{ at: 0, value: 0.9 }, { at: 100, value: 0.901 }], size, 0.1);
  expect(to - from).toBeCloseTo(0.1, 12);
  for (const { y } of points) expect(Math.abs(y - 25)).toBeLessThan(1);
});

it('has room for a run that took longer than planned', () => {
  expect(layLine([{ at: 0, value: 0 }, { at: 200, value: 1 }], size, 0.1).points.at(-1)).toEqual({ x: 200, y: 0 });
});

it('draws no line for a single point, and nothing for none', () => {
  const { path, points } = layLine([{ at: 10, value: 0.5 }], size, 0.1);
  expect([path, points.length, points[0]?.x]).toEqual(['', 1, 20]);
  expect(points[0]?.y).toBeCloseTo(25);
  expect(layLine([], size, 0.1)).toMatchObject({ path: '', points: [] });
});
