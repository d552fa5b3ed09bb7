// Decodes bitmaps in a separate thread (decoder-thread.ts, bmp-worker.ts): in JavaScript, a large one takes a second.
import type { BmpRequest } from './bmp-worker.ts';
import { type DecodedPixels, DecoderThread } from './decoder-thread.ts';

const thread = new DecoderThread<BmpRequest>('bmp-worker');

/**
 * Decodes a whole bitmap, whose declared size the caller has checked.
 * @throws {PhotoProblem} `damaged`, `unsupported`, or `timeout` after `timeoutMs` of decoding
 */
export function decodeBitmap(bytes: Uint8Array, timeoutMs: number): Promise<DecodedPixels> {
  return thread.decode({ bytes }, timeoutMs);
}
