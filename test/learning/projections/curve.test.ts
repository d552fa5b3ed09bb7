import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Curve } from '../../../src-shared/learning/projections/curve.ts';

it('gives the function within a few thousandths, wherever it is asked', () => {
  const of = (value: number): number => 1.8 / ((0.001 + value) * (1 + 1.577 * value ** 0.895));
  const curve = new Curve(of);
  fc.assert(fc.property(fc.double({ min: -27, max: 27, noNaN: true }), (power) => {
    const value = Math.exp(power);
    expect(Math.abs(curve.at(value) / of(value) - 1)).toBeLessThan(0.004);
  }));
});

it('stays as at its ends beyond them', () => {
  const curve = new Curve((value) => value);
  expect(curve.at(1e-30)).toBe(curve.at(2 ** -40));
  expect(curve.at(1e30)).toBe(curve.at(2 ** 40));
});
