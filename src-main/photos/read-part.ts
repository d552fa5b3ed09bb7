// Reads an image only to see what it looks like: thumbnail and the encoder's pixels, of all of it or of a part. In this process: see readers.ts.
import sharp from 'sharp';
import type { Region } from '../../src-shared/contract.ts';
import { decode, decodeTolerantly, fitInside } from './decode.ts';
import { readHeader } from './header.ts';
import { asDecodeProblem } from './problem.ts';
import { type Hold, readHeld, shrunkSide, toThumbnailAndPixels } from './read.ts';

/** An image: a file, or the bytes of one. */
export type ImageFrom = { readonly path: string } | { readonly bytes: Uint8Array };

export interface ReadPart {
  /** As of a photo that is indexed: see `ReadPhoto`. */
  readonly thumbnail: Buffer;
  readonly pixels: Uint8Array;
}

export const WHOLE: Region = { left: 0, top: 0, width: 1, height: 1 };
/** Longest side that a picture is decoded to for a small part of it. */
const LONGEST = 5120;

/**
 * The part of an image that `region` is, of the upright picture. All of it is described exactly as a photo that is indexed.
 * @throws {PhotoProblem} if it is gone or cannot be decoded
 */
export async function readPart(from: ImageFrom, region: Region = WHOLE, { timeoutMs = 60_000, hold = () => Promise.resolve() }: { readonly timeoutMs?: number; readonly hold?: Hold } = {}): Promise<ReadPart> {
  try {
    const bytes = 'path' in from ? await readHeld(from.path, hold) : Buffer.from(from.bytes.buffer, from.bytes.byteOffset, from.bytes.byteLength);
    const header = await readHeader(bytes);
    await hold('picture', header.held);
    const [across, down] = [Math.max(1, region.width * header.width), Math.max(1, region.height * header.height)];
    const zoom = Math.max(header.width, header.height) / Math.max(across, down);
    const size = fitInside(header.width, header.height, Math.min(LONGEST, Math.ceil(zoom * shrunkSide({ width: across, height: down }))));
    const { decoded } = await decodeTolerantly(header, async (read) => (await decode(read, size, timeoutMs)).raw().toBuffer());
    const raw = { ...size, channels: 3 } as const;
    if (region.width === 1 && region.height === 1) return await toThumbnailAndPixels(decoded, size);
    const box = boxOf(region, size);
    return await toThumbnailAndPixels(await sharp(decoded, { raw }).extract(box).raw().toBuffer(), box);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error; // its memory is in an unknown state: the process has to end
    throw asDecodeProblem(error);
  }
}

/** The pixels of a region: at least one, and none outside. */
function boxOf({ left, top, width, height }: Region, size: { readonly width: number; readonly height: number }) {
  const run = (from: number, share: number, all: number): [number, number] => {
    const start = Math.min(all - 1, Math.max(0, Math.round(from * all)));
    return [start, Math.max(1, Math.min(all, Math.round((from + share) * all)) - start)];
  };
  const [x, across] = run(left, width, size.width);
  const [y, down] = run(top, height, size.height);
  return { left: x, top: y, width: across, height: down };
}
