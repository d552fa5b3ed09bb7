// How much memory decoders hold for a picture, and how much they may. Decodes nothing.
import { totalmem } from 'node:os';
import type { Metadata } from 'sharp';

/**
 * The most bytes that one picture may hold, which is read alone then: two fifths of the memory, as far as WebAssembly can address. A file of 2 kB
 * can declare, and decode to, gigabytes.
 */
export function mostHeld(): number {
  return Math.max(1.2e9, Math.min(3.5e9, 0.4 * totalmem()));
}

/**
 * Measured bytes per pixel, for decoders that need more than the picture itself: libheif keeps planes twice, and of transparent pictures RGB and a copy;
 * HEIC and what ImageMagick reads is limited to 4 GB of WebAssembly memory; bitmaps are decoded in JavaScript, from a copy of the file.
 */
export const HELD_PER_PIXEL = { avif: 20, heic: 5, 'heic with alpha': 14, bmp: 10, magick: 8 } as const;
/** Bytes per channel, by libvips' format names. */
const DEPTHS: Readonly<Record<string, number>> = {
  uchar: 1, char: 1, ushort: 2, short: 2, uint: 4, int: 4, float: 4, complex: 8, double: 8, dpcomplex: 16
};

/** Bytes per pixel, of a decoder that does not work row by row. @param format as users know it */
export function heldPerPixel(format: string, meta: Metadata): number {
  if (format === 'jpeg') return coefficientBytes(meta);
  const known: Readonly<Record<string, number>> = HELD_PER_PIXEL;
  return (meta.hasAlpha ? known[`${format} with alpha`] : null) ?? known[format] ?? Math.max(4, meta.channels * (DEPTHS[meta.depth] ?? 16));
}

/** Bytes per pixel of a progressive JPEG, of which all coefficients are held, two bytes each, until the last of its scans. */
function coefficientBytes({ channels, chromaSubsampling = '4:4:4' }: { readonly channels: number; readonly chromaSubsampling?: string | undefined }): number {
  const colours = chromaSubsampling.startsWith('4:4:4') ? 2 : chromaSubsampling.startsWith('4:2:0') ? 0.5 : 1;
  return 2 * (channels < 3 ? channels : channels - 2 + colours) + 1;
}
