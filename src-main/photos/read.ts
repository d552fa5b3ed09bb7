// Reads a photo file once and takes everything the library keeps of it: identity, thumbnail, the encoder's pixels, metadata.
// A bad photo is a result with its reason, never an exception.
import { webcrypto } from 'node:crypto';
import sharp from 'sharp';
import type { ProblemCode } from '../../src-shared/contract.ts';
import { Budget } from './budget.ts';
import { decode, fitInside } from './decode.ts';
import { measureFile, readBytes } from './file.ts';
import { type FileCalls, files } from './file-calls.ts';
import { type Header, readHeader } from './header.ts';
import { type Metadata, readMetadata } from './metadata.ts';
import { asDecodeProblem } from './problem.ts';

/** Longer side of a thumbnail, in pixels. */
export const THUMBNAIL_SIDE = 320;
/** Side of the square that features and encoder see, in pixels. */
export const PIXELS_SIDE = 128;

export interface ReadPhoto extends Metadata {
  readonly status: 'photo';
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly hash: string;
  /** Picture hash; `null` where it could not be told. */
  readonly picture: string | null;
  /** What the file says of how its picture is to be shown. */
  readonly look: string | null;
  readonly format: Header['format'];
  readonly bytes: number;
  /** Of the upright original, in pixels. */
  readonly width: number;
  readonly height: number;
  /** JPEG, sRGB, upright, longer side at most `THUMBNAIL_SIDE`; a smaller photo is not enlarged. */
  readonly thumbnail: Buffer;
  /** `PIXELS_SIDE` × `PIXELS_SIDE` × 3, row-major RGB, 0..255: the whole upright photo squashed to the square. */
  readonly pixels: Uint8Array;
}

export interface ReadProblem {
  readonly status: 'problem';
  readonly code: ProblemCode;
  /** The decoder's or system's own words, in English. */
  readonly detail: string;
  /** As above; `null` where the bytes could not be read. */
  readonly hash: string | null;
}

/** Bytes of files, and of decoders that cannot work row by row, held at any one time by all calls together. */
const FILES = new Budget(256e6);
const PICTURES = new Budget(512e6);

/**
 * Reads the photo at `path`. Never rejects for what the file is or holds.
 * As many calls as there are cores keep the machine busy; memory stays bounded however many are made at a time.
 * @param path absolute
 * @param timeoutMs of each step; the rest of a decoding that is given up ends by itself, it cannot be stopped from outside
 */
export async function readPhoto(path: string, { timeoutMs = 60_000, calls = files }: { readonly timeoutMs?: number; readonly calls?: FileCalls } = {}): Promise<ReadPhoto | ReadProblem> {
  let hash: Promise<string | null> = Promise.resolve(null);
  try {
    const size = await measureFile(path, calls);
    return await FILES.hold(size, 2 * timeoutMs, async () => {
      const bytes = await readBytes(path, size, calls);
      const known = sha256(bytes);
      hash = known;
      const header = await readHeader(bytes);
      const [picture, metadata, digest] = await Promise.all([
        PICTURES.hold(header.held, timeoutMs, () => shrink(bytes, header, timeoutMs)), readMetadata(header.exif), known
      ]);
      const { format, width, height } = header;
      return { status: 'photo', hash: digest, picture: null, look: null, format, bytes: bytes.length, width, height, ...metadata, ...picture };
    });
  } catch (error) {
    const { code, message } = asDecodeProblem(error);
    return { status: 'problem', code, detail: message, hash: await hash };
  }
}

/** Decodes once to a small raw picture, and makes both outputs of it. */
async function shrink(bytes: Buffer, header: Header, timeoutMs: number): Promise<Pick<ReadPhoto, 'thumbnail' | 'pixels'>> {
  const size = fitInside(header.width, header.height, shrunkSide(header));
  const small = await (await decode(bytes, header, size, timeoutMs)).raw().toBuffer();
  const raw = { ...size, channels: 3 } as const;
  const [thumbnail, pixels] = await Promise.all([
    sharp(small, { raw }).resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside', withoutEnlargement: true }).jpeg({ quality: 80 }).toBuffer(),
    sharp(small, { raw }).resize(PIXELS_SIDE, PIXELS_SIDE, { fit: 'fill' }).raw().toBuffer()
  ]);
  return { thumbnail, pixels: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length) };
}

/**
 * Longer side of the one decoding: a thumbnail's, or more where the shorter side would fall below `PIXELS_SIDE`, so that
 * a panorama does not reach the encoder as a few rows; at most four thumbnails long.
 */
function shrunkSide({ width, height }: Header): number {
  const needed = (PIXELS_SIDE * Math.max(width, height)) / Math.min(width, height);
  return Math.min(4 * THUMBNAIL_SIDE, Math.max(THUMBNAIL_SIDE, needed));
}

/** On the thread pool: a synchronous hash of a large file would hold up every other photo. */
async function sha256(bytes: Buffer): Promise<string> {
  // the buffer comes from `readBytes`, which allocates an ArrayBuffer of its own
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes as Buffer<ArrayBuffer>)).toString('hex');
}
