// PNGs that say by which power their numbers were made from light (gAMA; PNG, third edition, 11.3.2.2), and nothing more exact. libvips does not apply it:
// a picture of linear numbers is far too dark then. Mapped to sRGB on small decoded pixels.
import { toScreen } from './hdr.ts';

/** What sRGB comes closest to; so near to it nothing is gained. */
const USUAL = 0.45455, NEAR = 0.05;
/** What no program means. */
const LEAST = 0.1, MOST = 3;
/** Chunks that say it more exactly, and come before the picture as well. */
const BETTER = new Set(['iCCP', 'sRGB', 'cICP']);

/** @returns the power, `null` where the picture is shown as it is */
export function gammaOf(png: Buffer): number | null {
  let gamma: number | null = null;
  for (let at = 8; at + 12 <= png.length; at += 12 + png.readUInt32BE(at)) {
    const name = png.toString('latin1', at + 4, at + 8);
    if (BETTER.has(name)) return null;
    if (name === 'gAMA') gamma = png.readUInt32BE(at + 8) / 100_000;
    if (name === 'IDAT') break;
  }
  return gamma === null || gamma < LEAST || gamma > MOST || Math.abs(gamma / USUAL - 1) < NEAR ? null : gamma;
}

/** @param pixels of `channels` each, 16 bits, interleaved; the fourth is opacity @returns the same with 8 bits, as sRGB */
export function applyGamma(pixels: Uint16Array, channels: number, gamma: number): Uint8Array<ArrayBuffer> {
  const screen = Uint8Array.from({ length: 65536 }, (_, value) => Math.round(255 * toScreen((value / 65535) ** (1 / gamma))));
  return Uint8Array.from(pixels, (value, at) => (channels === 4 && at % 4 === 3 ? Math.round(value / 257) : screen[value]!)); // the table has all values
}
