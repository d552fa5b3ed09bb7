// A decoder's own end of its line to decoder-thread.ts.
import type { ProblemCode } from '../../src-shared/contract.ts';
import { die, openWorkerSide } from '../workers/worker-side.ts';
import type { DecodedPixels, DecoderReply } from './decoder-thread.ts';

/** Answers with what `decode` gives, and with the problem that `problemOf` makes of what it throws. */
export async function serveDecoder<Request>(decode: (request: Request) => DecodedPixels, problemOf: (error: unknown) => { readonly code: ProblemCode; readonly message: string }): Promise<void> {
  const side = await openWorkerSide();
  side.serve(async (request: Request): Promise<DecoderReply> => {
    try {
      return { pixels: decode(request) };
    } catch (error) {
      // a WebAssembly trap leaves its memory in an unknown state: the thread is to end with it
      if (error instanceof WebAssembly.RuntimeError) return die(error);
      const { code, message } = problemOf(error);
      return { code, error: message };
    }
  }, (reply) => ('pixels' in reply ? [reply.pixels.data.buffer] : []));
}
