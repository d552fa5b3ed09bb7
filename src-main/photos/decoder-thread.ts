// A decoder in a thread of its own, one photo at a time, for what libvips does not decode: such a decoder is slow, its memory may
// only grow, and a thread can be stopped. It is started with the first photo and ended when there has been none for a while.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { ProblemCode } from '../../src-shared/contract.ts';
import { messageOf, PhotoProblem } from './problem.ts';

/** What such a decoder gives back. */
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
  #thread: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #line: Promise<unknown> = Promise.resolve();

  /** `name`: of the worker's file, which lies beside this one. */
  constructor(name: string) {
    this.#name = name;
  }

  /** @throws {PhotoProblem} what the decoder says, `damaged` where the thread dies of it, `timeout` after `timeoutMs` of decoding */
  decode(request: Request, timeoutMs: number): Promise<DecodedPixels> {
    const turn = this.#line.then(() => this.#ask(request, timeoutMs));
    // a failure is for its own caller
    this.#line = turn.catch(() => undefined);
    return turn;
  }

  async #ask(request: Request, timeoutMs: number): Promise<DecodedPixels> {
    clearTimeout(this.#idle);
    const asked = (this.#thread ??= this.#start());
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), timeoutMs);
    // while it works, and only then, it keeps the process alive
    asked.ref();
    try {
      asked.postMessage(request);
      // an `error` event rejects
      const [reply] = (await once(asked, 'message', { signal: stop.signal })) as [DecoderReply]; // what the workers post, held there by `satisfies`
      if ('error' in reply) throw new PhotoProblem(reply.code, reply.error);
      return reply.pixels;
    } catch (error) {
      if (error instanceof PhotoProblem) throw error;
      this.#end(asked);
      if (stop.signal.aborted) throw new PhotoProblem('timeout', `not decoded after ${timeoutMs / 1000} seconds`);
      throw new PhotoProblem('damaged', `${this.#name}: ${messageOf(error)}`, { cause: error });
    } finally {
      clearTimeout(timer);
      asked.unref();
      this.#idle = setTimeout(() => this.#end(asked), IDLE_MS).unref();
    }
  }

  #start(): Worker {
    const started = new Worker(workerFile(this.#name));
    // whoever waits is told by `once`; an error while nobody waits is the end of this thread, not of the process
    started.on('error', () => this.#end(started));
    return started;
  }

  #end(ended: Worker): void {
    if (this.#thread === ended) this.#thread = null;
    void ended.terminate();
  }
}

/** Built, the worker is an entry of its own beside the bundle or above its chunks; from the sources it lies here. */
function workerFile(name: string): URL {
  const here = import.meta.url;
  const places = here.endsWith('.ts') ? [`${name}.ts`] : [`${name}.js`, `../${name}.js`];
  const found = places.map((place) => new URL(place, here)).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`expected ${places.join(' or ')} beside ${here}, found neither`);
  return found;
}
