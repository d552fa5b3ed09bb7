import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toLab } from '../../../src-shared/learning/features/lab.ts';
import { solid, type Colour } from './pictures.ts';

/** The definition, without tables. */
function exact([r, g, b]: Colour): number[] {
  const [red, green, blue] = [r, g, b].map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  const xyz = [
    (0.4124564 * red! + 0.3575761 * green! + 0.1804375 * blue!) / 0.95047,
    0.2126729 * red! + 0.7151522 * green! + 0.072175 * blue!,
    (0.0193339 * red! + 0.119192 * green! + 0.9503041 * blue!) / 1.08883
  ];
  const [x, y, z] = xyz.map((t) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29));
  return [116 * y! - 16, 500 * (x! - y!), 200 * (y! - z!)];
}

const first = (colour: Colour) => {
  const { l, a, b } = toLab(solid(colour));
  return [l[0]!, a[0]!, b[0]!];
};

describe('toLab', () => {
  it.each<[string, Colour, number[]]>([
    ['white', [255, 255, 255], [100, 0, 0]],
    ['black', [0, 0, 0], [0, 0, 0]],
    ['red', [255, 0, 0], [53.24, 80.09, 67.2]],
    ['green', [0, 255, 0], [87.73, -86.18, 83.18]],
    ['blue', [0, 0, 255], [32.3, 79.19, -107.86]],
    ['middle grey', [119, 119, 119], [50.03, 0, 0]]
  ])('places %s where tables of the colour space do', (_, colour, expected) => {
    first(colour).forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(0.2));
  });

  it('stays within 0.3 of the definition', () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.tuple(channel, channel, channel), (colour) => {
        const expected = exact(colour);
        first(colour).forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(0.3));
      })
    );
  });

  it('refuses pixels of another size and says which it wants', () => {
    expect(() => toLab(new Uint8Array(128 * 128 * 4))).toThrow(/128×128×3 = 49152 pixel values, got 65536/);
  });
});
