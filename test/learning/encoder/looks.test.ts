import { describe, expect, it } from 'vitest';
import { type Embed, embedLooks, MIDDLE, readLooks, writeMiddle } from '../../../src-shared/learning/encoder/looks.ts';
import { normaliseRows } from '../../../src-shared/learning/encoder/normalise.ts';
import { seeded } from '../../made-library.ts';

/** Smooth shapes and noise, side × side × 3. */
function picture(side: number, seed = 1): Uint8Array {
  const random = seeded(seed);
  return Uint8Array.from({ length: side * side * 3 }, (_, i) => {
    const [x, y, channel] = [Math.floor(i / 3) % side, Math.floor(i / 3 / side), i % 3];
    return 128 + 100 * Math.sin(x / 9 + channel + seed) * Math.cos(y / 13) + 55 * (random() - 0.5);
  });
}

/** Keys' cubic by its definition, over all pixels of the photo. */
function middleByLoops(pixels: Uint8Array, side: number): number[] {
  const cubic = (d: number): number => {
    const x = Math.abs(d);
    return x <= 1 ? 1.5 * x ** 3 - 2.5 * x ** 2 + 1 : x < 2 ? -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2 : 0;
  };
  // the middle's pixel centres, in the photo
  const places = Array.from({ length: side }, (_, at) => side / 2 + (at + 0.5 - side / 2) * MIDDLE - 0.5);
  return places.flatMap((y) => places.flatMap((x) => [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let row = Math.floor(y) - 2; row <= y + 2; row++)
      for (let column = Math.floor(x) - 2; column <= x + 2; column++) sum += cubic(y - row) * cubic(x - column) * (pixels[(row * side + column) * 3 + channel] ?? 0);
    return Math.max(0, Math.min(255, sum));
  })));
}

describe('the middle of a photo', () => {
  it.each([32, 41, 128])('is what its cubic says, at a side of %i', (side) => {
    const pixels = picture(side);
    const middle = new Uint8Array(pixels.length);
    writeMiddle(pixels, middle, side);
    const expected = middleByLoops(pixels, side);
    expect(Math.max(...expected.map((value, i) => Math.abs(value - middle[i]!)))).toBeLessThan(1);
  });

  it('of one colour is of that colour, and of a tiny picture there is one', () => {
    for (const side of [1, 2, 5, 17]) {
      const middle = new Uint8Array(side * side * 3);
      writeMiddle(new Uint8Array(side * side * 3).fill(201), middle, side);
      expect([...new Set(middle)]).toEqual([201]);
    }
  });
});

describe('an encoder with two looks', () => {
  const side = 16;
  const size = side * side * 3;
  /** Means of three parts of each photo. */
  const embed: Embed = async (pixels) => {
    const rows = Array.from({ length: pixels.length / size }, (_, at) => pixels.subarray(at * size, (at + 1) * size));
    return normaliseRows(Float32Array.from(rows.flatMap((row) => [0, 1, 2].map((part) => row.filter((__, i) => i % 3 === part).reduce((sum, value) => sum + value, 0)))), 3);
  };

  it('gives the sum of what it makes of the photo and of its middle, at length 1', async () => {
    const photos = [1, 2, 3].map((seed) => picture(side, seed));
    const middles = photos.map((photo) => {
      const middle = new Uint8Array(size);
      writeMiddle(photo, middle, side);
      return middle;
    });
    const both = await embedLooks(embed, 2, side)(Uint8Array.from(photos.flatMap((photo) => [...photo])));
    for (const [at, photo] of photos.entries()) {
      const [whole, middle] = [await embed(photo), await embed(middles[at]!)];
      const sum = whole.map((value, i) => value + middle[i]!);
      const length = Math.hypot(...sum);
      sum.forEach((value, i) => expect(both[at * 3 + i]).toBeCloseTo(value / length, 6));
    }
    expect(both).toHaveLength(9);
  });

  it('leaves the pixels as they are', async () => {
    const pixels = picture(side);
    const before = pixels.slice();
    await embedLooks(embed, 2, side)(pixels);
    expect(pixels).toEqual(before);
  });

  it('with one look is the encoder itself', () => expect(embedLooks(embed, 1, side)).toBe(embed));

  it('says so with a number that is known', () => {
    expect([readLooks(1, 'looks'), readLooks(2, 'looks')]).toEqual([1, 2]);
    expect(() => readLooks(3, 'looks')).toThrow(new TypeError('looks: expected 1 or 2 looks, got 3'));
  });
});
