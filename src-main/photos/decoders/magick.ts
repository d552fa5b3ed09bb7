// Decodes what libvips does not, with ImageMagick compiled to WebAssembly: JPEG XL, JPEG 2000, Photoshop, raw files without a preview, and the less
// common kinds of TIFF and HEIF. Slow, and its memory only grows. It is told what a file is, so that no file is taken for one of its own scripts.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { IMagickImage, MagickFormat } from '@imagemagick/magick-wasm';
import { isInk } from '../jp2.ts';
import { PhotoProblem } from '../problem.ts';
import type { DecodedPixels } from './pixels.ts';

type Magick = typeof import('@imagemagick/magick-wasm');

/** What it is told that a file is. */
export type MagickKind = 'jxl' | 'jp2' | 'j2k' | 'psd' | 'psb' | 'raw' | 'tiff' | 'heic' | 'avif';
const NAMES: Readonly<Record<MagickKind, MagickFormat>> = { jxl: 'JXL', jp2: 'JP2', j2k: 'J2K', psd: 'PSD', psb: 'PSB', raw: 'DNG', tiff: 'TIFF', heic: 'HEIC', avif: 'AVIF' };

/** What it says of a file before it decodes it. */
export interface MagickHeader {
  /** Of the upright picture. */
  readonly width: number;
  readonly height: number;
  /** EXIF's, 1 to 8. */
  readonly orientation: number;
  readonly exif: Buffer | null;
  readonly xmp: Buffer | null;
  /** The embedded colour profile, of RGB pictures alone. */
  readonly profile: Buffer | null;
}

let loading: Promise<Magick> | null = null;

/** Loads it with the first photo that needs it. */
function load(): Promise<Magick> {
  loading ??= (async () => {
    const magick = await import('@imagemagick/magick-wasm');
    await magick.initializeImageMagick(readFileSync(createRequire(import.meta.url).resolve('@imagemagick/magick-wasm/magick.wasm')));
    magick.ResourceLimits.disk = 0n;
    magick.ResourceLimits.listLength = 64n;
    return magick;
  })();
  return loading;
}

/** @throws {PhotoProblem} `damaged`, `unsupported` */
export function readMagickHeader(bytes: Uint8Array, kind: MagickKind): Promise<MagickHeader> {
  return use(bytes, kind, 'ping', (image) => {
    const orientation = Math.min(8, Math.max(1, image.orientation));
    const turned = orientation > 4;
    return {
      width: turned ? image.height : image.width, height: turned ? image.width : image.height, orientation,
      exif: profileOf(image, 'exif'), xmp: profileOf(image, 'xmp'), profile: rgbProfile(profileOf(image, 'icc'))
    };
  });
}

/**
 * Decodes the first picture of a file, upright, RGB in the colour space of its profile, to at least `longerSide` pixels if it has as many.
 * @throws {PhotoProblem} `damaged`, `unsupported`
 */
export function decodeMagick(bytes: Uint8Array, kind: MagickKind, longerSide: number): Promise<DecodedPixels> {
  return use(bytes, kind, 'read', (image, { ColorSpace, FilterType, MagickFormat }) => {
    const side = Math.max(image.width, image.height);
    // by averages first: four bytes of each pixel of a large picture would be copied twice
    const scale = (2 * longerSide) / side;
    if (scale < 1) image.resize(Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale)), FilterType.Box);
    image.autoOrient();
    image.colorSpace = ColorSpace.sRGB;
    image.depth = 8;
    const { width, height } = image;
    if ((kind === 'jp2' || kind === 'j2k') && !image.hasAlpha && image.channelCount === 4) return withFourth(image, isInk(bytes));
    const channels = image.hasAlpha ? 4 : 3;
    return image.write(channels === 4 ? MagickFormat.Rgba : MagickFormat.Rgb, (data) => ({ width, height, channels, data: new Uint8Array(data) }));
  });
}

async function use<T>(bytes: Uint8Array, kind: MagickKind, how: 'ping' | 'read', then: (image: IMagickImage, magick: Magick) => T): Promise<T> {
  const magick = await load();
  const settings = new magick.MagickReadSettings({ format: NAMES[kind], frameIndex: 0, frameCount: 1 });
  const image = magick.MagickImage.create();
  try {
    image[how](bytes, settings);
    return then(image, magick);
  } catch (error) {
    // a WebAssembly trap leaves its memory in an unknown state: the process has to end
    if (error instanceof WebAssembly.RuntimeError || error instanceof PhotoProblem) throw error;
    const reason = reasonOf(error);
    throw new PhotoProblem(LACKING.test(reason) ? 'unsupported' : 'damaged', reason, { cause: error });
  } finally {
    image.dispose();
  }
}

/** JPEG 2000 with a fourth channel that it takes for none of the picture: black ink, or opacity. */
function withFourth(image: IMagickImage, isBlack: boolean): DecodedPixels {
  const { width, height } = image;
  const four = image.getPixels((pixels) => new Uint8Array(pixels.getArea(0, 0, width, height)));
  if (!isBlack) return { width, height, channels: 4, data: four };
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at++) {
    const pixel = 4 * Math.floor(at / 3);
    data[at] = Math.round(((255 - four[pixel + (at % 3)]!) * (255 - four[pixel + 3]!)) / 255); // there are four of each
  }
  return { width, height, channels: 3, data };
}

/** What it says of kinds that it cannot read, whole as they may be. */
const LACKING = /unsupported|not supported|not been built in|not authorized|no decode delegate|maximum channels exceeded/i;

/** In words, without the places in its own source (after an @), the names of its temporary files and of the libraries in it. */
function reasonOf(error: unknown): string {
  // those libraries throw objects of C++, which say nothing
  if (!(error instanceof Error)) return 'the parts of the file do not fit together';
  const said = error.message.split('@')[0]!.replaceAll(/[`'"]|\/tmp\/\S*|\bOpenJP2\b/g, '').replaceAll(/\s+/g, ' ').trim(); // split gives at least one
  if (said === '') return 'the decoder gave no reason';
  return /^[A-Z]\w*$/.test(said) ? said.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase() : said;
}

/** A profile of RGB pictures, as its header says (ICC.1, 7.2.6): others describe what is converted here. */
function rgbProfile(icc: Buffer | null): Buffer | null {
  return icc?.toString('latin1', 16, 20) === 'RGB ' ? icc : null;
}

function profileOf(image: IMagickImage, name: string): Buffer | null {
  const data = image.getProfile(name)?.data;
  if (!data) return null;
  const copy = Buffer.from(data);
  return copy.toString('latin1', 0, 6) === 'Exif\0\0' ? copy.subarray(6) : copy;
}
