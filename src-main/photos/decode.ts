// Decodes a photo once, to the requested size: upright, opaque, 8-bit sRGB, first frame. Knows nothing about files.
import sharp, { type Sharp } from 'sharp';
import { decodeBmp } from './decoders/bmp.ts';
import { decodeHeic } from './decoders/heic.ts';
import { FAIL_ON, type Header, MAX_PIXELS } from './header.ts';
import { withProfile } from './profile.ts';

// One thread per photo and several photos at a time gives the best throughput; a cache would only retain photos seen once.
sharp.concurrency(1);
sharp.cache(false);

/** Transparent parts are shown on this grey, on which both black and white drawings are visible. */
const BACKGROUND = '#808080';

/** The size to decode to, in pixels of the upright picture; its shape may differ from the photo's. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Starts decoding `bytes`, whose header the caller has read and found small enough.
 * @returns a pipeline that ends in `size` with 3 channels; pass what it throws to `asDecodeProblem`
 */
export async function decode(bytes: Buffer, header: Header, size: Size, timeoutMs: number): Promise<Sharp> {
  const seconds = Math.ceil(timeoutMs / 1000);
  const finish = (image: Sharp): Sharp =>
    image.timeout({ seconds }).flatten({ background: BACKGROUND }).resize(size.width, size.height, { fit: 'fill' }).toColourspace('srgb');

  if (header.format === 'bmp') return finish(fromRaw(decodeBmp(bytes)));
  if (header.format === 'heic') {
    const pixels = fromRaw(decodeHeic(bytes, Math.max(size.width, size.height)));
    return header.profile === null ? finish(pixels) : withProfile(finish(pixels), header.profile).then((image) => image.toColourspace('srgb'));
  }
  return finish(sharp(bytes, { autoOrient: true, limitInputPixels: MAX_PIXELS, failOn: FAIL_ON }));
}

/** The size of a `width` × `height` picture scaled to a longer side of at most `longerSide`; never enlarged. */
export function fitInside(width: number, height: number, longerSide: number): Size {
  const scale = Math.min(1, longerSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function fromRaw({ data, width, height, channels }: Size & { readonly data: Uint8Array; readonly channels: 3 | 4 }): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: MAX_PIXELS });
}
