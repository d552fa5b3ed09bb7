import { describe, expect, it } from 'vitest';
import { fromHalf, toHalf } from '../../../src-shared/learning/encoder/half.ts';

const bytesOf = (halves: number[]): Uint8Array => new Uint8Array(Uint16Array.from(halves).buffer);

describe('half precision', () => {
  it('reads the values that the standard names', () => {
    const halves = [0x0000, 0x0001, 0x03ff, 0x0400, 0x3555, 0x3c00, 0xc000, 0x7bff, 0x7c00, 0xfc00];
    const expected = [0, 2 ** -24, (1023 / 1024) * 2 ** -14, 2 ** -14, 0.333251953125, 1, -2, 65504, Infinity, -Infinity];
    expect([...fromHalf(bytesOf(halves))]).toEqual(expected);
    expect(fromHalf(bytesOf([0x7e01]))[0]).toBeNaN();
    expect(Object.is(fromHalf(bytesOf([0x8000]))[0], -0)).toBe(true);
  });

  it('writes every finite half back as it was', () => {
    const halves = Array.from({ length: 65536 }, (_, i) => i).filter((half) => (half & 0x7c00) !== 0x7c00);
    expect(toHalf(fromHalf(bytesOf(halves)))).toEqual(bytesOf(halves));
  });

  it('rounds to the nearest, and to even between two', () => {
    const step = 2 ** -10;
    const values = [1 + step * 0.4, 1 + step * 0.5, 1 + step * 1.5, 2 - step * 0.4, 65519, 65520, 2 ** -25, 2 ** -24 * 1.5];
    expect([...fromHalf(toHalf(Float32Array.from(values)))]).toEqual([1, 1, 1 + 2 * step, 2, 65504, Infinity, 0, 2 ** -23]);
  });

  it('reads from any alignment', () => {
    const bytes = new Uint8Array([99, 0x00, 0x3c, 0x00, 0xc0]).subarray(1);
    expect([...fromHalf(bytes)]).toEqual([1, -2]);
  });
});
