// The encoder's pixels from a kept thumbnail, as read.ts makes them from the original but for the thumbnail's own JPEG loss.
import sharp from 'sharp';
import { PIXELS_SIDE } from './read.ts';

/** `PIXELS_SIDE` × `PIXELS_SIDE` × 3, row-major RGB, 0..255. Rejects where the thumbnail is damaged. */
export async function thumbnailPixels(thumbnail: Uint8Array): Promise<Uint8Array> {
  // halving while decoding would see another picture than the original's way does
  const raw = await sharp(thumbnail).resize(PIXELS_SIDE, PIXELS_SIDE, { fit: 'fill', fastShrinkOnLoad: false }).toColourspace('srgb').removeAlpha().raw().toBuffer();
  return new Uint8Array(raw.buffer, raw.byteOffset, raw.length);
}
