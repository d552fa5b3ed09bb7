// The process that reads photos, one at a time: files, headers, decoders. Whatever a file does to a decoder happens here, and costs one photo.
// readers.ts is the other end. Asks before it holds much memory, and ends itself if it holds too much all the same.
import { Worker } from 'node:worker_threads';
import { type Ask, die, openWorkerSide } from '../workers/worker-side.ts';
import { asDecodeProblem } from './problem.ts';
import { type Held, readPhoto } from './read.ts';
import { readPart } from './read-part.ts';
import { renderPhoto } from './render.ts';
import type { ReaderAnswer, ReaderData, ReaderQuestion, ReaderRequest, ReaderResult } from './reader-messages.ts';

/** Watches from a thread of its own, because a decoder does not come back in between. Linux kills a process that has no memory left in the same way. */
const WATCH = `
  const { workerData } = require('node:worker_threads');
  setInterval(() => { if (process.memoryUsage.rss() > workerData) process.kill(process.pid, 'SIGKILL'); }, 100);
`;

/** Bytes that need no leave: asking takes longer than they matter. Eight processes hold 64 MB of such files. */
const SMALL: Readonly<Record<Held, number>> = { file: 8e6, picture: 0 };

const side = await openWorkerSide();
const { mostBytes } = side.data as ReaderData; // as readers.ts starts it
new Worker(WATCH, { eval: true, workerData: mostBytes }).unref();

side.serve(async (request: ReaderRequest, ask): Promise<ReaderAnswer> => {
  try {
    return { ...(await answer(request, (question: ReaderQuestion) => ask(question))), resident: process.memoryUsage.rss() };
  } catch (error) {
    // a WebAssembly trap leaves its memory in an unknown state
    if (error instanceof WebAssembly.RuntimeError) return die(error);
    throw error;
  }
});

async function answer(request: ReaderRequest, ask: (question: ReaderQuestion) => ReturnType<Ask>): Promise<ReaderResult> {
  const { timeoutMs } = request;
  const hold = async (what: Held, bytes: number): Promise<void> => {
    if (bytes > SMALL[what]) await ask({ kind: 'hold', what, bytes });
  };
  if (request.kind === 'render') return orProblem(async () => ({ kind: 'render', jpeg: await renderPhoto(request.path, { longerSide: request.longerSide, timeoutMs, hold }) }));
  if (request.kind === 'part') return orProblem(async () => ({ kind: 'part', ...(await readPart(request.from, request.region, { timeoutMs, hold })) }));
  const outcome = await readPhoto(request.path, {
    timeoutMs, hold,
    known: {
      isKnown: async (content: string) => (await ask({ kind: 'known', content })) === true,
      isSeen: async (content: string, picture: string) => (await ask({ kind: 'seen', content, picture })) === true
    }
  });
  return { kind: 'read', outcome };
}

async function orProblem(work: () => Promise<ReaderResult>): Promise<ReaderResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) throw error;
    const { code, message } = asDecodeProblem(error); // an error would lose its code on the way
    return { kind: 'problem', code, detail: message };
  }
}
