// The second identity of a photo: its coded picture alone, whatever metadata the file carries around it. Rating, geotagging or
// turning a photo in any program leaves the picture hash as it was. Decodes nothing: a decoder's next version may round
// otherwise, and identities have to last.
import { createHash, webcrypto } from 'node:crypto';
import type { Container } from './formats.ts';
import { bmpParts } from './picture-hash/bmp.ts';
import { gifParts } from './picture-hash/gif.ts';
import { heifParts } from './picture-hash/heif.ts';
import { jpegParts } from './picture-hash/jpeg.ts';
import { type Part, type Parts, Unparsed } from './picture-hash/parts.ts';
import { pngParts } from './picture-hash/png.ts';
import { tiffParts } from './picture-hash/tiff.ts';
import { webpParts } from './picture-hash/webp.ts';

export interface PictureIdentity {
  /** SHA-256 over the coded picture, lower-case hex. */
  readonly picture: string;
  /**
   * Of what the file says of how its picture is to be shown: orientation and colour profile. They do not count in the picture, for a photo that
   * was turned, or has lost its profile on the way, is still that photo; but its thumbnail and descriptors follow them.
   */
  readonly look: string;
}

/** Begins what is hashed, so that no two formats, and no two ways of taking one apart, ever agree by chance. */
const VERSION = 'kindred picture 1';

const READERS: Readonly<Record<Container, (bytes: Buffer) => Parts>> = {
  jpeg: jpegParts, png: pngParts, webp: webpParts, gif: gifParts, bmp: bmpParts, tiff: tiffParts, heif: heifParts
};

/**
 * Identifies the picture in `bytes`. One that cannot be taken apart is identified by its whole content: then edits of its metadata make
 * another photo of it, but no two pictures become one.
 * @param bytes the whole file
 * @param content its SHA-256, lower-case hex
 * @param orientation EXIF's, 1 to 8, as the decoder applies it
 */
export async function identifyPicture(bytes: Buffer, container: Container, { content, orientation }: { readonly content: string; readonly orientation: number }): Promise<PictureIdentity> {
  const parts = takeApart(bytes, container);
  const coded = parts?.coded ?? [{ name: 'content', pieces: [Buffer.from(content)] }];
  // one buffer for the thread pool: hashing piece by piece would hold up this thread
  const whole = Buffer.concat([Buffer.from(`${VERSION}\n${container}\n`), ...coded.flatMap(({ name, pieces }) => [header(name, pieces), ...pieces])]);
  const picture = Buffer.from(await webcrypto.subtle.digest('SHA-256', whole)).toString('hex');
  return { picture, look: lookOf(parts?.shown ?? [], orientation) };
}

function takeApart(bytes: Buffer, container: Container): Parts | null {
  try {
    return READERS[container](bytes);
  } catch (error) {
    // Node reports a number that would lie beyond the end as a `RangeError`
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
