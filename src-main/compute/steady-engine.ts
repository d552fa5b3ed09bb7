// An engine that survives its backend: a batch whose worker died is retried once; if that fails too, the next backend takes
// over, including the failed batches.
import { isWorkerFailure, type WorkerFailure } from '../failure.ts';
import type { Engine, PixelBatch } from './engine.ts';

/** Opens the engine to use after one that failed; `null` if none is left. */
export type OpenNext = (failed: Engine, why: WorkerFailure) => Promise<Engine | null>;

/** Starts with `first`. It must not transfer the pixels of a batch, because a batch may be computed again. */
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
      // the worker is replaced, for instance by one in another window after its window was closed
      if (!before && error.code === 'crash' && used === now) return describe(batch, error);
      // if many batches fail together, only one of them opens the next engine
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
    ...(first.oneLook && { oneLook: first.oneLook }),
    get workers() {
      return now.workers;
    },
    describe: (batch) => describe(batch),
    // whoever asks for this opens an engine of its own where that one fails
    ...(first.withWeights && { withWeights: async (file) => (now.withWeights ? now.withWeights(file) : Promise.reject(new RangeError(`expected workers that take other weights, got ${now.backend}`))) }),
    rest: async () => now.rest?.(),
    async close() {
      closed = true;
      await turning;
      await now.close();
    }
  };
}
