// Reads a photo file once and extracts everything the library stores: identity, thumbnail, the encoder's pixels, metadata.
// A bad photo is a result with its reason, never an exception.
import sharp from 'sharp';
import type { ProblemCode } from '../../src-shared/contract.ts';
import { decode, decodeTolerantly, fitInside, type Size } from './decode.ts';
import { measureFile, readBytes } from './file.ts';
import { type FileCalls, files } from './file-calls.ts';
import { type Header, readHeader } from './header.ts';
import { type Metadata, readMetadata } from './metadata.ts';
import { identifyPicture } from './picture-hash.ts';
import { asDecodeProblem } from './problem.ts';
import { withNames } from './undated.ts';
import { sha256AtOnce } from './sha256.ts';

/** Longer side of a thumbnail, in pixels. */
export const THUMBNAIL_SIDE = 320;
/** Longer side up to which thumbnails keep full chroma: subsampling would bleed the colours of icons and pixel art. */
const WHOLE_COLOUR_SIDE = 64;
/** Side of the square that features and encoder see, in pixels. */
export const PIXELS_SIDE = 128;

interface Identified extends Metadata {
  readonly status: 'photo';
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly hash: string;
  /** Picture hash, and its look in this file: see `identifyPicture`. */
  readonly picture: string;
  readonly look: string;
  readonly format: Header['format'];
  readonly bytes: number;
  /** Of the upright original, in pixels. */
  readonly width: number;
  readonly height: number;
}

export interface ReadPhoto extends Identified {
  /** Whether the picture ends before it should; the rest of it is grey. */
  readonly incomplete: boolean;
  /** JPEG, sRGB, upright, longer side at most `THUMBNAIL_SIDE`; a smaller photo is not enlarged. */
  readonly thumbnail: Buffer;
  /** `PIXELS_SIDE` × `PIXELS_SIDE` × 3, row-major RGB, 0..255: the whole upright photo squashed to the square. */
  readonly pixels: Uint8Array;
}

/** A photo that was not decoded, because its picture is known. */
export interface ReadSeen extends Identified {
  readonly thumbnail: null;
  readonly pixels: null;
}

/** A file whose content is fully known. */
export interface ReadKnown {
  readonly status: 'known';
  readonly hash: string;
}

export interface ReadProblem {
  readonly status: 'problem';
  readonly code: ProblemCode;
  /** The decoder's or system's own message, in English. */
  readonly detail: string;
  /** As above; `null` if the bytes could not be read. */
  readonly hash: string | null;
}

export type ReadOutcome = ReadPhoto | ReadSeen | ReadKnown | ReadProblem;

/** Looks up what is already known, before anything is decoded. */
export interface KnownPhotos {
  /** Whether nothing about a file with that content is new. */
  isKnown(content: string): boolean | Promise<boolean>;
  /** Whether only the metadata of a file with that content and picture is new. */
  isSeen(content: string, picture: string): boolean | Promise<boolean>;
}

const nothingKnown: KnownPhotos = { isKnown: () => false, isSeen: () => false };

/** What memory is needed for: a whole file, or a decoder that cannot work row by row. */
export type Held = 'file' | 'picture';

/** Waits until so many bytes may be held, until the photo is read. */
export type Hold = (what: Held, bytes: number) => Promise<void>;

interface ReadOptions {
  /** Timeout of decoding with sharp; nothing else can be stopped from inside. */
  readonly timeoutMs?: number;
  readonly calls?: FileCalls;
  readonly hold?: Hold;
}

/**
 * Reads the photo at `path`, only as far as it is new. Never rejects because of the file or its contents. Decodes in this process: see readers.ts.
 * @param path absolute
 */
export function readPhoto(path: string, options?: ReadOptions): Promise<ReadPhoto | ReadProblem>;
export function readPhoto(path: string, options: ReadOptions & { readonly known: KnownPhotos }): Promise<ReadOutcome>;
export async function readPhoto(
  path: string, { timeoutMs = 60_000, calls = files, known = nothingKnown, hold = () => Promise.resolve() }: ReadOptions & { readonly known?: KnownPhotos } = {}
): Promise<ReadOutcome> {
  let hash: string | null = null;
  try {
    const bytes = await readHeld(path, hold, calls);
    hash = sha256AtOnce([bytes]);
    if (await known.isKnown(hash)) return { status: 'known', hash };
    const header = await readHeader(bytes);
    const identity = await identifyPicture(bytes, header.container, { content: hash, orientation: header.orientation, digest: sha256AtOnce });
    const { format, width, height } = header;
    const photo = { status: 'photo', hash, ...identity, format, bytes: bytes.length, width, height, ...(await withNames(await readMetadata(header.exif, header.xmp, header.iptc), path)) } as const;
    if (await known.isSeen(hash, identity.picture)) return { ...photo, thumbnail: null, pixels: null };
    await hold('picture', header.held);
    return { ...photo, ...(await shrink(header, timeoutMs)) };
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error; // its memory is in an unknown state: the process has to end
    const { code, message } = asDecodeProblem(error);
    return { status: 'problem', code, detail: message, hash };
  }
}

/** A whole file, once it may be held. @param path absolute @throws {PhotoProblem} */
export async function readHeld(path: string, hold: Hold, calls: FileCalls = files): Promise<Buffer> {
  const size = await measureFile(path, calls);
  await hold('file', size);
  return readBytes(path, size, calls);
}

/** Decodes once to a small raw picture, and derives both outputs from it. */
async function shrink(header: Header, timeoutMs: number): Promise<Pick<ReadPhoto, 'thumbnail' | 'pixels' | 'incomplete'>> {
  const size = fitInside(header.width, header.height, shrunkSide(header));
  const { decoded: small, incomplete } = await decodeTolerantly(header, async (from) => (await decode(from, size, timeoutMs)).raw().toBuffer());
  return { incomplete, ...(await toThumbnailAndPixels(small, size)) };
}

/** The outputs of a small raw picture, 3 channels. */
export async function toThumbnailAndPixels(small: Buffer, size: Size): Promise<Pick<ReadPhoto, 'thumbnail' | 'pixels'>> {
  const raw = { width: size.width, height: size.height, channels: 3 } as const;
  const [thumbnail, pixels] = await Promise.all([
    sharp(small, { raw }).resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside', withoutEnlargement: true }).jpeg({ quality: 80, chromaSubsampling: Math.max(size.width, size.height) <= WHOLE_COLOUR_SIDE ? '4:4:4' : '4:2:0' }).toBuffer(),
    sharp(small, { raw }).resize(PIXELS_SIDE, PIXELS_SIDE, { fit: 'fill' }).raw().toBuffer()
  ]);
  return { thumbnail, pixels: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length) };
}

/**
 * Longer side to decode to: the thumbnail's, or more if the shorter side would fall below `PIXELS_SIDE`, so that
 * a panorama does not reach the encoder as a few rows; at most four thumbnails long.
 */
export function shrunkSide({ width, height }: Size): number {
  const needed = (PIXELS_SIDE * Math.max(width, height)) / Math.min(width, height);
  return Math.min(4 * THUMBNAIL_SIDE, Math.max(THUMBNAIL_SIDE, needed));
}
