// The second identity of a photo: a hash of the encoded picture data alone, without the file's metadata. Rating, geotagging or
// rotating a photo in any program leaves the picture hash unchanged. Decodes nothing: the next version of a decoder may round
// differently, and identities have to last.
import { createHash } from 'node:crypto';
import type { Container } from './formats.ts';
import { bmpParts } from './picture-hash/bmp.ts';
import { boxedParts } from './picture-hash/boxed.ts';
import { gifParts } from './picture-hash/gif.ts';
import { heifParts } from './picture-hash/heif.ts';
import { jpegParts } from './picture-hash/jpeg.ts';
import { type Part, type Parts, Unparsed } from './picture-hash/parts.ts';
import { pngParts } from './picture-hash/png.ts';
import { psdParts } from './picture-hash/psd.ts';
import { rawParts } from './picture-hash/raw.ts';
import { tiffParts } from './picture-hash/tiff.ts';
import { webpParts } from './picture-hash/webp.ts';
import { sha256 } from './sha256.ts';

export interface PictureIdentity {
  /** SHA-256 of the encoded picture data, lower-case hex. */
  readonly picture: string;
  /**
   * A hash of how the file says its picture is to be shown: orientation and colour profile. They are not part of the picture hash, because a
   * photo that was rotated, or lost its profile, is still the same photo; but its thumbnail and descriptors depend on them.
   */
  readonly look: string;
}

/** Hashed first, so that hashes of different formats, or of different versions of this parsing, never collide. */
const VERSION = 'kindred picture 1';

const READERS: Readonly<Record<Container, (bytes: Buffer) => Parts>> = {
  jpeg: jpegParts, png: pngParts, webp: webpParts, gif: gifParts, bmp: bmpParts, tiff: (bytes) => tiffParts(bytes), heif: heifParts, jxl: boxedParts, jp2: boxedParts, psd: psdParts, raw: rawParts
};

/**
 * Identifies the picture in `bytes`. A file that cannot be parsed is identified by its whole content: then editing its metadata turns
 * it into another photo, but two pictures never become one.
 * @param bytes the whole file
 * @param content its SHA-256, lower-case hex
 * @param orientation EXIF's, 1 to 8, as the decoder applies it
 * @param digest SHA-256 of pieces as if they were one
 */
export async function identifyPicture(
  bytes: Buffer, container: Container, { content, orientation, digest = sha256 }: { readonly content: string; readonly orientation: number; readonly digest?: (pieces: readonly Uint8Array[]) => string | Promise<string> }
): Promise<PictureIdentity> {
  const parts = takeApart(bytes, container);
  const coded = parts?.coded ?? [{ name: 'content', pieces: [Buffer.from(content)] }];
  const picture = await digest([Buffer.from(`${VERSION}\n${container}\n`), ...coded.flatMap(({ name, pieces }) => [header(name, pieces), ...pieces])]);
  return { picture, look: lookOf(parts?.shown ?? [], orientation) };
}

function takeApart(bytes: Buffer, container: Container): Parts | null {
  try {
    return READERS[container](bytes);
  } catch (error) {
    // Node throws a `RangeError` for a number beyond the end
    if (error instanceof Unparsed || error instanceof RangeError) return null;
    throw error;
  }
}

function lookOf(shown: readonly Part[], orientation: number): string {
  const hash = createHash('sha256').update(`${orientation}\n`);
  for (const { name, pieces } of shown) {
    hash.update(header(name, pieces));
    for (const piece of pieces) hash.update(piece);
  }
  return hash.digest('hex').slice(0, 16);
}

function header(name: string, pieces: readonly Uint8Array[]): Buffer {
  return Buffer.from(`${name} ${pieces.reduce((sum, piece) => sum + piece.length, 0)}\n`);
}
