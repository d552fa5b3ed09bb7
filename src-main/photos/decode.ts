// Decodes a photo once, to the requested size: upright, opaque, 8-bit sRGB, first frame. Knows nothing about files.
import sharp, { type Sharp } from 'sharp';
import { decodeBmp } from './decoders/bmp.ts';
import { decodeHeic } from './decoders/heic.ts';
import { decodeMagick } from './decoders/magick.ts';
import type { DecodedPixels } from './decoders/pixels.ts';
import { fromFloats } from './floats.ts';
import { formatOf } from './formats.ts';
import { applyGamma } from './gamma.ts';
import { toneMap } from './hdr.ts';
import { type Header, magickKind, MAX_PIXELS } from './header.ts';
import { asDecodeProblem, cutOff, LEAST_PART, PhotoProblem } from './problem.ts';
import { partOfPng } from './png-part.ts';
import { fromP3, withProfile } from './profile.ts';

// One thread per photo and several photos at a time gives the best throughput; a cache would only retain photos seen once.
sharp.concurrency(1);
sharp.cache(false);

/** Transparent parts are shown on this grey, on which both black and white drawings are visible. */
const BACKGROUND = '#808080';

const END_OF_JPEG = Buffer.from([0xff, 0xd9]);
/** Standard deviation of a channel below which a picture is of one colour, of 255; and the grey of what a JPEG does not hold, give or take as much. */
const LEAST_CONTENT = 2;
const NOT_THERE = 128;
/** How far a profile may move that grey. */
const NEAR_GREY = 30;
/** Side of the square in which the rows of a picture that ends early are looked at. */
const ROWS = 128;

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
  if (header.floats && header.decoder === 'sharp') {
    const image = sharp(header.coded, { autoOrient: true, ignoreIcc: true, limitInputPixels: MAX_PIXELS, failOn: header.failOn });
    return finish(await fromFloats(image.timeout({ seconds }).resize(size.width, size.height, { fit: 'fill' }), header.floats, header.profile));
  }
  if (header.gamma) return fromPower(header, header.gamma, size, seconds);
  if (header.decoder !== 'sharp') {
    const pixels = finish(turned(fromRaw(await decodePixels(header, Math.max(size.width, size.height))), header.turn));
    return header.profile === null ? pixels : withProfile(pixels, header.profile).then((image) => image.toColourspace('srgb'));
  }
  const image = finish(turned(sharp(header.coded, { autoOrient: true, limitInputPixels: MAX_PIXELS, failOn: header.failOn }), header.turn));
  return header.isDeep ? fromP3(image) : image;
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
 * @returns what `run` does, and whether the picture is incomplete @throws what `run` throws; {PhotoProblem} `truncated` where hardly anything of it is there
 */
export async function decodeTolerantly<T>(header: Header, run: (header: Header) => Promise<T>): Promise<{ readonly decoded: T; readonly incomplete: boolean }> {
  try {
    const decoded = await run(header);
    if (header.cut && header.decoder === 'sharp') await checkRest(header);
    return { decoded, incomplete: header.cut ?? false };
  } catch (error) {
    if (error instanceof PhotoProblem && error.code === 'truncated') throw error;
    const { code } = asDecodeProblem(error);
    if (header.cut && header.decoder === 'magick' && code === 'damaged') throw new PhotoProblem('truncated', 'the file ends early, and what is left of it cannot be developed', { cause: error });
    if (header.decoder !== 'sharp' || (code !== 'damaged' && code !== 'unsupported')) throw error;
    // of a raw file only the preview is at hand
    if (header.container !== 'heif' && header.container !== 'raw' && formatOf(header.container).decoders.includes('magick')) {
      const whole = await run({ ...header, decoder: 'magick', hdr: null }).then((decoded) => ({ decoded, incomplete: false }), (failure: unknown) => {
        if (failure instanceof WebAssembly.RuntimeError) throw failure; // its memory is spoilt
        return null; // as below
      });
      if (whole) return whole;
    }
    if (code === 'unsupported') throw error;
    const { channels } = await sharp(header.coded, { autoOrient: true, limitInputPixels: MAX_PIXELS, failOn: 'none' }).resize(64, 64, { fit: 'fill' }).stats().catch(() => ({ channels: [] }));
    // nothing of it was decoded, whether or not it has an end
    if (isUndecoded(channels, header)) throw error;
    if (header.format === 'jpeg' || header.format === 'raw') {
      const ended = { ...header, coded: Buffer.concat([header.coded, END_OF_JPEG]), failOn: 'warning' } as const;
      const whole = await run(ended).then((decoded) => ({ decoded, incomplete: false }), () => null); // the next one says why
      if (whole) return whole;
    }
    await checkRest(header);
    return { decoded: await run({ ...header, failOn: 'none' }), incomplete: true };
  }
}

const isJpeg = ({ format }: Header): boolean => format === 'jpeg' || format === 'raw';

/** Whether a picture that ends early is of one colour; of a JPEG, of the grey that stands for what is not there: another colour is its own. */
function isUndecoded(channels: readonly { readonly stdev: number; readonly mean: number }[], header: Header): boolean {
  return channels.every(({ stdev, mean }) => stdev <= LEAST_CONTENT && (!isJpeg(header) || Math.abs(mean - NOT_THERE) <= LEAST_CONTENT));
}

/**
 * Looks at a picture that ends early: its rows as they are stored, shrunk, of which those that are missing have one colour.
 * @throws {PhotoProblem} `truncated` for less than a tenth of its rows
 */
async function checkRest(header: Header): Promise<void> {
  const { container, coded } = header;
  const small = sharp(coded, { limitInputPixels: MAX_PIXELS, failOn: 'none' }).resize(ROWS, ROWS, { fit: 'fill', kernel: 'nearest' }).flatten({ background: BACKGROUND }).toColourspace('srgb');
  const rows = await small.raw().toBuffer().catch(() => null);
  if (rows === null) return; // whoever decodes it says why
  const last = rows.subarray(-3);
  // of a JPEG nothing is missing that ends in another colour than the grey of what is not there
  const isWhole = isJpeg(header) && last.some((value) => Math.abs(value - NOT_THERE) > NEAR_GREY);
  const there = isWhole ? 1 : container === 'png' ? await partOfPng(coded) : Array.from({ length: ROWS }, (_, row) => rows.subarray(3 * ROWS * row, 3 * ROWS * (row + 1))).filter((row) => row.some((value, at) => Math.abs(value - last[at % 3]!) > 1)).length / ROWS;
  if (there < LEAST_PART) throw cutOff(there);
}

/** The size of a `width` × `height` picture scaled to a longer side of at most `longerSide`; never enlarged. */
export function fitInside(width: number, height: number, longerSide: number): Size {
  const scale = Math.min(1, longerSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function fromRaw({ data, width, height, channels }: DecodedPixels): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: MAX_PIXELS });
}
