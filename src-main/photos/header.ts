// Recognises a photo's bytes and reads its header, and refuses what is too large. Decodes no picture.
import sharp from 'sharp';
import { readBmpHeader } from './bmp.ts';
import { type Container, nameOtherImage, sniff } from './formats.ts';
import { asDecodeProblem, PhotoProblem } from './problem.ts';

/** Largest picture that is decoded, in pixels: three times the largest camera sensors. */
export const MAX_PIXELS = 300_000_000;
/** Longest side, in pixels (JPEG's own limit). Decoders that work row by row hold hundreds of rows: 8 million pixels wide took 4 GB. */
const MAX_SIDE = 65_535;
/** Most bytes that one decoder may hold. A file of 2 kB can declare, and fill, gigabytes. */
const MAX_HELD = 800_000_000;
/**
 * Measured bytes a pixel, where they are more than those of the picture itself: libheif keeps planes, RGB and a copy;
 * HEIC has 4 GB of WebAssembly memory at most; bitmaps are decoded in JavaScript, from a copy of the file.
 */
const HELD_PER_PIXEL: Readonly<Record<string, number>> = { avif: 20, heic: 10, bmp: 10 };
/** Bytes of a channel by libvips' names. */
const DEPTHS: Readonly<Record<string, number>> = {
  uchar: 1, char: 1, ushort: 2, short: 2, uint: 4, int: 4, float: 4, complex: 8, double: 8, dpcomplex: 16
};

/**
 * How much libvips lets pass. A truncated photo is damaged, not half a photo: its grey lower part would be compared like
 * a picture, its owner should learn that the copy is broken, and a file caught while it is being copied is read again
 * once it has changed. Bytes out of place that cost no picture (`warning`) are let pass.
 */
export const FAIL_ON = 'error';

const FORMATS = ['jpeg', 'png', 'webp', 'avif', 'heic', 'gif', 'tiff', 'bmp'] as const;

/** What the header says. `width` and `height` are those of the upright picture. */
export interface Header {
  readonly container: Container;
  readonly format: (typeof FORMATS)[number];
  readonly width: number;
  readonly height: number;
  /** EXIF's, 1 to 8, as the decoder applies it. */
  readonly orientation: number;
  /** A TIFF structure with the camera's tags: see `readMetadata`. */
  readonly exif: Uint8Array | null;
  /** The colour profile inside, where sharp does not apply it by itself (HEIC). */
  readonly profile: Buffer | null;
  /** Bytes a decoder of this kind holds at a time: all pixels, unless it works row by row. */
  readonly held: number;
}

/**
 * @param bytes the whole file
 * @throws {PhotoProblem} for whatever is no photo that can be shown
 */
export async function readHeader(bytes: Buffer): Promise<Header> {
  if (bytes.length === 0) throw new PhotoProblem('empty', 'the file has no content');
  const container = sniff(bytes);
  if (container === null) {
    const other = nameOtherImage(bytes);
    if (other !== null) throw new PhotoProblem('unsupported', `${other} files are not read yet`);
    throw new PhotoProblem('not-a-photo', 'the content is not that of a photo, whatever the name says');
  }
  const header = container === 'bmp' ? bmpHeader(bytes) : await sharpHeader(bytes, container);
  const { format, width, height, held } = header;
  const most = Math.floor(Math.min(MAX_PIXELS, (MAX_HELD / held) * width * height) / 1e6);
  if (width * height > MAX_PIXELS || held > MAX_HELD || Math.max(width, height) > MAX_SIDE) {
    const limit = `at most ${most} million, and ${MAX_SIDE} a side, are read of this kind of ${format}`;
    throw new PhotoProblem('too-large', `${width} × ${height} pixels; ${limit}`);
  }
  return header;
}

function bmpHeader(bytes: Buffer): Header {
  const { width, height } = readBmpHeader(bytes);
  return { container: 'bmp', format: 'bmp', width, height, orientation: 1, exif: null, profile: null, held: width * height * (HELD_PER_PIXEL['bmp'] ?? 4) };
}

async function sharpHeader(bytes: Buffer, container: Container): Promise<Header> {
  // no pixel limit here: the message is to name the size
  const meta = await sharp(bytes, { limitInputPixels: false, failOn: FAIL_ON }).metadata().catch((error: unknown) => {
    const problem = asDecodeProblem(error);
    // the signature was right, so what follows it is not
    const broken = problem.message.includes('unsupported image format') && container !== 'heif';
    throw broken ? new PhotoProblem('damaged', `the header of this ${container} file cannot be read`, { cause: error }) : problem;
  });
  const { width, height } = meta.autoOrient;
  const found = meta.format === 'heif' ? { av1: 'avif', hevc: 'heic' }[String(meta.compression)] : meta.format;
  const format = FORMATS.find((one) => one === found);
  if (format === undefined) throw new PhotoProblem('unsupported', `${meta.format} with ${meta.compression ?? 'unknown'} compression`);
  const perPixel = HELD_PER_PIXEL[format] ?? Math.max(4, meta.channels * (DEPTHS[meta.depth] ?? 16));
  const rowByRow = (format === 'jpeg' || format === 'png') && !meta.isProgressive;
  return {
    container,
    format,
    width,
    height,
    orientation: meta.orientation ?? 1,
    exif: format === 'tiff' ? bytes : tiffOf(meta.exif),
    profile: format === 'heic' ? (meta.icc ?? null) : null,
    held: rowByRow ? 0 : width * height * perPixel
  };
}

/** Most formats carry EXIF behind the JPEG marker's `Exif\0\0`, PNG without. */
function tiffOf(exif: Buffer | undefined): Buffer | null {
  if (exif === undefined) return null;
  return exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif;
}
