// Pictures with known descriptors: 128×128 RGB squares drawn by a function of the pixel.
import { SIDE } from '../../../src-shared/learning/features/lab.ts';

export type Colour = readonly [number, number, number];

export function draw(colourAt: (x: number, y: number) => Colour): Uint8Array {
  const pixels = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) pixels.set(colourAt(x, y), (y * SIDE + x) * 3);
  return pixels;
}

export const solid = (colour: Colour) => draw(() => colour);

export const mirror = (pixels: Uint8Array) =>
  draw((x, y) => {
    const at = (y * SIDE + SIDE - 1 - x) * 3;
    return [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
  });

/** Coloured noise in blocks, the same for the same seed. */
export function noise(seed: number, block = 8): Uint8Array {
  let state = seed * 2654435761 + 1;
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) | 0;
    return (state >>> 8) & 255;
  };
  const columns = SIDE / block;
  const blocks = Array.from({ length: columns * columns }, (): Colour => [next(), next(), next()]);
  return draw((x, y) => blocks[Math.floor(y / block) * columns + Math.floor(x / block)]!);
}

export const squared = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
