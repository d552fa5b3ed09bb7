// A worker thread that decodes bitmaps.
import { parentPort } from 'node:worker_threads';
import { decodeBmp } from './bmp.ts';
import type { DecoderReply } from './decoder-thread.ts';
import { asDecodeProblem } from './problem.ts';

export interface BmpRequest {
  readonly bytes: Uint8Array;
}

parentPort?.on('message', ({ bytes }: BmpRequest) => {
  try {
    const pixels = decodeBmp(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    parentPort?.postMessage({ pixels } satisfies DecoderReply, [pixels.data.buffer]);
  } catch (error) {
    const { code, message } = asDecodeProblem(error);
    parentPort?.postMessage({ code, error: message } satisfies DecoderReply);
  }
});
