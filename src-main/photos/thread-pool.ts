// Photos are decoded in libuv's threads, of which there are four on any machine unless set before the first one starts.
import { availableParallelism } from 'node:os';
import { MOST_HANGING } from './file-calls.ts';

/**
 * One thread per core, plus one for each file system call that may hang, unless UV_THREADPOOL_SIZE is set.
 * Call it before anything else.
 */
export function widenThreadPool(): void {
  process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, availableParallelism()) + MOST_HANGING);
}
