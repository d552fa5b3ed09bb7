// Made pictures for tests of copies: scenes of random blobs, pages of random strokes, and edits of them.
import { type Picture, toPicture } from '../../../src-shared/learning/copies/picture.ts';
import { fingerprint } from '../../../src-shared/learning/copies/fingerprint.ts';
import type { Shown } from '../../../src-shared/learning/copies/compare.ts';
import { uniform } from '../../../src-shared/learning/random.ts';

/** RGB, row-major. */
export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

type Colour = readonly [number, number, number];

export function draw(width: number, height: number, colourAt: (x: number, y: number) => Colour): Drawn {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) pixels.set(colourAt(x, y).map((value) => Math.max(0, Math.min(255, Math.round(value)))), (y * width + x) * 3);
  return { width, height, pixels };
}

/** Blobs of many sizes and colours; the same for the same seed. */
export function scene(seed: number, width = 240, height = 180): Drawn {
  const next = uniform(seed);
  const blobs = Array.from({ length: 160 }, () => ({ x: next() * width, y: next() * height, r: 3 + 40 * next() ** 3, colour: [255 * next(), 255 * next(), 255 * next()] as Colour }));
  return draw(width, height, (x, y) => {
    let colour: Colour = [120, 130, 140];
    for (const blob of blobs) if ((x - blob.x) ** 2 + (y - blob.y) ** 2 < blob.r ** 2) colour = blob.colour;
    return colour;
  });
}

/** Lines of words, dark on white. */
export function page(seed: number, width = 180, height = 240): Drawn {
  const next = uniform(seed);
  const words: boolean[][] = Array.from({ length: Math.floor(height / 8) }, () => Array.from({ length: Math.floor(width / 3) }, () => next() < 0.55));
  return draw(width, height, (x, y) => (y % 8 < 5 && x > 12 && x < width - 12 && y > 12 && y < height - 12 && words[Math.floor(y / 8)]![Math.floor(x / 3)] ? [30, 30, 32] : [250, 249, 247]));
}

export const at = ({ pixels, width }: Drawn, x: number, y: number): Colour => [pixels[(y * width + x) * 3]!, pixels[(y * width + x) * 3 + 1]!, pixels[(y * width + x) * 3 + 2]!];

export const quarterTurn = (of: Drawn): Drawn => draw(of.height, of.width, (x, y) => at(of, y, of.height - 1 - x));
export const mirror = (of: Drawn): Drawn => draw(of.width, of.height, (x, y) => at(of, of.width - 1 - x, y));
export const grey = (of: Drawn): Drawn => draw(of.width, of.height, (x, y) => {
  const [r, g, b] = at(of, x, y);
  const light = 0.299 * r + 0.587 * g + 0.114 * b;
  return [light, light, light];
});
export const tone = (of: Drawn, gain: number, offset: number): Drawn => draw(of.width, of.height, (x, y) => at(of, x, y).map((value) => gain * value + offset) as unknown as Colour);
export const crop = (of: Drawn, left: number, top: number, width: number, height: number): Drawn => draw(width, height, (x, y) => at(of, x + left, y + top));
export const half = (of: Drawn): Drawn => draw(of.width / 2, of.height / 2, (x, y) => [0, 1, 2].map((channel) => ([[0, 0], [1, 0], [0, 1], [1, 1]] as const).reduce((sum, [u, v]) => sum + at(of, 2 * x + u, 2 * y + v)[channel]! / 4, 0)) as unknown as Colour);
export const frame = (of: Drawn, margin: number, colour: Colour): Drawn => draw(of.width + 2 * margin, of.height + 2 * margin, (x, y) => (x < margin || y < margin || x >= of.width + margin || y >= of.height + margin ? colour : at(of, x - margin, y - margin)));
/** Noise of up to `strength` at each pixel. */
export function grain(of: Drawn, strength: number, seed = 1): Drawn {
  const next = uniform(seed);
  return draw(of.width, of.height, (x, y) => at(of, x, y).map((value) => value + strength * (2 * next() - 1)) as unknown as Colour);
}
/** What all screens of an app show: a bar above and below, some lines between them on one ground. */
export const screen = (seed: number, ground: number, width = 180, height = 320): Drawn => {
  const next = uniform(seed);
  const words = Array.from({ length: Math.ceil(height / 20) }, () => Array.from({ length: Math.ceil(width / 6) }, () => next() < 0.5));
  return draw(width, height, (x, y) => (y < 26 || y > height - 26 ? [40, 160, 110] : y % 20 < 7 && x > 12 && x < 150 && words[Math.floor(y / 20)]![Math.floor(x / 6)] ? [255 - ground, 255 - ground, 255 - ground] : [ground, ground, ground]));
};

/** Strokes across a fifth of the height, with gaps between them as between those of letters. */
export const stamp = (of: Drawn): Drawn => draw(of.width, of.height, (x, y) => (Math.abs(y - of.height / 2) < of.height / 10 && x % 14 < 3 ? [255, 255, 255] : at(of, x, y)));
/** Another picture in the middle, across the whole width. */
export const inset = (of: Drawn, other: Drawn, part: number): Drawn => draw(of.width, of.height, (x, y) => at(Math.abs(y - of.height / 2) < (part * of.height) / 2 ? other : of, x, y));

/** As it is compared: with its fingerprint. */
export function shown(drawn: Drawn): Shown {
  return { fingerprint: fingerprint(square(drawn), 128), picture: toPicture(drawn.pixels, drawn.width, drawn.height) satisfies Picture };
}

/** Squashed to 128 × 128, as a photo is when it is read. */
export function square(drawn: Drawn): Uint8Array {
  const { pixels } = draw(128, 128, (x, y) => {
    const [left, right] = [(x * drawn.width) / 128, ((x + 1) * drawn.width) / 128];
    const [top, bottom] = [(y * drawn.height) / 128, ((y + 1) * drawn.height) / 128];
    const sum = [0, 0, 0];
    let area = 0;
    for (let v = Math.floor(top); v < bottom; v++) for (let u = Math.floor(left); u < right; u++) {
      const part = (Math.min(right, u + 1) - Math.max(left, u)) * (Math.min(bottom, v + 1) - Math.max(top, v));
      at(drawn, u, v).forEach((value, channel) => (sum[channel]! += value * part));
      area += part;
    }
    return sum.map((value) => value / area) as unknown as Colour;
  });
  return pixels;
}
