// Limits the memory of a process that runs models from outside: what they compute is bounded by nothing else.
import { totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import { workerFile } from '../../workers/worker-file.ts';

/** What the process needs besides the model. */
const BASE = 1.2e9;
/** A model is read, rearranged, and computed with. */
const TIMES = 3;
const SHARE = 0.8;

/** Bytes that a process with a model of `bytes` may take. */
export function memoryFor(bytes: number, total = totalmem()): number {
  return Math.min(BASE + TIMES * bytes, SHARE * total);
}

/** Has this process ended if it takes more than `most` bytes. */
export async function guardMemory(most: number): Promise<void> {
  const guard = new Worker(workerFile('memory-guard-worker', import.meta.url), { workerData: { most } });
  await new Promise<void>((resolve, reject) => void guard.once('online', resolve).once('error', reject));
  guard.unref();
}
