// A fixed number of workers, threads or processes, each answering one request at a time; further requests are queued. Knows nothing of photos.
// A worker sends {ready: true} once, then answers every message with {answer} or {error}; on the way it may ask a {question} of its own. A worker
// that dies or misses a deadline fails only its current request; it is replaced at the next request, so a worker that cannot start is not
// restarted in a loop.
import { setTimeout } from 'node:timers/promises';
import type { Transferable } from 'node:worker_threads';
import { CodedError } from '../failure.ts';
import { type StartedWorker, startWorker, type WorkerListener } from './worker-start.ts';

/** What a worker posts; `error` is what a request threw, and the worker stays alive. */
export type WorkerReply<Answer> = { readonly ready: true } | { readonly answer: Answer } | { readonly error: Error } | { readonly question: unknown };
/** What it gets for a question: the value, or the error that the request ends with. */
export type Told = { readonly told: unknown } | { readonly refused: Error };

export interface Request {
  readonly message: unknown;
  /** Buffers to transfer instead of copying. */
  readonly transfer?: readonly Transferable[];
  /** How long the worker may take, including its start, before it is ended; unlimited if omitted. */
  readonly deadlineMs?: number;
  /** Answers the worker's questions about this request; the deadline does not run meanwhile, and starts again. */
  readonly tell?: (question: unknown) => unknown;
}

interface Job<Answer> extends Request {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: Error) => void;
}

interface Slot<Answer> {
  worker: StartedWorker | null;
  job: Job<Answer> | null;
  /** Fires when the job's deadline has passed, or the worker has been idle long enough. */
  timer: NodeJS.Timeout | undefined;
  /** Requests that this worker was given. */
  given: number;
}

export interface WorkerPoolOptions {
  /** Uses a process per worker instead of a thread: for native code, whose crash takes its process down. */
  readonly apart?: boolean;
  /** Whether such a process may only read files: see `WorkerStart`. */
  readonly readOnly?: boolean;
  /** Starts a worker elsewhere, in a window, with the pool's data. */
  readonly start?: ((data: object, listener: WorkerListener) => StartedWorker) | undefined;
  /** Ends the workers when aborted, even while they start. */
  readonly signal?: AbortSignal;
  /** Ends a worker after this long without work; an idle worker does not keep the process alive. */
  readonly idleMs?: number;
  /** Replaces a worker after so many requests: the memory of decoders only grows. */
  readonly mostRequests?: number;
  /** Whether a worker is to be replaced after this answer, for what it holds by then. */
  readonly isSpent?: (answer: unknown) => boolean;
}

/** How long `close` waits for workers to exit: native code that never returns cannot be ended. */
const CLOSING_MS = 5000;

export class WorkerPool<Answer> {
  readonly #startWorker: (listener: WorkerListener) => StartedWorker;
  readonly #slots: Slot<Answer>[];
  readonly #waiting: Job<Answer>[] = [];
  readonly #idleMs: number | undefined;
  readonly #mostRequests: number;
  readonly #isSpent: (answer: unknown) => boolean;
  #closed = false;

  private constructor(file: URL, data: object, size: number, { apart = false, readOnly = false, start, signal, idleMs, mostRequests = Infinity, isSpent = () => false }: WorkerPoolOptions) {
    this.#startWorker = (listener) => (start ? start(data, listener) : startWorker({ file, data, apart, readOnly }, listener));
    this.#idleMs = idleMs;
    this.#mostRequests = mostRequests;
    this.#isSpent = isSpent;
    this.#slots = Array.from({ length: size }, () => ({ worker: null, job: null, timer: undefined, given: 0 }));
    signal?.addEventListener('abort', () => void this.close(), { once: true });
  }

  /** A pool whose workers start with the first requests, which reject with `start` if one does not. */
  static lazy<Answer>(file: URL, data: object, size: number, options: WorkerPoolOptions = {}): WorkerPool<Answer> {
    return new WorkerPool<Answer>(file, data, size, options);
  }

  /** Starts `size` workers of `file` and resolves when all are ready; if one fails, ends all and rejects with `start`. */
  static async open<Answer>(file: URL, data: object, size: number, options: WorkerPoolOptions = {}): Promise<WorkerPool<Answer>> {
    const pool = new WorkerPool<Answer>(file, data, size, options);
    try {
      await Promise.all(pool.#slots.map((slot) => pool.#start(slot)));
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  get size(): number {
    return this.#slots.length;
  }

  /** Resolves with the worker's answer, in order of arrival. Rejects with what the worker threw, or a `WorkerFailure`. */
  run(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new CodedError('closed', 'The engine is closed'));
      this.#waiting.push({ ...request, resolve, reject });
      this.#next();
    });
  }

  /** Ends all workers and rejects pending requests. Resolves when they have exited, or after five seconds if one cannot be ended. */
  async close(): Promise<void> {
    this.#closed = true;
    const jobs = [...this.#slots.flatMap(({ job }) => job ?? []), ...this.#waiting.splice(0)];
    for (const slot of this.#slots) {
      slot.job = null;
      clearTimeout(slot.timer);
    }
    for (const job of jobs) job.reject(new CodedError('closed', 'The engine was closed before this batch was done'));
    for (const { worker } of this.#slots) worker?.hold?.(true); // this process would end before an idle one has
    const ended = Promise.all(this.#slots.flatMap(({ worker }) => worker?.end() ?? []));
    await Promise.race([ended, setTimeout(CLOSING_MS, undefined, { ref: false })]);
    for (const { worker } of this.#slots) worker?.hold?.(false);
  }

  /** Ends the workers that have nothing to do, for the memory they hold. */
  async endIdle(): Promise<void> {
    const idle = this.#slots.filter(({ job }) => !job);
    for (const slot of idle) {
      clearTimeout(slot.timer);
      slot.worker?.hold?.(true); // this process, which waits, would end before an idle one has
    }
    await Promise.all(idle.map((slot) => this.#endIdle(slot)));
  }

  #next(): void {
    for (const slot of this.#slots) {
      if (slot.job) continue;
      const job = this.#waiting.shift();
      if (!job) return;
      slot.job = job;
      clearTimeout(slot.timer);
      this.#startClock(slot, job);
      if (slot.worker && slot.given >= this.#mostRequests) void this.#endIdle(slot);
      if (slot.worker) this.#post(slot, job);
      // a worker that cannot be restarted fails the job through the slot, like a crash
      else this.#start(slot).then(() => slot.job === job && this.#post(slot, job), () => undefined);
    }
  }

  #startClock(slot: Slot<Answer>, job: Job<Answer>): void {
    if (job.deadlineMs !== undefined) slot.timer = globalThis.setTimeout(() => this.#giveUp(slot, job), job.deadlineMs);
  }

  /** Answers a worker's question, unless the worker is gone by then. */
  async #tell(slot: Slot<Answer>, worker: StartedWorker, question: unknown): Promise<void> {
    const { job } = slot;
    if (!job) return;
    clearTimeout(slot.timer);
    const told: Told = await Promise.resolve().then(() => job.tell?.(question)).then((value) => ({ told: value }), (error: unknown) => ({ refused: asError(error) }));
    if (slot.worker !== worker || slot.job !== job) return;
    this.#startClock(slot, job);
    worker.post(told, []);
  }

  /** Ends an idle worker after a while, if the pool has a time limit for idle workers. */
  #rest(slot: Slot<Answer>): void {
    if (slot.job || !slot.worker) return;
    if (slot.given >= this.#mostRequests) return void this.#endIdle(slot);
    if (this.#idleMs === undefined) return;
    slot.worker.hold?.(false);
    slot.timer = globalThis.setTimeout(() => void this.#endIdle(slot), this.#idleMs).unref();
  }

  #endIdle(slot: Slot<Answer>): Promise<unknown> {
    const { worker } = slot;
    slot.worker = null;
    return worker?.end() ?? Promise.resolve();
  }

  #giveUp(slot: Slot<Answer>, job: Job<Answer>): void {
    const { worker } = slot;
    slot.worker = null;
    void worker?.end();
    this.#finish(slot, () => job.reject(new CodedError('timeout', `A worker did not answer within ${(job.deadlineMs ?? 0) / 1000} seconds`)));
  }

  #post(slot: Slot<Answer>, job: Job<Answer>): void {
    try {
      slot.worker?.hold?.(true);
      slot.given++;
      slot.worker?.post(job.message, job.transfer ?? []);
    } catch (error) {
      this.#finish(slot, () => job.reject(asError(error)));
    }
  }

  #start(slot: Slot<Answer>): Promise<void> {
    return new Promise((resolve, reject) => {
      let ready = false;
      const worker = this.#startWorker({
        onMessage: (message) => {
          if (slot.worker !== worker) return; // replaced
          const reply = message as WorkerReply<Answer>; // sent by worker-side.ts
          if ('ready' in reply) {
            ready = true;
            resolve();
          } else if ('question' in reply) {
            void this.#tell(slot, worker, reply.question);
          } else {
            if ('answer' in reply && this.#isSpent(reply.answer)) slot.given = this.#mostRequests;
            this.#finish(slot, (job) => ('error' in reply ? job.reject(reply.error) : job.resolve(reply.answer)));
          }
        },
        onExit: (cause, code) => {
          const reason = cause?.message ?? `exit code ${code}`;
          const failure =
            ready ? new CodedError('crash', `A worker stopped in the middle of a batch: ${reason}`, { cause })
            : new CodedError('start', `A worker did not start: ${reason}`, { cause });
          reject(failure);
          if (slot.worker !== worker) return; // replaced
          slot.worker = null;
          this.#finish(slot, (job) => job.reject(failure));
        }
      });
      slot.worker = worker;
      slot.given = 0;
    });
  }

  #finish(slot: Slot<Answer>, settle: (job: Job<Answer>) => void): void {
    const { job } = slot;
    slot.job = null;
    clearTimeout(slot.timer);
    if (job) settle(job);
    this.#next();
    this.#rest(slot);
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
