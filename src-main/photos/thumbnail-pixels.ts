// The encoder's pixels from a stored thumbnail: the same as read.ts makes from the original, except for the thumbnail's JPEG loss. Encoders from
// outside take more of them, also of a photo that was just read: so a photo has the same pixels whenever it is encoded.
import sharp from 'sharp';
import { PIXELS_SIDE } from './read.ts';

/** side × side × 3, row-major RGB, 0..255. Rejects if the thumbnail is damaged. */
export async function thumbnailPixels(thumbnail: Uint8Array, side = PIXELS_SIDE): Promise<Uint8Array> {
  // shrinking while decoding would give other pixels than the path from the original
  const raw = await sharp(thumbnail).resize(side, side, { fit: 'fill', fastShrinkOnLoad: false }).toColourspace('srgb').removeAlpha().raw().toBuffer();
  return new Uint8Array(raw.buffer, raw.byteOffset, raw.length);
}
