// Checks a database of a backup in a worker thread: an integrity check of a large library takes seconds.

import { CodedError } from '../failure.ts';
import { LIBRARY_FILE } from '../store/database.ts';
import { workerFile } from '../workers/worker-file.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import type { DatabaseReply, DatabaseRequest } from './database-worker.ts';

interface CheckOptions {
  /** Makes the failure of one that only a newer Kindred can read. */
  readonly newer?: () => CodedError;
  /** Aborted, the check ends by a failure. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks the database at `path`, whose name in the backup is `name`.
 * @param wrong makes the failure of a damaged one, of the reason
 * @throws {CodedError} that; `disk-full` or `unexpected` where it could not be looked at
 */
export async function checkDatabase(path: string, name: string, wrong: (reason: string) => CodedError, { newer = () => wrong('it is of a newer Kindred'), signal }: CheckOptions = {}): Promise<void> {
  signal?.throwIfAborted();
  const workers = await WorkerPool.open<DatabaseReply>(workerFile('database-worker', import.meta.url), {}, 1, signal && { signal });
  try {
    const reply = await workers.run({ message: { path, kind: name === LIBRARY_FILE ? 'library' : 'thumbnails' } satisfies DatabaseRequest });
    if (reply.kind === 'too-new') throw newer();
    if (reply.kind === 'wrong') throw wrong(reply.reason);
    if (reply.kind === 'unread') throw reply.isFull ? new CodedError('disk-full', `The disk with ${path} is full (${reply.reason}). Free some space and try again; nothing was changed.`) : new CodedError('unexpected', `${name} could not be looked at (${reply.reason}). Try again; nothing was changed.`);
  } finally {
    await workers.close();
  }
}
