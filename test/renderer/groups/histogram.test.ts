import { expect, it } from 'vitest';
import { layHistogram, within } from '../../../src-renderer/groups/histogram.ts';

it('makes the fullest bin as high as the drawing, and shows a bin of one pair among thousands', () => {
  const bars = layHistogram([0, 1, 5000, 2500], { width: 40, height: 80 });
  expect(bars).toEqual([{ x: 0, width: 9, height: 0 }, { x: 10, width: 9, height: 1 }, { x: 20, width: 9, height: 80 }, { x: 30, width: 9, height: 40 }]);
});

it('lays out bins without a pair, and more bins than pixels', () => {
  expect(layHistogram([0, 0], { width: 10, height: 5 }).map(({ height }) => height)).toEqual([0, 0]);
  expect(layHistogram([1, 1, 1, 1], { width: 2, height: 5 }).map(({ width }) => width)).toEqual([1, 1, 1, 1]);
});

it('counts what lies left of the line, the line included', () => {
  expect([0.5, 1, 1.5, 4].map((limit) => within(Float32Array.of(1, 1.5, 2), limit))).toEqual([0, 1, 2, 3]);
});
