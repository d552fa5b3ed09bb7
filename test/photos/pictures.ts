// Small generated pictures for the photo tests, and the plain arithmetic they are checked with.
import sharp, { type Sharp } from 'sharp';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** width × height × 3, row-major RGB. */
  readonly data: Buffer;
}

/** Four flat quarters: red, green / blue, yellow. No two orientations of it look the same, and resizing keeps the quarters. */
export function quarters(width: number, height: number): Picture {
  const colours = [[220, 30, 30], [30, 200, 40], [30, 50, 220], [230, 220, 40]] as const;
  return paint(width, height, (x, y) => colours[(x < width / 2 ? 0 : 1) + (y < height / 2 ? 0 : 2)] ?? [0, 0, 0]);
}

/** Seeded noise: the worst case for compression. */
export function noise(width: number, height: number, seed = 1): Picture {
  let state = seed;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
  return paint(width, height, () => [next(), next(), next()]);
}

export function paint(width: number, height: number, colour: (x: number, y: number) => ArrayLike<number>): Picture {
  const data = Buffer.alloc(width * height * 3);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const rgb = colour(x, y);
      for (let c = 0; c < 3; c++) data[at++] = rgb[c] ?? 0;
    }
  }
  return { width, height, data };
}

export function asSharp({ width, height, data }: Picture): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/**
 * How a camera that writes `orientation` (TIFF 6.0, tag 274) would store the upright `picture`.
 * The tag names the upright place of the stored first row and first column.
 */
export function store(picture: Picture, orientation: number): Picture {
  const { width: w, height: h, data } = picture;
  const turned = orientation >= 5;
  const upright: Record<number, (x: number, y: number) => [number, number]> = {
    1: (x, y) => [x, y], 2: (x, y) => [w - 1 - x, y], 3: (x, y) => [w - 1 - x, h - 1 - y], 4: (x, y) => [x, h - 1 - y],
    5: (x, y) => [y, x], 6: (x, y) => [w - 1 - y, x], 7: (x, y) => [w - 1 - y, h - 1 - x], 8: (x, y) => [y, h - 1 - x]
  };
  return paint(turned ? h : w, turned ? w : h, (x, y) => {
    const [ux, uy] = upright[orientation]?.(x, y) ?? [0, 0];
    const at = (uy * w + ux) * 3;
    return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
  });
}

/** Largest difference of two pictures' bytes; infinite where their sizes differ. */
export function difference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return Infinity;
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  return most;
}

/** The colour of one place of square RGB pixels, given as fractions of its sides. */
export function colourAt(pixels: Uint8Array, x: number, y: number): number[] {
  const side = Math.sqrt(pixels.length / 3);
  const at = (Math.floor(y * side) * side + Math.floor(x * side)) * 3;
  return Array.from(pixels.subarray(at, at + 3));
}
