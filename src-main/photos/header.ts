// Recognises a photo's format, reads its header, and rejects what is too large. Does not decode pictures.
import sharp from 'sharp';
import { readBmpHeader } from './decoders/bmp.ts';
import { type MagickKind, readMagickHeader } from './decoders/magick.ts';
import { mendWebp } from './cut-webp.ts';
import { type Container, type DecoderName, formatOf, nameOtherImage, sniff } from './formats.ts';
import { gammaOf } from './gamma.ts';
import { type Hdr, hdrOf } from './hdr.ts';
import { HELD_PER_PIXEL, heldPerPixel, mostHeld } from './held.ts';
import { heifTurn, isAv1 } from './heif.ts';
import { metadataOfJp2 } from './jp2.ts';
import { exifInPng } from './png-profiles.ts';
import { findPreview, isOldJpeg, isRaw, partOfSensor, rawExif, sensorOf } from './raw.ts';
import { asDecodeProblem, cutOff, LEAST_PART, PhotoProblem } from './problem.ts';

/** Largest picture that is decoded, in pixels: a panorama stitched from forty photos. How much of it is held is limited on its own. */
export const MAX_PIXELS = 2_000_000_000;
/** Longest side, in pixels (JPEG's own limit). Row-by-row decoders hold hundreds of rows: a width of 8 million pixels took 4 GB. */
const MAX_SIDE = 65_535;

/** Longer side of a preview that is shown in place of what the sensor saw, in pixels. */
const LEAST_PREVIEW = 640;
/** Of TIFF, what libvips cuts off at 255 instead of scaling it: ImageMagick scales. */
const UNSCALED = new Set<string | undefined>(['uint', 'int', 'char', 'short']);

/** How strict libvips is: misplaced bytes that leave the picture intact are accepted, and a truncated photo is found out (decodeTolerantly). */
const FAIL_ON = 'error';

const FORMATS = ['jpeg', 'png', 'webp', 'avif', 'heic', 'gif', 'tiff', 'bmp', 'jxl', 'jp2', 'psd', 'raw'] as const;

/** What the header says. `width` and `height` are those of the upright picture. */
export interface Header {
  readonly container: Container;
  readonly format: (typeof FORMATS)[number];
  readonly width: number;
  readonly height: number;
  /** EXIF's, 1 to 8, as the decoder applies it. */
  readonly orientation: number;
  /** TIFF structures with the camera's tags: see `readMetadata`. */
  readonly exif: Uint8Array | readonly Uint8Array[] | null;
  /** The embedded XMP packet. */
  readonly xmp: Uint8Array | null;
  /** The block of Photoshop's resources, with IPTC's records. */
  readonly iptc: Buffer | null;
  /** The embedded colour profile, if the decoder does not apply it by itself. */
  readonly profile: Buffer | null;
  /** Bytes that a decoder for this format holds at a time: all pixels, unless it works row by row. */
  readonly held: number;
  readonly decoder: Exclude<DecoderName, 'preview' | 'small-preview'>;
  /** What is decoded: the file, or the preview in a raw file. */
  readonly coded: Buffer;
  /** Orientation that is still to be applied to it, because it does not say it itself. */
  readonly turn: number;
  /** Whether its numbers are of light, and which. */
  readonly hdr: Hdr | null;
  /** The power by which its numbers were made from light, where that is not a screen's. */
  readonly gamma?: number | null;
  /** Whether it has more than 8 bits, and a profile. */
  readonly isDeep?: boolean;
  /** Of what its numbers are, if they have a point. */
  readonly floats?: 'grey' | 'colour' | null;
  /** Whether the file ends before its picture does, as far as its structure says. */
  readonly cut?: boolean;
  /** How strict libvips is with it. */
  readonly failOn: 'none' | 'error' | 'warning';
}

/**
 * @param bytes the whole file
 * @throws {PhotoProblem} for anything that cannot be shown as a photo
 */
export async function readHeader(bytes: Buffer): Promise<Header> {
  if (bytes.length === 0) throw new PhotoProblem('empty', 'the file is empty');
  const sniffed = sniff(bytes);
  if (sniffed === null) {
    const other = nameOtherImage(bytes);
    if (other !== null) throw new PhotoProblem('unsupported', `${other} files are not supported yet`);
    throw new PhotoProblem('not-a-photo', 'the content is not a photo, despite the file name');
  }
  const container = sniffed === 'tiff' && isRaw(bytes) ? 'raw' : sniffed;
  const header = await headerOf(bytes, container);
  const { format, width, height, held } = header;
  const most = Math.floor(Math.min(MAX_PIXELS, (mostHeld() / held) * width * height) / 1e6);
  if (width * height > MAX_PIXELS || held > mostHeld() || Math.max(width, height) > MAX_SIDE) {
    const limit = `the limit for this kind of ${format} is ${most} million, and ${MAX_SIDE} per side`;
    throw new PhotoProblem('too-large', `${width} × ${height} pixels; ${limit}`);
  }
  return header;
}

/** By which decoder a header is read; `null` where it is none for this file, which the next may be. */
const HEADERS: Readonly<Record<DecoderName, (bytes: Buffer, container: Container) => Header | null | Promise<Header | null>>> = {
  sharp: async (bytes, container) => {
    const header = container === 'webp' ? await webpHeader(bytes) : await sharpHeader(bytes, container);
    return header.format === 'heic' ? null : header;
  },
  libheif: async (bytes, container) => {
    const header = await sharpHeader(bytes, container);
    return header.format === 'heic' ? { ...header, decoder: 'libheif' } : null;
  },
  bmp: (bytes) => bmpHeader(bytes),
  magick: (bytes, container) => (container === 'heif' ? otherHeif(bytes) : container === 'raw' ? developedHeader(bytes) : magickHeader(bytes, container, magickKind(bytes, container))),
  preview: (bytes) => previewHeader(bytes, true),
  'small-preview': (bytes) => previewHeader(bytes, false)
};

/** By the first of the format's decoders that reads it. @throws what the first of them threw */
async function headerOf(bytes: Buffer, container: Container): Promise<Header> {
  let failure: PhotoProblem | null = null;
  for (const name of formatOf(container).decoders) {
    try {
      const header = await HEADERS[name](bytes, container);
      if (header !== null) return header;
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error; // its memory is in an unknown state
      failure ??= asDecodeProblem(error);
    }
  }
  throw failure ?? new PhotoProblem('unsupported', `nothing here reads this kind of ${container}`);
}

/** What ImageMagick is told that a file of this format is. */
export function magickKind(bytes: Buffer, format: Header['format'] | Container): MagickKind {
  if (format === 'psd') return bytes[5] === 2 ? 'psb' : 'psd';
  if (format === 'jp2') return bytes[0] === 0xff ? 'j2k' : 'jp2';
  return format === 'jxl' || format === 'raw' || format === 'heic' || format === 'avif' ? format : 'tiff';
}

/** libvips has no room for sequences and uncompressed pictures in HEIF. */
function otherHeif(bytes: Buffer): Promise<Header> {
  const format = bytes.toString('latin1', 8, 11) === 'avi' ? 'avif' : 'heic';
  return magickHeader(bytes, 'heif', format, format);
}

async function magickHeader(bytes: Buffer, container: Container, kind: MagickKind, format = container as Header['format']): Promise<Header> { // the others are named alike
  const { width, height, orientation, profile, ...found } = await readMagickHeader(bytes, kind);
  const beside = container === 'jp2' ? metadataOfJp2(bytes) : null;
  const [exif, xmp] = [found.exif ?? beside?.exif ?? null, found.xmp ?? beside?.xmp ?? null];
  return { container, format, width, height, orientation, exif, xmp, iptc: null, profile, held: width * height * HELD_PER_PIXEL.magick, decoder: 'magick', coded: bytes, turn: 1, hdr: null, failOn: FAIL_ON };
}

/** Of what the sensor saw, developed. */
async function developedHeader(bytes: Buffer): Promise<Header> {
  const header = await magickHeader(bytes, 'raw', 'raw');
  const there = partOfSensor(bytes, header.width * header.height);
  if (there < LEAST_PART) throw cutOff(there);
  return { ...header, cut: there < 1, exif: header.exif ?? rawExif(bytes)?.exif ?? null };
}

/** Of the JPEG in a raw file. @param large whether only one will do that is as good as a thumbnail needs */
async function previewHeader(bytes: Buffer, large: boolean): Promise<Header | null> {
  const preview = findPreview(bytes);
  if (preview === null) return null;
  const sensor = sensorOf(bytes);
  const { exif, orientation } = rawExif(bytes) ?? { exif: null, orientation: sensor?.orientation ?? 1 };
  const least = Math.min(LEAST_PREVIEW, Math.max(sensor?.width ?? 0, sensor?.height ?? 0) || LEAST_PREVIEW);
  if (large && Math.max(preview.width, preview.height) < least) return null;
  const inner = await sharpHeader(preview.jpeg, 'jpeg');
  const turn = inner.orientation === 1 && !inner.exif ? orientation : 1;
  const size = sensorSize(sensor, preview);
  const turned = Math.max(turn, inner.orientation) > 4;
  return {
    ...inner, container: 'raw', format: 'raw', width: turned ? size.height : size.width, height: turned ? size.width : size.height,
    orientation: Math.max(turn, inner.orientation), exif: exif ?? inner.exif, turn
  };
}

/** The size that counts: the sensor's, if the preview shows all of it. */
function sensorSize(sensor: ReturnType<typeof sensorOf>, preview: { readonly width: number; readonly height: number }): { readonly width: number; readonly height: number } {
  if (sensor === null || sensor.width * sensor.height <= preview.width * preview.height) return preview;
  const shapes = (sensor.width / sensor.height) / (preview.width / preview.height);
  return shapes > 0.95 && shapes < 1.05 ? sensor : preview;
}

async function webpHeader(bytes: Buffer): Promise<Header> {
  const mended = mendWebp(bytes);
  return mended ? { ...(await sharpHeader(mended.bytes, 'webp')), cut: mended.cut, failOn: 'none' } : sharpHeader(bytes, 'webp');
}

function bmpHeader(bytes: Buffer): Header {
  const { width, height } = readBmpHeader(bytes);
  return { container: 'bmp', format: 'bmp', width, height, orientation: 1, exif: null, xmp: null, iptc: null, profile: null, held: width * height * HELD_PER_PIXEL.bmp, decoder: 'bmp', coded: bytes, turn: 1, hdr: null, failOn: FAIL_ON };
}

async function sharpHeader(bytes: Buffer, container: Container): Promise<Header> {
  // no pixel limit here, because our message names the size
  const meta = await sharp(bytes, { limitInputPixels: false, failOn: FAIL_ON }).metadata().catch((error: unknown) => {
    const problem = asDecodeProblem(error);
    // the signature was right, so the rest must be damaged
    const broken = /unsupported image format|corrupt header:?$/.test(problem.message) && container !== 'heif';
    throw broken ? new PhotoProblem('damaged', `the header of this ${container} file cannot be read`, { cause: error }) : problem;
  });
  const { width, height } = meta.autoOrient;
  if (container === 'tiff' && UNSCALED.has(meta.depth)) throw new PhotoProblem('unsupported', `samples of ${meta.bitsPerSample ?? 32} bits, ${meta.depth === 'uint' ? 'which are integers' : 'with a sign'}`);
  if (container === 'tiff' && isOldJpeg(bytes)) throw new PhotoProblem('unsupported', 'JPEG of the old kind in TIFF');
  const found = meta.format === 'heif' ? { av1: 'avif', hevc: isAv1(bytes) ? 'avif' : 'heic' }[String(meta.compression)] : meta.format;
  const format = FORMATS.find((one) => one === found);
  if (format === undefined) throw new PhotoProblem('unsupported', `${meta.format} with ${meta.compression ?? 'unknown'} compression`);
  const exif = format === 'tiff' ? bytes : (tiffOf(meta.exif) ?? (format === 'png' ? exifInPng(bytes) : null));
  const turn = container === 'heif' ? heifTurn(bytes, tiffOf(meta.exif)) : 1;
  const floats = meta.depth !== 'float' && meta.depth !== 'double' ? null : meta.channels < 3 ? 'grey' : 'colour';
  const rowByRow = (format === 'jpeg' || format === 'png') && !meta.isProgressive;
  return {
    container,
    format,
    width: turn > 4 ? height : width,
    height: turn > 4 ? width : height,
    orientation: turn > 1 ? turn : (meta.orientation ?? 1),
    exif,
    xmp: meta.xmp ?? null,
    iptc: meta.iptc ?? null,
    profile: format === 'heic' || floats ? (meta.icc ?? null) : null,
    held: rowByRow ? 0 : width * height * heldPerPixel(format, meta),
    decoder: 'sharp',
    coded: bytes,
    turn,
    hdr: hdrOf(bytes, container, meta.icc ?? null),
    gamma: container === 'png' ? gammaOf(bytes) : null,
    isDeep: meta.space === 'rgb16' && meta.hasProfile,
    floats,
    failOn: FAIL_ON
  };
}

/** Most formats store EXIF after the JPEG marker's `Exif\0\0`, PNG without it. */
function tiffOf(exif: Buffer | undefined): Buffer | null {
  if (exif === undefined) return null;
  return exif.toString('latin1', 0, 6) === 'Exif\0\0' ? exif.subarray(6) : exif;
}
