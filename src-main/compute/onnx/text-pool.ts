// A process that runs a pack's word model, started with the first words and ended when nobody has searched for a while.
import { availableParallelism } from 'node:os';
import type { TextTower } from '../../../src-shared/packs/pack.ts';
import { workerFile } from '../../workers/worker-file.ts';
import { WorkerPool } from '../../workers/worker-pool.ts';
import { inWords } from './pack-pool.ts';
import type { TextRequest, TextWorkerData } from './text-worker.ts';

export interface TextPoolOptions {
  /** Paths of the word model and of its tokenizer.json. */
  readonly model: string;
  readonly tokenizer: string;
  readonly text: TextTower;
  readonly dimensions: number;
  /** Time limit of a request, which includes opening the model. */
  readonly deadlineMs?: number;
  readonly memory?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface TextPool {
  /** Embeddings of texts, texts × dimensions, each of length 1. Rejects with a `CodedError` of a worker that says what the model did. */
  embed(texts: readonly string[]): Promise<Float32Array>;
  close(): Promise<void>;
}

const DEADLINE_MS = 60_000;
const IDLE_MS = 5 * 60_000;

export function openTextPool({ model, tokenizer, text, dimensions, deadlineMs = DEADLINE_MS, memory, signal }: TextPoolOptions): TextPool {
  const data: TextWorkerData = { model, tokenizer, text, dimensions, threads: availableParallelism(), ...(memory !== undefined && { memory }) };
  const pool = WorkerPool.lazy<Float32Array>(workerFile('text-worker', import.meta.url), data, 1, { apart: true, readOnly: true, idleMs: IDLE_MS, ...(signal && { signal }) });
  return {
    embed: (texts) => inWords(pool.run({ message: { texts } satisfies TextRequest, deadlineMs }), deadlineMs),
    close: () => pool.close()
  };
}
