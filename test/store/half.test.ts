import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHalf, toHalf } from '../../src-main/store/half.ts';

describe('half precision', () => {
  it('is stored little-endian, as in IEEE 754', () => {
    expect([...toHalf(Float32Array.of(1, -2, 65504, 2 ** -24))]).toEqual([0x00, 0x3c, 0x00, 0xc0, 0xff, 0x7b, 0x01, 0x00]);
  });

  it('is within half a step of every value it accepts', () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true, min: -65500, max: 65500 }), (values) => {
        const back = fromHalf(toHalf(values));
        values.forEach((value, i) => expect(Math.abs((back[i] ?? NaN) - value)).toBeLessThanOrEqual(Math.max(Math.abs(value) * 2 ** -11, 2 ** -25)));
      })
    );
  });

  it.each([NaN, Infinity, -65520, 1e9])('refuses %d', (value) => {
    expect(() => toHalf(Float32Array.of(0, value))).toThrow(RangeError);
  });
});
