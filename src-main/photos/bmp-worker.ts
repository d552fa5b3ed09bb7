// A worker thread that decodes bitmaps.
import { decodeBmp } from './bmp.ts';
import { serveDecoder } from './decoder-side.ts';
import { asDecodeProblem } from './problem.ts';

export interface BmpRequest {
  readonly bytes: Uint8Array;
}

await serveDecoder(({ bytes }: BmpRequest) => decodeBmp(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)), asDecodeProblem);
