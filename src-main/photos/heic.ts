// Decodes HEIC photos in a separate thread (decoder-thread.ts, heic-worker.ts).
import { type DecodedPixels, DecoderThread } from './decoder-thread.ts';
import type { HeicRequest } from './heic-worker.ts';

const thread = new DecoderThread<HeicRequest>('heic-worker');

/**
 * Decodes the primary picture of a HEIC file, upright; for a small `longerSide` the embedded thumbnail may be used.
 * The caller has checked the declared size.
 * @throws {PhotoProblem} `damaged`, or `timeout` after `timeoutMs` of decoding
 */
export function decodeHeic(bytes: Uint8Array, longerSide: number, timeoutMs: number): Promise<DecodedPixels> {
  return thread.decode({ bytes, longerSide }, timeoutMs);
}
