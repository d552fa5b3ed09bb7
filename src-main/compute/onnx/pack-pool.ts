// Processes that run a pack's image model, and what their failures mean in words.
import { availableParallelism } from 'node:os';
import { statSync } from 'node:fs';
import type { ImageTower } from '../../../src-shared/packs/pack.ts';
import { CodedError, isWorkerFailure } from '../../failure.ts';
import { workerFile } from '../../workers/worker-file.ts';
import { WorkerPool } from '../../workers/worker-pool.ts';
import type { PackAnswer, PackAnswers, PackRequest, PackWorkerData } from './pack-worker.ts';

export interface PackPoolOptions {
  /** Path of the image model. */
  readonly model: string;
  readonly image: ImageTower;
  /** The file of an adapter that was trained on it. */
  readonly adapter?: Uint8Array | undefined;
  /** Processes; chosen by the size of the model if left out. */
  readonly workers?: number;
  /** Time limit of a request, which includes opening the model. */
  readonly deadlineMs?: number;
  readonly memory?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface PackPool {
  readonly workers: number;
  /** Rejects with a `CodedError` of a worker that says what the model did. */
  ask<Kind extends PackRequest['kind']>(request: PackRequest & { readonly kind: Kind }): Promise<PackAnswers[Kind]>;
  close(): Promise<void>;
}

/** A model above this is held by one process with several threads, not by several. */
const LARGE = 60e6;
const DEADLINE_MS = 300_000;

export function openPackPool({ model, image, adapter, workers = workersFor(statSync(model).size), deadlineMs = DEADLINE_MS, memory, signal }: PackPoolOptions): PackPool {
  const threads = Math.max(1, Math.floor(availableParallelism() / workers));
  const data: PackWorkerData = { model, image, threads, ...(adapter && { adapter }), ...(memory !== undefined && { memory }) };
  const pool = WorkerPool.lazy<PackAnswer>(workerFile('pack-worker', import.meta.url), data, workers, { apart: true, readOnly: true, ...(signal && { signal }) });
  return {
    workers,
    ask: async <Kind extends PackRequest['kind']>(request: PackRequest & { readonly kind: Kind }) =>
      (await inWords(pool.run({ message: request, deadlineMs }), deadlineMs)) as PackAnswers[Kind], // pack-worker.ts answers each kind with its own type
    close: () => pool.close()
  };
}

/** The same; a failure of the worker becomes one that says what the model did. */
export async function inWords<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isWorkerFailure(error) && error.code !== 'closed' ? new CodedError(error.code, whatHappened(error, deadlineMs), { cause: error }) : error;
  }
}

function workersFor(bytes: number): number {
  return bytes > LARGE ? 1 : Math.min(4, availableParallelism());
}

/** @param platform Windows knows no signals: a process that its memory guard ended is one that left with 1 and gave no reason */
export function whatHappened({ code, message, cause }: CodedError<'start' | 'crash' | 'timeout' | 'closed'>, deadlineMs: number, platform: NodeJS.Platform = process.platform): string {
  if (code === 'timeout') return `the model did not finish in ${deadlineMs / 1000} seconds`;
  const guarded = message.includes('SIGKILL') || (platform === 'win32' && code === 'crash' && !cause && message.endsWith('exit code 1'));
  if (guarded) return 'the model was ended because it takes more memory than it may';
  return code === 'start' ? `the model's process did not start: ${message}` : `the model crashed (${message.split(': ').at(-1)})`;
}
