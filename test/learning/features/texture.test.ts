import { describe, expect, it } from 'vitest';
import { describeTexture, TEXTURE_DIMS } from '../../../src-shared/learning/features/texture.ts';
import { draw, mirror, noise, solid, squared } from './pictures.ts';

const GRADIENTS = 4 * 4 * 18;
const grey = (value: number): [number, number, number] => [value, value, value];

/** Share of each of the 18 orientations over the whole picture. */
function orientations(pixels: Uint8Array): number[] {
  const texture = describeTexture(pixels);
  const shares = Array.from({ length: 18 }, (_, o) => {
    let sum = 0;
    for (let cell = 0; cell < 16; cell++) sum += texture[cell * 18 + o]!;
    return sum;
  });
  const total = shares.reduce((a, b) => a + b);
  return shares.map((share) => share / total);
}

describe('describeTexture', () => {
  it('is zero for a flat picture', () => {
    for (const value of [0, 128, 255]) {
      const texture = describeTexture(solid(grey(value)));
      expect(texture).toHaveLength(TEXTURE_DIMS);
      expect(texture.every((v) => v === 0)).toBe(true);
    }
  });

  it.each<[string, (x: number, y: number) => number, number]>([
    ['right', (x) => x, 0],
    ['down', (_, y) => y, 4.5],
    ['left', (x) => 127 - x, 9],
    ['up', (_, y) => 127 - y, 13.5],
    ['down to the right', (x, y) => (x + y) / 2, 2.25]
  ])('finds one orientation in a ramp that brightens to the %s', (_, value, orientation) => {
    const shares = orientations(draw((x, y) => grey(60 + value(x, y))));
    // linear between the two nearest orientations
    const low = Math.floor(orientation);
    expect(shares[low]! + shares[(low + 1) % 18]!).toBeGreaterThan(0.9);
    if (orientation === low) expect(shares[low]).toBeGreaterThan(0.9);
  });

  it('has unit length in its gradients, and signs of half a tenth of that', () => {
    const texture = describeTexture(noise(1, 16));
    expect(squared(texture.subarray(0, GRADIENTS), new Float32Array(GRADIENTS))).toBeCloseTo(1, 4);
    const signs = texture.subarray(GRADIENTS);
    expect(squared(signs, new Float32Array(signs.length))).toBeLessThanOrEqual(0.1 + 1e-6);
    expect(squared(signs, new Float32Array(signs.length))).toBeGreaterThan(0.08);
  });

  it('signs the differences between cells: all to the right in a ramp, none downwards', () => {
    const signs = describeTexture(draw((x) => grey(2 * x))).subarray(GRADIENTS);
    const size = Math.sqrt(0.1 / 112);
    signs.subarray(0, 56).forEach((sign) => expect(sign).toBeCloseTo(size, 5));
    signs.subarray(56).forEach((sign) => expect(sign).toBeCloseTo(0, 5));
    describeTexture(draw((x) => grey(2 * (127 - x)))).subarray(GRADIENTS, GRADIENTS + 56).forEach((sign) => expect(sign).toBeCloseTo(-size, 5));
  });

  it('barely changes with exposure, and much with the picture', () => {
    const picture = noise(2, 16);
    const darker = picture.map((value) => value * 0.6);
    expect(squared(describeTexture(picture), describeTexture(darker))).toBeLessThan(0.02);
    expect(squared(describeTexture(picture), describeTexture(noise(3, 16)))).toBeGreaterThan(0.3);
  });

  it('mirrors with the picture: orientation o of a cell becomes 9 − o of its mirror cell', () => {
    const texture = describeTexture(noise(4, 16));
    const mirrored = describeTexture(mirror(noise(4, 16)));
    for (let cell = 0; cell < 16; cell++) {
      const other = cell - (cell % 4) + 3 - (cell % 4);
      for (let o = 0; o < 18; o++) expect(mirrored[other * 18 + o]).toBeCloseTo(texture[cell * 18 + ((27 - o) % 18)]!, 3);
    }
  });
});
