// Opens the best engine available: chooses the backend, and its successor if it fails.
import { readFile } from 'node:fs/promises';
import { readWeightsHead } from '../../src-shared/learning/encoder/weights.ts';
import { CodedError } from '../failure.ts';
import { type Candidate, forLooking } from './backend.ts';
import { explain, machineBackends } from './backends.ts';
import type { Engine } from './engine.ts';
import { openPoolEngine } from './pool-engine.ts';
import { steadyEngine } from './steady-engine.ts';
import type { WindowGpu } from './window-gpu.ts';

export interface EngineOptions {
  /** Path of the encoder's weights file. */
  readonly weights: string;
  /** Defaults to one per core, or to what keeps a GPU busy. */
  readonly workers?: number;
  /** The backends to choose from, best first. */
  readonly backends?: readonly Candidate[];
  /** Where the backends that run in a window are. */
  readonly window?: WindowGpu;
  /** Called with a message when a backend failed at runtime and another one takes over. */
  readonly onFallback?: (line: string) => void;
}

/**
 * Opens the best engine available; a backend that fails, now or later, is replaced by the next. Rejects if the weights cannot be read or no
 * backend starts.
 */
export async function openEngine({ weights: path, workers, backends, window, onFallback = console.error }: EngineOptions): Promise<Engine> {
  const weights = new Uint8Array(await readFile(path));
  readWeightsHead(weights); // each worker decodes it for itself
  const left = [...forLooking(backends ?? (await machineBackends()))];
  const better: Candidate[] = [];
  const openNext = async (): Promise<Engine | null> => {
    for (let candidate = left.shift(); candidate; candidate = left.shift()) {
      if (!candidate.usable) better.push(candidate);
      else {
        try {
          return await openPoolEngine({ candidate, weights, workers, better: [...better], window });
        } catch (error) {
          better.push({ ...candidate, usable: false, note: error instanceof Error ? error.message : String(error) });
        }
      }
    }
    return null;
  };
  const first = await openNext();
  if (!first) throw new CodedError('start', `No backend starts. ${better.map(({ name, note }) => `${name}: ${note ?? 'not usable'}`).join('; ')}`);
  if (!left.some(({ usable }) => usable)) return first;
  return steadyEngine(first, async (failed, why) => {
    better.push({ name: failed.backend, usable: false, note: failed.note ? `${failed.note}: ${why.message}` : why.message });
    const next = await openNext();
    if (next) onFallback(explain(next.backend, next.better));
    return next;
  });
}
