// A stored thumbnail as planes of lightness and colour, to compare it with others.
import sharp from 'sharp';
import { type Picture, toPicture } from '../../src-shared/learning/copies/picture.ts';

/** `null` for a damaged thumbnail. */
export async function thumbnailPicture(thumbnail: Uint8Array): Promise<Picture | null> {
  try {
    const { data, info } = await sharp(thumbnail).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
    return toPicture(new Uint8Array(data.buffer, data.byteOffset, data.length), info.width, info.height);
  } catch (error) {
    console.error(`A thumbnail is damaged and made again by indexing: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
