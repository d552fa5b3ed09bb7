import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describePlace, PLACE_DIMS } from '../../../src-shared/learning/features/place.ts';
import { describeTime, TIME_DIMS, toInstants } from '../../../src-shared/learning/features/time.ts';
import { squared } from './pictures.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const NOON = Date.UTC(2021, 5, 1, 12);
const metresNorth = (metres: number) => 48 + metres / 111_195;

const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
const timeApart = (ms: number, from = NOON) => squared(describeTime(from), describeTime(from + ms));
const placeApart = (metres: number) => squared(describePlace(48, 11), describePlace(metresNorth(metres), 11));

describe('describeTime', () => {
  it('grows from a burst over an event to days apart', () => {
    const steps = [0, SECOND, 60 * SECOND, HOUR / 2, 72 * HOUR].map((ms) => timeApart(ms));
    expect(steps[0]).toBe(0);
    for (let i = 1; i < steps.length; i++) expect(steps[i]).toBeGreaterThan(steps[i - 1]! * 1.1);
    expect(steps[1]).toBeLessThan(0.1);
  });

  it('follows, on average, the kernel it approximates', () => {
    for (const seconds of [1, 5, 20, 300, 1800, 7200, 40_000, 200_000]) {
      // 200 differences up to twice as far: few waves leave a ripple around the kernel
      const around = Array.from({ length: 200 }, (_, i) => seconds * (1 + i / 200));
      const exact = around.map((s) => [10, 600, 86_400].reduce((sum, scale) => sum + (2 / 3) * (1 - Math.exp(-s / scale)), 0));
      expect(Math.abs(mean(around.map((s) => timeApart(s * SECOND))) - mean(exact))).toBeLessThan(0.2);
    }
  });

  it('saturates: far apart is about 2, whether weeks or decades', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 10_000 }), fc.integer({ min: -10_000, max: 10_000 }), (days, start) => {
        const apart = timeApart(days * 24 * HOUR, NOON + start * 24 * HOUR);
        expect(apart).toBeGreaterThan(0.8);
        expect(apart).toBeLessThan(3.4);
      })
    );
  });

  it('puts photos without a time together, midway to all others', () => {
    for (const unknown of [NaN, Infinity, -Infinity]) {
      expect(describeTime(unknown)).toEqual(new Float32Array(TIME_DIMS));
      expect(squared(describeTime(unknown), describeTime(NOON))).toBeCloseTo(1, 5);
    }
  });

  it('depends on the difference alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000 }), (ms) => {
        expect(timeApart(ms, NOON - 1e11)).toBeCloseTo(timeApart(ms), 4);
      })
    );
  });
});

describe('describePlace', () => {
  it('grows from a spot over a town to far away', () => {
    const around = (metres: number) => mean(Array.from({ length: 50 }, (_, i) => placeApart(metres * (1 + i / 50))));
    const steps = [0, 5, 100, 3_000, 400_000].map(around);
    expect(steps[0]).toBe(0);
    for (let i = 1; i < steps.length; i++) expect(steps[i]).toBeGreaterThan(steps[i - 1]! * 1.2);
    expect(steps[1]).toBeLessThan(0.3);
  });

  it('has no seam at the date line and none at the pole', () => {
    expect(squared(describePlace(-17, 179.9999), describePlace(-17, -179.9999))).toBeLessThan(0.4);
    expect(squared(describePlace(90, 0), describePlace(90, 135))).toBeLessThan(1e-6);
  });

  it('puts photos without a place together, midway to all others', () => {
    for (const [latitude, longitude] of [[NaN, 11], [48, NaN], [91, 0], [0, -181], [NaN, NaN]] as const) {
      expect(describePlace(latitude, longitude)).toEqual(new Float32Array(PLACE_DIMS));
    }
    expect(squared(describePlace(NaN, NaN), describePlace(48, 11))).toBeCloseTo(1, 5);
  });
});

describe('toInstants', () => {
  const minutes = (local: number[], offsets: number[]) => [...toInstants(Float64Array.from(local, (at) => at * 60_000), Float64Array.from(offsets))].map((at) => at / 60_000);

  it('counts from UTC where the zone is known, and takes that of the nearest photo where not', () => {
    expect(minutes([0, 100, 110, 500, 900, 960], [NaN, 60, NaN, NaN, 540, NaN])).toEqual([-60, 40, 50, 440, 360, 420]);
    expect(minutes([100, 700], [60, -60])).toEqual([40, 760]);
  });

  it('changes nothing where no zone is known, nor for photos without a time', () => {
    expect(minutes([5, 6, NaN], [NaN, NaN, NaN])).toEqual([5, 6, NaN]);
    expect(minutes([5, NaN], [60, 60])).toEqual([-55, NaN]);
  });

  it('keeps distances where all were taken in one zone', () => {
    fc.assert(fc.property(fc.array(fc.record({ at: fc.integer({ min: 0, max: 1e6 }), known: fc.boolean() }), { minLength: 1 }), fc.integer({ min: -720, max: 840 }), (photos, offset) => {
      const local = photos.map(({ at }) => at).sort((a, b) => a - b);
      const known = photos.map((photo) => (photo.known ? offset : NaN));
      const shift = photos.some((photo) => photo.known) ? offset : 0;
      expect(minutes(local, known)).toEqual(local.map((at) => at - shift));
    }));
  });
});
