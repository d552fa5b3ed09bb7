import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceAt, PRIOR_CALIBRATION, probabilityAt } from '../../../src-shared/learning/metric/calibration.ts';
import { granularityLevels } from '../../../src-shared/learning/metric/levels.ts';

describe('probabilityAt', () => {
  it('is ½ in the middle, falls with distance, and is undone by distanceAt', () => {
    expect(probabilityAt(PRIOR_CALIBRATION.middle)).toBe(0.5);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1.9, noNaN: true }), fc.double({ min: 0.01, max: 0.1, noNaN: true }), (distance, step) => {
        expect(probabilityAt(distance + step)).toBeLessThan(probabilityAt(distance));
        expect(distanceAt(probabilityAt(distance))).toBeCloseTo(distance, 6);
      })
    );
  });

  it('says nearly sure of equal photos and hardly ever of photos as far apart as unrelated ones', () => {
    expect(probabilityAt(0)).toBeGreaterThan(0.99);
    expect(probabilityAt(Math.SQRT2)).toBeLessThan(0.05);
  });

  it('refuses probabilities that no distance has', () => {
    for (const probability of [0, 1, NaN]) expect(() => distanceAt(probability)).toThrow(/between 0 and 1/);
  });
});

describe('granularityLevels', () => {
  it('ascend from 0, with the default between same moment and related', () => {
    const { finest, sameShot, sameMoment, related, coarsest, default: start } = granularityLevels();
    const heights = [0, finest, sameShot, sameMoment, start, related, coarsest];
    heights.slice(1).forEach((height, i) => expect(height).toBeGreaterThan(heights[i]!));
  });

  it('end where unrelated photos begin', () => {
    const { finest, coarsest } = granularityLevels();
    expect(finest).toBeGreaterThan(0);
    expect(coarsest).toBeLessThan(Math.SQRT2);
  });
});
