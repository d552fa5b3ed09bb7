// Photos are decoded in libuv's threads, which are four on any machine unless it is said before the first of them starts.
import { availableParallelism } from 'node:os';
import { MOST_HANGING } from './file-calls.ts';

/**
 * As many threads as there are cores, and one for each call to the file system that may hang, unless UV_THREADPOOL_SIZE says
 * otherwise. To be called before anything else happens.
 */
export function widenThreadPool(): void {
  process.env.UV_THREADPOOL_SIZE ??= String(Math.max(4, availableParallelism()) + MOST_HANGING);
}
