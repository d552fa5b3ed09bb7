// How good a picture is as a picture, to choose between shots of the same: sharpness and exposure, measured on its thumbnail. Only to be
// compared between pictures of the same thing.
import type { Picture } from './picture.ts';

export interface Quality {
  /** Variance of the Laplacian of lightness (Pech-Pacheco et al. 2000), relative to its contrast: 0 for a blur, about 1 and more for sharp edges. */
  readonly sharpness: number;
  /** Share of the pixels that are black or burnt out, 0 … 1. */
  readonly clipped: number;
}

const DARKEST = 3;
const LIGHTEST = 252;

export function qualityOf({ width, height, light }: Pick<Picture, 'width' | 'height' | 'light'>): Quality {
  let sum = 0;
  let squares = 0;
  let clipped = 0;
  for (const value of light) {
    sum += value;
    squares += value * value;
    if (value <= DARKEST || value >= LIGHTEST) clipped++;
  }
  const contrast = squares / light.length - (sum / light.length) ** 2;
  let edges = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      edges += (4 * light[at]! - light[at - 1]! - light[at + 1]! - light[at - width]! - light[at + width]!) ** 2;
    }
  }
  const inside = Math.max(1, (width - 2) * (height - 2));
  return { sharpness: contrast < 1 ? 0 : edges / inside / contrast, clipped: clipped / light.length };
}
