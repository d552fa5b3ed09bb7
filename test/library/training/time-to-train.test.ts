import { expect, it } from 'vitest';
import { timeToTrain } from '../../../src-main/library/training/time-to-train.ts';

it('leaves room for scoring and encoding within what was given', () => {
  // seven scorings of 1 s, and 1,800 photos at 500 a second: 10.6 s
  const { steps, after } = timeToTrain({ budget: 60, spent: 5, scoring: 1, scored: 500, photos: 1800 });
  expect(after).toBeCloseTo(10.6, 10);
  // scored along the way for a quarter of the time of steps, it ends on time
  expect(5 + 1.25 * steps + after).toBeCloseTo(60, 10);
});

it('trains for a tenth of the time where the rest would take all of it', () => {
  expect(timeToTrain({ budget: 60, spent: 5, scoring: 1, scored: 500, photos: 100_000 }).steps).toBe(6);
  expect(timeToTrain({ budget: 60, spent: 100, scoring: 0, scored: 0, photos: 0 }).steps).toBe(6);
});
