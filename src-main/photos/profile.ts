// Attaches a colour profile to raw pixels, so that sharp converts them to sRGB like a file's: it accepts no profile with raw input.
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** Length of a PNG's signature and header chunk, after which a profile chunk may follow. */
const AFTER_HEADER = 8 + 25;

/**
 * @param image 8-bit pixels in the colour space of `icc`; small, because they go through an uncompressed PNG
 * @param icc an ICC profile
 * @returns the same picture, which sharp reads as being in that colour space
 */
export async function withProfile(image: Sharp, icc: Buffer): Promise<Sharp> {
  const png = await image.png({ compressionLevel: 0 }).toBuffer();
  // iCCP (PNG specification, 11.3.2.3): a name, a zero, compression method 0, the deflated profile
  const body = Buffer.concat([Buffer.from('iCCPicc\0\0', 'latin1'), deflateSync(icc)]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  check.writeUInt32BE(crc32(body));
  return sharp(Buffer.concat([png.subarray(0, AFTER_HEADER), length, body, check, png.subarray(AFTER_HEADER)]));
}

/**
 * Has a picture with a profile end in sRGB: sharp converts colours of more than 8 bits from their profile to P3, and leaves them there unless a profile is
 * asked for.
 */
export function fromP3(image: Sharp): Sharp {
  return image.withIccProfile('srgb', { attach: false });
}
