// A decoder in a separate thread, one photo at a time, for formats that libvips does not decode: such a decoder is slow, its memory may
// only grow, and a thread can be stopped. It is started with the first photo and stopped after a while without any.
import type { ProblemCode } from '../../src-shared/contract.ts';
import { isWorkerFailure } from '../failure.ts';
import { workerFile } from '../workers/worker-file.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { messageOf, PhotoProblem } from './problem.ts';

/** The output of such a decoder. */
export interface DecodedPixels {
  readonly width: number;
  readonly height: number;
  /** Rows from the top, upright, RGB or RGBA in the photo's own colour space. */
  readonly data: Uint8Array<ArrayBuffer>;
  readonly channels: 3 | 4;
}

/** What the thread posts for each request. */
export type DecoderReply = { readonly pixels: DecodedPixels } | { readonly code: ProblemCode; readonly error: string };

const IDLE_MS = 10_000;

export class DecoderThread<Request> {
  readonly #name: string;
  #pool: WorkerPool<DecoderReply> | null = null;

  /** `name`: the worker's file, next to this one. */
  constructor(name: string) {
    this.#name = name;
  }

  /** @throws {PhotoProblem} as reported by the decoder, `damaged` if the thread dies, `timeout` after `timeoutMs` of decoding */
  async decode(request: Request, timeoutMs: number): Promise<DecodedPixels> {
    this.#pool ??= WorkerPool.lazy(workerFile(this.#name, import.meta.url), {}, 1, { idleMs: IDLE_MS });
    const reply = await this.#pool.run({ message: request, deadlineMs: timeoutMs }).catch((error: unknown) => {
      if (isWorkerFailure(error) && error.code === 'timeout') throw new PhotoProblem('timeout', `not decoded after ${timeoutMs / 1000} seconds`);
      throw new PhotoProblem('damaged', `${this.#name}: ${messageOf(error)}`, { cause: error });
    });
    if ('error' in reply) throw new PhotoProblem(reply.code, reply.error);
    return reply.pixels;
  }
}
