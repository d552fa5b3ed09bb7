// The encoder's pixels from a stored thumbnail: the same as read.ts makes from the original, except for the thumbnail's JPEG loss.
import sharp from 'sharp';
import { PIXELS_SIDE } from './read.ts';

/** `PIXELS_SIDE` × `PIXELS_SIDE` × 3, row-major RGB, 0..255. Rejects if the thumbnail is damaged. */
export async function thumbnailPixels(thumbnail: Uint8Array): Promise<Uint8Array> {
  // shrinking while decoding would give other pixels than the path from the original
  const raw = await sharp(thumbnail).resize(PIXELS_SIDE, PIXELS_SIDE, { fit: 'fill', fastShrinkOnLoad: false }).toColourspace('srgb').removeAlpha().raw().toBuffer();
  return new Uint8Array(raw.buffer, raw.byteOffset, raw.length);
}
