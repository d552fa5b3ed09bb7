// Decodes HEIC photos, one at a time in a thread of their own: the decoder is slow, its memory only grows, and it can be stopped.
// The thread is started with the first photo and ended when there has been none for a while.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { HeicPixels, HeicReply, HeicRequest } from './heic-worker.ts';
import { messageOf, PhotoProblem } from './problem.ts';

const IDLE_MS = 10_000;

let thread: Worker | null = null;
let idle: NodeJS.Timeout | undefined;
let line: Promise<unknown> = Promise.resolve();

/**
 * Decodes the primary picture of a HEIC file, upright; for a small `longerSide` the thumbnail inside the file will do.
 * The caller has checked the declared size.
 * @throws {PhotoProblem} `damaged`, or `timeout` after `timeoutMs` of decoding
 */
export function decodeHeic(bytes: Uint8Array, longerSide: number, timeoutMs: number): Promise<HeicPixels> {
  const turn = line.then(() => ask({ bytes, longerSide }, timeoutMs));
  // a failure is for its own caller
  line = turn.catch(() => undefined);
  return turn;
}

async function ask(request: HeicRequest, timeoutMs: number): Promise<HeicPixels> {
  clearTimeout(idle);
  const asked = (thread ??= start());
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeoutMs);
  // while it works, and only then, it keeps the process alive
  asked.ref();
  try {
    asked.postMessage(request);
    // an `error` event rejects
    const [reply] = (await once(asked, 'message', { signal: stop.signal })) as [HeicReply]; // what heic-worker.ts posts
    if ('error' in reply) throw new PhotoProblem('damaged', reply.error);
    return reply.pixels;
  } catch (error) {
    if (error instanceof PhotoProblem) throw error;
    end(asked);
    if (stop.signal.aborted) throw new PhotoProblem('timeout', `not decoded after ${timeoutMs / 1000} seconds`);
    throw new PhotoProblem('damaged', `heif: ${messageOf(error)}`, { cause: error });
  } finally {
    clearTimeout(timer);
    asked.unref();
    idle = setTimeout(() => end(asked), IDLE_MS).unref();
  }
}

function start(): Worker {
  const started = new Worker(workerFile());
  // whoever waits is told by `once`; an error while nobody waits is the end of this thread, not of the process
  started.on('error', () => end(started));
  return started;
}

function end(ended: Worker): void {
  if (thread === ended) thread = null;
  void ended.terminate();
}
/** Built, the worker is an entry of its own beside the bundle or above its chunks; from the sources it lies here. */
function workerFile(): URL {
  const here = import.meta.url;
  const places = here.endsWith('.ts') ? ['heic-worker.ts'] : ['heic-worker.js', '../heic-worker.js'];
  const found = places.map((place) => new URL(place, here)).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`expected ${places.join(' or ')} beside ${here}, found neither`);
  return found;
}
