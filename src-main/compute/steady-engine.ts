// An engine that outlives its backend: a batch under which a worker died is given in once more, and where that fails too the next backend
// takes over, with the batches that failed.
import { isWorkerFailure, type WorkerFailure } from '../failure.ts';
import type { Engine, PixelBatch } from './engine.ts';

/** Opens what comes after an engine that failed; `null` where nothing is left. */
export type OpenNext = (failed: Engine, why: WorkerFailure) => Promise<Engine | null>;

/** Begins with `first`. Batches must not be handed over by it, for they are computed again. */
export function steadyEngine(first: Engine, openNext: OpenNext): Engine {
  let now = first;
  let turning: Promise<void> | null = null;
  let closed = false;

  const turn = async (why: WorkerFailure): Promise<void> => {
    const failed = now;
    const next = await openNext(failed, why);
    if (next && closed) await next.close();
    else if (next) {
      now = next;
      await failed.close();
    }
  };
  const describe = async (batch: PixelBatch, before: WorkerFailure | null = null): ReturnType<Engine['describe']> => {
    const used = now;
    try {
      return await used.describe(batch);
    } catch (error) {
      if (!isWorkerFailure(error) || closed) throw error;
      // the worker is replaced: by one in the window that took the place of the one closed, for instance
      if (!before && error.code === 'crash' && used === now) return describe(batch, error);
      // of many batches that fail together one looks for the next engine
      if (used === now) await (turning ??= turn(before ?? error).finally(() => (turning = null)));
      if (used === now) throw error;
      return describe(batch);
    }
  };
  return {
    get backend() {
      return now.backend;
    },
    get note() {
      return now.note ?? null;
    },
    get better() {
      return now.better ?? [];
    },
    encoderVersion: first.encoderVersion,
    dim: first.dim,
    get workers() {
      return now.workers;
    },
    describe: (batch) => describe(batch),
    async close() {
      closed = true;
      await turning;
      await now.close();
    }
  };
}
