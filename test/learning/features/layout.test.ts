import { describe, expect, it } from 'vitest';
import { toLab } from '../../../src-shared/learning/features/lab.ts';
import { describeLayout, LAYOUT_DIMS } from '../../../src-shared/learning/features/layout.ts';
import { draw, mirror, noise, solid } from './pictures.ts';

describe('describeLayout', () => {
  it('is the colour itself in every cell of a solid picture', () => {
    const layout = describeLayout(solid([200, 30, 30]));
    const { l, a, b } = toLab(solid([200, 30, 30]));
    expect(layout).toHaveLength(LAYOUT_DIMS);
    layout.forEach((value, k) => expect(value).toBeCloseTo([l[0]!, a[0]!, b[0]!][k % 3]! / 100, 5));
  });

  it('reads cells row by row: a white second cell of the first row', () => {
    const layout = describeLayout(draw((x, y) => (x >= 16 && x < 32 && y < 16 ? [255, 255, 255] : [0, 0, 0])));
    const bright = [...layout.keys()].filter((k) => layout[k]! > 0.5);
    expect(bright).toEqual([3]);
    expect(layout[3]).toBeCloseTo(1, 4);
  });

  it('averages as a naive loop does', () => {
    const picture = noise(7, 4);
    const { b } = toLab(picture);
    let sum = 0;
    for (let y = 32; y < 48; y++) for (let x = 80; x < 96; x++) sum += b[y * 128 + x]!;
    expect(describeLayout(picture)[(2 * 8 + 5) * 3 + 2]).toBeCloseTo(sum / 256 / 100, 5);
  });

  it('mirrors with the picture', () => {
    const layout = describeLayout(noise(8));
    const mirrored = describeLayout(mirror(noise(8)));
    for (let row = 0; row < 8; row++) {
      for (let column = 0; column < 8; column++) {
        expect(mirrored[(row * 8 + column) * 3]).toBeCloseTo(layout[(row * 8 + 7 - column) * 3]!, 5);
      }
    }
  });
});
