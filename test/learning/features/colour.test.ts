import { describe, expect, it } from 'vitest';
import { COLOUR_DIMS, describeColour } from '../../../src-shared/learning/features/colour.ts';
import { draw, mirror, noise, solid, squared, type Colour } from './pictures.ts';

const colour = (rgb: Colour) => describeColour(solid(rgb));

describe('describeColour', () => {
  it('puts a neutral grey between the middle bins of both chromaticities', () => {
    const grey = colour([119, 119, 119]);
    // lightness 0.5 and rank 0.5 of 3 steps: half in bin 1, half in bin 2; chroma 0 is halfway between bins 3 and 4
    const filled = [...grey.keys()].filter((k) => grey[k]! > 0.1);
    expect(filled).toEqual([1, 2].flatMap((l) => [3, 4].flatMap((a) => [3, 4].map((b) => (l * 8 + a) * 8 + b))));
    for (const bin of filled) expect(grey[bin]! ** 2).toBeCloseTo(1 / 8, 2);
  });

  it('has unit length, so that half the squared distance is 1 − the Bhattacharyya coefficient', () => {
    const [a, b] = [describeColour(noise(1)), describeColour(noise(2, 64))];
    for (const histogram of [a, b]) {
      expect(histogram).toHaveLength(COLOUR_DIMS);
      expect(squared(histogram, new Float32Array(COLOUR_DIMS))).toBeCloseTo(1, 4);
    }
    expect(squared(a, b) / 2).toBeCloseTo(1 - a.reduce((sum, share, i) => sum + Math.sqrt(share ** 2 * b[i]! ** 2), 0), 4);
  });

  it('orders colours as an eye does', () => {
    const red = colour([200, 30, 30]);
    expect(squared(red, colour([190, 35, 32]))).toBeLessThan(squared(red, colour([220, 120, 30])));
    expect(squared(red, colour([220, 120, 30]))).toBeLessThan(squared(red, colour([30, 60, 200])));
    expect(squared(red, colour([30, 60, 200]))).toBeCloseTo(2, 1);
    expect(squared(colour([0, 0, 0]), colour([255, 255, 255]))).toBeGreaterThan(0.5);
  });

  it('does not see where colours are, but that the middle counts more', () => {
    expect(squared(describeColour(noise(3)), describeColour(mirror(noise(3))))).toBeLessThan(1e-6);
    const middle = draw((x, y) => (Math.hypot(x - 64, y - 64) < 30 ? [200, 30, 30] : [90, 90, 90]));
    const corner = draw((x, y) => (Math.hypot(x, y) < 60 ? [200, 30, 30] : [90, 90, 90]));
    const red = colour([200, 30, 30]);
    expect(squared(describeColour(middle), red)).toBeLessThan(squared(describeColour(corner), red));
  });

  it('changes less with the light on a thing than with the thing', () => {
    const lit = (light: number, pixels: Uint8Array) => pixels.map((value) => 255 * ((value / 255) ** 2.2 * light) ** (1 / 2.2));
    const thing = noise(4, 32);
    expect(squared(describeColour(thing), describeColour(lit(0.5, thing)))).toBeLessThan(squared(describeColour(thing), describeColour(noise(5, 32))) / 2);
  });

  it('is finite for every corner of the colour cube', () => {
    for (let corner = 0; corner < 8; corner++) {
      const histogram = colour([corner & 1 ? 255 : 0, corner & 2 ? 255 : 0, corner & 4 ? 255 : 0]);
      expect(squared(histogram, new Float32Array(COLOUR_DIMS))).toBeCloseTo(1, 4);
    }
  });
});
