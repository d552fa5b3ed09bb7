import { describe, expect, it } from 'vitest';
import { scoreOrder } from '../../../src-shared/learning/scores/order.ts';
import { seeded } from '../../made-library.ts';

describe('order', () => {
  it('is the share of pairs of pairs in the right order', () => {
    const random = seeded(4);
    const similar = Array.from({ length: 40 }, () => Math.round(random() * 10));
    const different = Array.from({ length: 30 }, () => Math.round(random() * 14));
    let right = 0;
    for (const a of similar) for (const b of different) right += a < b ? 1 : a === b ? 0.5 : 0;
    expect(scoreOrder(similar, different)).toBeCloseTo(right / 1200, 12);
  });

  it('is 1, 0 and ½ where all, none and nothing is known', () => {
    expect(scoreOrder([1, 2], [3])).toBe(1);
    expect(scoreOrder([4], [3, 2])).toBe(0);
    expect(scoreOrder([1, 1], [1])).toBe(0.5);
    expect(scoreOrder([], [1])).toBeNaN();
  });
});
