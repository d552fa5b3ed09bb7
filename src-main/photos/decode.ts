// Decodes a photo once, to the requested size: upright, opaque, 8-bit sRGB, first frame. Knows nothing about files.
import sharp, { type Sharp } from 'sharp';
import { decodeBmp } from './decoders/bmp.ts';
import { decodeHeic } from './decoders/heic.ts';
import { decodeMagick } from './decoders/magick.ts';
import type { DecodedPixels } from './decoders/pixels.ts';
import { applyGamma } from './gamma.ts';
import { toneMap } from './hdr.ts';
import { type Header, magickKind, MAX_PIXELS } from './header.ts';
import { asDecodeProblem } from './problem.ts';
import { withProfile } from './profile.ts';

// One thread per photo and several photos at a time gives the best throughput; a cache would only retain photos seen once.
sharp.concurrency(1);
sharp.cache(false);

/** Transparent parts are shown on this grey, on which both black and white drawings are visible. */
const BACKGROUND = '#808080';

const END_OF_JPEG = Buffer.from([0xff, 0xd9]);
/** Standard deviation of a channel below which a picture shows nothing, of 255. */
const LEAST_CONTENT = 2;

/** The size to decode to, in pixels of the upright picture; its shape may differ from the photo's. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Starts decoding what a header describes, which the caller has read and found small enough.
 * @returns a pipeline that ends in `size` with 3 channels; pass what it throws to `asDecodeProblem`
 */
export async function decode(header: Header, size: Size, timeoutMs: number): Promise<Sharp> {
  const seconds = Math.ceil(timeoutMs / 1000);
  const finish = (image: Sharp): Sharp =>
    image.timeout({ seconds }).flatten({ background: BACKGROUND }).resize(size.width, size.height, { fit: 'fill' }).toColourspace('srgb');

  if (header.hdr) return fromLight(header, size, seconds);
  if (header.gamma) return fromPower(header, header.gamma, size, seconds);
  if (header.decoder !== 'sharp') {
    const pixels = finish(turned(fromRaw(await decodePixels(header, Math.max(size.width, size.height))), header.turn));
    return header.profile === null ? pixels : withProfile(pixels, header.profile).then((image) => image.toColourspace('srgb'));
  }
  return finish(turned(sharp(header.coded, { autoOrient: true, limitInputPixels: MAX_PIXELS, failOn: header.failOn }), header.turn));
}

/** As much is decoded as is shown, without any profile, then mapped. */
async function fromLight(header: Header, { width, height }: Size, seconds: number): Promise<Sharp> {
  const image = header.decoder === 'sharp' ? sharp(header.coded, { autoOrient: true, ignoreIcc: true, limitInputPixels: MAX_PIXELS, failOn: header.failOn }) : fromRaw(await decodePixels(header, Math.max(width, height)));
  const deep = turned(image.timeout({ seconds }), header.turn).removeAlpha().resize(width, height, { fit: 'fill' }).toColourspace('rgb16');
  const bytes = await deep.raw({ depth: 'ushort' }).toBuffer();
  const pixels = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  return fromRaw({ data: toneMap(pixels, 65535, header.hdr!), width, height, channels: 3 }); // the caller has looked
}

/** As above, with its opacity. */
async function fromPower(header: Header, gamma: number, { width, height }: Size, seconds: number): Promise<Sharp> {
  const image = sharp(header.coded, { autoOrient: true, ignoreIcc: true, limitInputPixels: MAX_PIXELS, failOn: header.failOn });
  const deep = image.timeout({ seconds }).resize(width, height, { fit: 'fill' }).toColourspace('rgb16').raw({ depth: 'ushort' });
  const { data, info } = await deep.toBuffer({ resolveWithObject: true });
  const channels = info.channels === 4 ? 4 : 3;
  return fromRaw({ data: applyGamma(new Uint16Array(data.buffer, data.byteOffset, data.length / 2), channels, gamma), width, height, channels }).flatten({ background: BACKGROUND });
}

function decodePixels({ decoder, format, coded }: Header, longerSide: number): DecodedPixels | Promise<DecodedPixels> {
  if (decoder === 'bmp') return decodeBmp(coded);
  if (decoder === 'libheif') return decodeHeic(coded, longerSide);
  return decodeMagick(coded, magickKind(coded, format), longerSide);
}

/** Turns a picture that does not say itself how it is to be turned. @param orientation EXIF's */
function turned(image: Sharp, orientation: number): Sharp {
  const mirrored = [2, 4, 5, 7].includes(orientation);
  const degrees = { 3: 180, 4: 180, 5: 270, 6: 90, 7: 90, 8: 270 }[orientation] ?? 0;
  return (mirrored ? image.flop() : image).rotate(degrees); // libvips mirrors first
}

/**
 * Decodes by `run` what a header describes. A picture that ends before it should is shown as far as it goes; one that lacks nothing but its end
 * marker is whole.
 * @returns what `run` does, and whether the picture is incomplete @throws what `run` throws
 */
export async function decodeTolerantly<T>(header: Header, run: (header: Header) => Promise<T>): Promise<{ readonly decoded: T; readonly incomplete: boolean }> {
  try {
    return { decoded: await run(header), incomplete: header.cut ?? false };
  } catch (error) {
    const { code } = asDecodeProblem(error);
    if (header.decoder !== 'sharp' || (code !== 'damaged' && code !== 'unsupported')) throw error;
    if (header.format === 'tiff') {
      const whole = await run({ ...header, decoder: 'magick', hdr: null }).then((decoded) => ({ decoded, incomplete: false }), () => null); // as below
      if (whole) return whole;
    }
    if (code === 'unsupported') throw error;
    const { channels } = await sharp(header.coded, { autoOrient: true, limitInputPixels: MAX_PIXELS, failOn: 'none' }).resize(64, 64, { fit: 'fill' }).stats().catch(() => ({ channels: [] }));
    // nothing of it was decoded, whether or not it has an end
    if (!channels.some(({ stdev }) => stdev > LEAST_CONTENT)) throw error;
    if (header.format === 'jpeg' || header.format === 'raw') {
      const ended = { ...header, coded: Buffer.concat([header.coded, END_OF_JPEG]), failOn: 'warning' } as const;
      const whole = await run(ended).then((decoded) => ({ decoded, incomplete: false }), () => null); // the next one says why
      if (whole) return whole;
    }
    return { decoded: await run({ ...header, failOn: 'none' }), incomplete: true };
  }
}

/** The size of a `width` × `height` picture scaled to a longer side of at most `longerSide`; never enlarged. */
export function fitInside(width: number, height: number, longerSide: number): Size {
  const scale = Math.min(1, longerSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function fromRaw({ data, width, height, channels }: DecodedPixels): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: MAX_PIXELS });
}
