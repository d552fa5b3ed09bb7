import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceAt, fitCalibration, logLoss, PRIOR_CALIBRATION, probabilityAt, type Calibration } from '../../../src-shared/learning/metric/calibration.ts';
import { uniform } from '../../../src-shared/learning/random.ts';

const curve = { middle: fc.double({ min: 0.3, max: 2, noNaN: true }), slope: fc.double({ min: 2, max: 40, noNaN: true }) };

/** Pairs at even distances 0.4 … 1.8, each judged by chance as `truth` says. */
function judged(count: number, truth: Calibration, seed = 1) {
  const next = uniform(seed);
  const distances = Array.from({ length: count }, () => 0.4 + 1.4 * next());
  return { distances, similar: distances.map((distance) => (next() < probabilityAt(distance, truth) ? 1 : 0)) };
}

describe('fitCalibration', () => {
  it.each([[0.9, 9], [1.2, 16], [1.045, 12]])('finds the curve that many judgments follow (middle %f, slope %f)', (middle, slope) => {
    const { distances, similar } = judged(4000, { middle, slope });
    const found = fitCalibration(distances, similar);
    expect(found.middle).toBeCloseTo(middle, 1);
    expect(Math.abs(Math.log(found.slope / slope))).toBeLessThan(0.25);
  });

  it('finds the curve from degrees as well as from chance', () => {
    const truth = { middle: 0.85, slope: 10 };
    const distances = Array.from({ length: 400 }, (_, at) => 0.4 + at / 400);
    const found = fitCalibration(distances, distances.map((distance) => probabilityAt(distance, truth)));
    expect(Math.abs(found.middle - truth.middle)).toBeLessThan(0.02);
  });

  it('stays where it was while nothing is judged', () => {
    expect(fitCalibration([], [])).toEqual(PRIOR_CALIBRATION);
    expect(fitCalibration([], [], { middle: 0.7, slope: 5 })).toEqual({ middle: 0.7, slope: 5 });
  });

  it('moves towards what was said: by one judgment less than libraries differ, by many more', () => {
    const after = (count: number, similar: number) => fitCalibration(new Array<number>(count).fill(1.2), new Array<number>(count).fill(similar)).middle;
    expect(after(1, 1)).toBeGreaterThan(PRIOR_CALIBRATION.middle);
    expect(after(1, 1)).toBeLessThan(PRIOR_CALIBRATION.middle + 0.2);
    expect(after(20, 1)).toBeGreaterThan(after(1, 1));
    const nearButDifferent = fitCalibration(new Array<number>(20).fill(0.9), new Array<number>(20).fill(0));
    expect(nearButDifferent.middle).toBeLessThan(PRIOR_CALIBRATION.middle);
  });

  it('is not thrown by a few judgments that contradict all others', () => {
    const { distances, similar } = judged(100, PRIOR_CALIBRATION);
    const without = fitCalibration(distances, similar);
    const slips = fitCalibration([...distances, 0.1, 0.15, 0.2, 1.9], [...similar, 0, 0, 0, 1]);
    expect(Math.abs(slips.middle - without.middle)).toBeLessThan(0.05);
    expect(slips.slope).toBeGreaterThan(without.slope / 1.6);
  });

  it('is, near what it finds, as likely as any curve', () => {
    const { distances, similar } = judged(60, { middle: 0.95, slope: 8 }, 3);
    // with as many judgments as repeats the prior hardly counts
    const [many, said] = [new Array<number[]>(50).fill(distances).flat(), new Array<number[]>(50).fill(similar).flat()];
    const found = fitCalibration(many, said);
    const loss = (calibration: Calibration) => distances.reduce((sum, distance, at) => sum + logLoss(distance, similar[at]!, calibration), 0);
    const least = loss(found);
    for (let middle = 0.7; middle < 1.3; middle += 0.02) for (let slope = 3; slope < 30; slope *= 1.1) expect(loss({ middle, slope })).toBeGreaterThan(least - 0.02);
  });

  it('always gives a curve that falls', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.double({ min: 0, max: 2.5, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 30 }), (said) => {
      const { middle, slope } = fitCalibration(said.map(([distance]) => distance), said.map(([, similar]) => similar));
      expect(Number.isFinite(middle)).toBe(true);
      expect(slope).toBeGreaterThan(0);
      expect(Number.isFinite(slope)).toBe(true);
    }), { numRuns: 60 });
  });
});

describe('logLoss', () => {
  it('is bounded, least where the distance predicts what was said', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.record(curve), (distance, similar, calibration) => {
      const loss = logLoss(distance, similar, calibration);
      expect(loss).toBeGreaterThanOrEqual(0);
      // 4 % of pairs no distance predicts
      expect(loss).toBeLessThanOrEqual(-Math.log(0.04) + 1e-9);
    }));
    const at = (distance: number, similar: number) => logLoss(distance, similar, PRIOR_CALIBRATION);
    expect(at(0.5, 1)).toBeLessThan(at(1.1, 1));
    expect(at(1.6, 0)).toBeLessThan(at(1.1, 0));
    expect(at(PRIOR_CALIBRATION.middle, 0.5)).toBeCloseTo(Math.log(2), 12);
  });
});

describe('distanceAt', () => {
  it('is undone by probabilityAt under any curve, and never below 0', () => {
    fc.assert(fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.record(curve), (probability, calibration) => {
      const distance = distanceAt(probability, calibration);
      if (distance > 0) expect(probabilityAt(distance, calibration)).toBeCloseTo(probability, 9);
      else expect(probabilityAt(0, calibration)).toBeLessThanOrEqual(probability + 1e-9);
    }));
  });
});
