import { describe, expect, it } from 'vitest';
import { type Plane, shrunkFromPlanes } from '../../../src-main/photos/decoders/planes.ts';
import { seeded } from '../../made-library.ts';

/** By the sample at each place; a row is longer than the picture is wide. */
function plane(width: number, height: number, bits: number, valueAt: (x: number, y: number) => number): Plane {
  const stride = width + 3;
  const samples = bits > 8 ? new Uint16Array(stride * height).fill(9) : new Uint8Array(stride * height).fill(9);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) samples[y * stride + x] = valueAt(x, y);
  return { width, height, stride, bits, samples };
}

/** Of one colour. */
const even = (y: number, cb: number, cr: number, bits = 8) => ({ y: plane(8, 8, bits, () => y), cb: plane(4, 4, bits, () => cb), cr: plane(4, 4, bits, () => cr) });

describe('planes of lightness and colour', () => {
  it.each([
    // BT.601 and BT.709 by their tables: full white, black, and pure red and blue
    ['white', { ...even(235, 128, 128), matrix: 1, fullRange: false }, [255, 255, 255]],
    ['black', { ...even(16, 128, 128), matrix: 6, fullRange: false }, [0, 0, 0]],
    ['red of BT.709', { ...even(63, 102, 240), matrix: 1, fullRange: false }, [255, 0, 0]],
    ['blue of BT.601', { ...even(41, 240, 110), matrix: 6, fullRange: false }, [0, 0, 255]],
    ['red of JPEG', { ...even(76, 85, 255), matrix: 2, fullRange: true }, [254, 0, 0]],
    ['red of BT.2020 in ten bits', { ...even(294, 387, 960, 10), matrix: 9, fullRange: false }, [255, 0, 0]]
  ] as const)('become RGB: %s', (_, planes, [r, g, b]) => {
    const { data, width, height } = shrunkFromPlanes(planes, { columns: 2, rows: 2 });
    expect([width, height, data.length]).toEqual([2, 2, 12]);
    for (let at = 0; at < 12; at += 3) for (const [channel, wanted] of [r, g, b].entries()) expect(Math.abs(data[at + channel]! - wanted)).toBeLessThanOrEqual(1);
  });

  it('are averaged over equal parts, whatever is left over', () => {
    const random = seeded(3);
    const [width, height, columns, rows] = [23, 17, 5, 4];
    const y = plane(width, height, 8, () => Math.floor(random() * 256));
    const grey = plane(12, 9, 8, () => 128);
    const { data } = shrunkFromPlanes({ y, cb: grey, cr: grey, matrix: 6, fullRange: true }, { columns, rows });
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const [left, right, top, bottom] = [column * width / columns, (column + 1) * width / columns, row * height / rows, (row + 1) * height / rows].map(Math.floor) as [number, number, number, number];
        let [sum, count] = [0, 0];
        for (let at = top; at < bottom; at++) for (let x = left; x < right; x++) [sum, count] = [sum + y.samples[at * y.stride + x]!, count + 1];
        expect(Math.abs(data[3 * (row * columns + column)]! - sum / count)).toBeLessThanOrEqual(0.51);
      }
    }
  });

  it('of another matrix are refused', () => {
    expect(() => shrunkFromPlanes({ ...even(1, 2, 3), matrix: 8, fullRange: true }, { columns: 1, rows: 1 })).toThrow('expected one of 1, 2, 5, 6, 9, got 8');
  });
});
