// Reads photos in processes of their own (reader-worker.ts), each with a time and a memory limit: a file that crashes a decoder, hangs it or makes it
// balloon costs one photo, with its reason. They are started with the first photo, replaced after so many, and stopped after a while without any. A large
// picture has a process of its own, beside which no other reads.
import { availableParallelism } from 'node:os';
import type { Region } from '../../src-shared/contract.ts';
import { isWorkerFailure } from '../failure.ts';
import { workerFile } from '../workers/worker-file.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import { Budget } from './budget.ts';
import type { FileCalls } from './file-calls.ts';
import { mostHeld } from './held.ts';
import { messageOf, PhotoProblem } from './problem.ts';
import { type Held, type KnownPhotos, type ReadOutcome, readPhoto } from './read.ts';
import type { ImageFrom } from './read-part.ts';
import { type ReaderAnswer, type ReaderData, type ReaderQuestion, type ReaderRequest, SPENT_BYTES } from './reader-messages.ts';

/** How long one photo may take, waiting for memory aside. */
const TIMEOUT_MS = 60_000;
const IDLE_MS = 10_000;
/** Photos after which a process is replaced. */
const MOST_PHOTOS = 2000;
/** Times that a process is started for a photo, if it ends before it gets it. */
const MOST_STARTS = 5;
/** A process itself, with its decoders loaded, in bytes. */
const OWN_BYTES = 500e6;

/** Bytes that a photo may hold in a process that has read others: one that needs more is read alone, in a new one, since what is left of the others would come on top. */
export const ALONE_BYTES = 256e6;
/** Bytes of files, and of decoders that cannot work row by row, held at a time by all processes together. */
const budgets: Readonly<Record<Held, Budget>> = { file: new Budget(256e6), picture: new Budget(512e6) };
const AT_ONCE = Math.min(8, availableParallelism());
/** Photos that are read at a time. What is read alone takes the turns of all. */
const turns = new Budget(AT_ONCE);

const readers = lazy(() => processes(AT_ONCE, MOST_PHOTOS));
/** One more, so that a photo that somebody waits for is not behind sixty thousand others. */
const renderers = lazy(() => processes(1, MOST_PHOTOS));
const lonely = lazy(() => processes(1, 1));

interface ReadingApart {
  readonly known: KnownPhotos;
  readonly timeoutMs?: number;
  /** Waited for before a photo that needs much memory is read: others may let go of theirs. */
  readonly beforeLarge?: (() => Promise<void>) | undefined;
  /** Other calls than the system's, which cannot be made elsewhere: then it is read in this process. */
  readonly calls?: FileCalls;
}

/** What brought down the process that decoded it. */
class DecoderEnded extends PhotoProblem {}

/** As `readPhoto`, in another process. As many calls as there are cores keep the machine busy. @param path absolute */
export async function readApart(path: string, { known, timeoutMs = TIMEOUT_MS, calls, beforeLarge }: ReadingApart): Promise<ReadOutcome> {
  if (calls) return readPhoto(path, { known, calls });
  const first = await readOnce(path, { known, timeoutMs, beforeLarge });
  // it may have been ended for what others held: a photo is to blame that ends two
  const outcome = first instanceof DecoderEnded ? await readOnce(path, { known, timeoutMs, beforeLarge }) : first;
  return outcome instanceof DecoderEnded ? { status: 'problem', code: outcome.code, detail: outcome.message, hash: null } : outcome;
}

async function readOnce(path: string, { known, timeoutMs, beforeLarge }: Omit<ReadingApart, 'calls' | 'timeoutMs'> & { readonly timeoutMs: number }): Promise<ReadOutcome | DecoderEnded> {
  try {
    const answer = await ask(readers(), { kind: 'read', path, timeoutMs }, { known, beforeLarge });
    if (answer.kind !== 'read') throw new Error(`expected what was read, got ${answer.kind}`);
    return answer.outcome;
  } catch (error) {
    if (error instanceof DecoderEnded) return error;
    if (!(error instanceof PhotoProblem)) throw error;
    return { status: 'problem', code: error.code, detail: error.message, hash: null };
  }
}

/** As `renderPhoto`, in another process. @param path absolute @throws {PhotoProblem} */
export async function renderApart(path: string, { longerSide = 2560, timeoutMs = TIMEOUT_MS }: { readonly longerSide?: number; readonly timeoutMs?: number } = {}): Promise<Uint8Array> {
  const answer = await ask(renderers(), { kind: 'render', path, timeoutMs, longerSide });
  if (answer.kind === 'problem') throw new PhotoProblem(answer.code, answer.detail);
  if (answer.kind !== 'render') throw new Error(`expected a picture, got ${answer.kind}`);
  return answer.jpeg;
}

/** As `readPart`, in another process. @throws {PhotoProblem} */
export async function readPartApart(from: ImageFrom, region: Region, timeoutMs = TIMEOUT_MS): Promise<{ readonly thumbnail: Uint8Array; readonly pixels: Uint8Array }> {
  const answer = await ask(renderers(), { kind: 'part', from, region, timeoutMs });
  if (answer.kind === 'problem') throw new PhotoProblem(answer.code, answer.detail);
  if (answer.kind !== 'part') throw new Error(`expected a part, got ${answer.kind}`);
  return answer;
}

function processes(count: number, mostRequests: number): WorkerPool<ReaderAnswer> {
  const data: ReaderData = { mostBytes: mostHeld() + OWN_BYTES };
  return WorkerPool.lazy(workerFile('reader-worker', import.meta.url), data, count, { apart: true, readOnly: true, idleMs: IDLE_MS, mostRequests, isSpent: (answer) => (answer as ReaderAnswer).resident > SPENT_BYTES });
}

/** Ends the processes that have nothing to read, for the memory they hold; the next photo starts them again. */
export async function restReaders(): Promise<void> {
  await Promise.all([readers().endIdle(), renderers().endIdle()]);
}

/** Makes it with the first call: a module that is only imported starts nothing. */
function lazy<T>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}

/** Asks a process of a pool, or one of its own beside which nothing else is read, if so much memory is needed. @throws as `run` */
async function ask(from: WorkerPool<ReaderAnswer>, message: ReaderRequest, { known, beforeLarge }: Partial<Pick<ReadingApart, 'known' | 'beforeLarge'>> = {}): Promise<ReaderAnswer> {
  const given: (() => void)[] = [];
  let [held, isLarge] = [0, false];
  const tell = async (question: ReaderQuestion): Promise<unknown> => {
    if (question.kind === 'known') return known?.isKnown(question.content);
    if (question.kind === 'seen') return known?.isSeen(question.content, question.picture);
    held += question.bytes;
    isLarge = held > ALONE_BYTES;
    if (isLarge) throw new Error('it is read alone'); // what comes of this is not looked at
    if (known) given.push(await budgets[question.what].take(question.bytes)); // nobody waits for the others
    return true;
  };
  try {
    if (known) given.push(await turns.take(1));
    const outcome = await run(from, message, tell).then((answer) => ({ answer }), (error: unknown) => ({ error }));
    if (!isLarge && 'error' in outcome) throw outcome.error;
    if (!isLarge && 'answer' in outcome) return outcome.answer;
  } finally {
    for (const giveBack of given) giveBack();
  }
  const giveBack = await turns.take(AT_ONCE, { ahead: known === undefined }); // a view waits for what is being read, not for what the index run has yet to read
  try {
    await Promise.all([readers().endIdle(), renderers().endIdle(), beforeLarge?.()]);
    return await run(lonely(), message, (question) => (question.kind === 'hold' ? true : tell(question)));
  } finally {
    giveBack();
  }
}

/** @throws {PhotoProblem} `timeout`; `too-large` if the process was killed for its memory, `damaged` if it crashed; what a request rejects with */
function run(from: WorkerPool<ReaderAnswer>, message: ReaderRequest, tell: (question: ReaderQuestion) => unknown, starts = MOST_STARTS): Promise<ReaderAnswer> {
  return from.run({ message, deadlineMs: message.timeoutMs, tell: (question) => tell(question as ReaderQuestion) }).catch((error: unknown) => { // sent by reader-worker.ts
    // the photo is not at fault: something ended the process before it had it
    if (isWorkerFailure(error) && error.code === 'start' && starts > 1) return run(from, message, tell, starts - 1);
    if (!isWorkerFailure(error) || !['timeout', 'crash'].includes(error.code)) throw error;
    if (error.code === 'timeout') throw new PhotoProblem('timeout', `not decoded after ${message.timeoutMs / 1000} seconds`, { cause: error });
    if (messageOf(error).includes('SIGKILL')) throw new DecoderEnded('too-large', 'decoding it needs more memory than there is', { cause: error });
    throw new DecoderEnded('damaged', `its decoder crashed: ${messageOf(error)}`, { cause: error });
  });
}
