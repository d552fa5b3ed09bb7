// The decoder thread's end of the channel to decoder-thread.ts.
import type { ProblemCode } from '../../src-shared/contract.ts';
import { die, openWorkerSide } from '../workers/worker-side.ts';
import type { DecodedPixels, DecoderReply } from './decoder-thread.ts';

/** Answers requests with the result of `decode`, or with `problemOf` what it throws. */
export async function serveDecoder<Request>(decode: (request: Request) => DecodedPixels, problemOf: (error: unknown) => { readonly code: ProblemCode; readonly message: string }): Promise<void> {
  const side = await openWorkerSide();
  side.serve(async (request: Request): Promise<DecoderReply> => {
    try {
      return { pixels: decode(request) };
    } catch (error) {
      // a WebAssembly trap leaves its memory in an unknown state: end the thread
      if (error instanceof WebAssembly.RuntimeError) return die(error);
      const { code, message } = problemOf(error);
      return { code, error: message };
    }
  }, (reply) => ('pixels' in reply ? [reply.pixels.data.buffer] : []));
}
