// The gain of an encoder and its error, compared with what statistics says of simple cases.

import { describe, expect, it } from 'vitest';
import { gainOf, type Measured } from '../../../src-shared/learning/scores/gain.ts';
import { scoreOrder } from '../../../src-shared/learning/scores/order.ts';
import { normal, uniform } from '../../../src-shared/learning/random.ts';

const PHOTOS = 200;
const measured = (ranks: readonly number[], photos = PHOTOS, similar: readonly number[] = [], different: readonly number[] = []): Measured => ({ ranks, photos, similar, different });
/** Ranks of one view for each photo. */
const ranked = (seed: number): number[] => {
  const next = uniform(seed);
  return Array.from({ length: PHOTOS }, () => 1 + Math.floor(next() * 4));
};
const spread = (values: readonly number[]): number => {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
};

describe('the gain of an encoder', () => {
  it('is nothing without an error where both find the same', () => {
    const ranks = ranked(1);
    expect(gainOf(measured(ranks), measured(ranks), 5)).toEqual({ score: 0, error: 0 });
  });

  it('has the standard error of a mean of paired differences', () => {
    const [before, after] = [ranked(1), ranked(2)];
    const differences = before.map((rank, at) => 1 / after[at]! - 1 / rank);
    const { score, error } = gainOf(measured(before), measured(after), 5);
    expect(score).toBeCloseTo(differences.reduce((sum, value) => sum + value, 0) / PHOTOS, 9);
    expect(error / (spread(differences) / Math.sqrt(PHOTOS))).toBeCloseTo(1, 0.7);
    expect(gainOf(measured(before), measured(after), 5)).toEqual({ score, error });
  });

  it('is known better where the same photos are hard for both than where chance decides', () => {
    const before = ranked(1);
    const slightly = before.map((rank, at) => (at % 10 === 0 ? Math.max(1, rank - 1) : rank));
    const alike = gainOf(measured(before), measured(slightly), 5);
    expect(alike.score).toBeGreaterThan(alike.error);
    expect(gainOf(measured(before), measured(ranked(2)), 5).error).toBeGreaterThan(2 * alike.error);
  });

  it('takes the views of a photo for one witness', () => {
    const [before, after] = [ranked(1), ranked(2)];
    const eightfold = (ranks: readonly number[]): number[] => Array.from({ length: 8 }, () => ranks).flat();
    const [once, often] = [gainOf(measured(before), measured(after), 5), gainOf(measured(eightfold(before)), measured(eightfold(after)), 5)];
    expect(often.score).toBeCloseTo(once.score, 9);
    expect(often.error).toBeCloseTo(once.error, 9);
  });

  it('counts judged pairs by half, and their error too', () => {
    const next = normal(3);
    const pairs = (count: number, middle: number): number[] => Array.from({ length: count }, () => middle + next());
    const ranks = ranked(1);
    const [near, far, nearer, farther] = [pairs(60, 1), pairs(60, 2), pairs(60, 1), pairs(60, 3)];
    const { score, error } = gainOf(measured(ranks, PHOTOS, near, far), measured(ranks, PHOTOS, nearer, farther), 5);
    expect(score).toBeCloseTo((scoreOrder(nearer, farther) - scoreOrder(near, far)) / 2, 9);
    // of an area under the curve near .76 with 60 and 60 pairs, by Hanley and McNeil 1982, halved; the two are independent here
    const area = scoreOrder(near, far);
    const [q1, q2] = [area / (2 - area), (2 * area ** 2) / (1 + area)];
    const one = Math.sqrt((area * (1 - area) + 59 * (q1 - area ** 2) + 59 * (q2 - area ** 2)) / 3600);
    expect(error).toBeGreaterThan(one / 2);
    expect(error).toBeLessThan(one);
  });

  it('is refused where the two measured different things', () => {
    expect(() => gainOf(measured([1, 2], 2), measured([1], 1), 5)).toThrow('Expected the same ranks of both, got 2 and 1');
  });
});
