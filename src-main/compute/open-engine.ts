// Opens the best engine available: chooses the backend, and its successor if it fails.
import { readFile } from 'node:fs/promises';
import type { Looks } from '../../src-shared/learning/encoder/looks.ts';
import { readWeightsHead, versionName, withLooks } from '../../src-shared/learning/encoder/weights.ts';
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
  /** What to look at of a photo, if not what the file says. */
  readonly looks?: Looks;
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
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { weights: path, looks, workers, backends, window, onFallback = console.error } = options;
  const file = new Uint8Array(await readFile(path));
  const weights = looks === undefined ? file : withLooks(file, looks);
  const head = readWeightsHead(weights); // each worker decodes it for itself
  const oneLook = head.looks > 1 && { oneLook: { encoderVersion: versionName({ ...head, looks: 1 }), open: () => openEngine({ ...options, looks: 1 }) } };
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
  if (!left.some(({ usable }) => usable)) return { ...first, ...oneLook };
  return steadyEngine({ ...first, ...oneLook }, async (failed, why) => {
    better.push({ name: failed.backend, usable: false, note: failed.note ? `${failed.note}: ${why.message}` : why.message });
    const next = await openNext();
    if (next) onFallback(explain(next.backend, next.better));
    return next;
  });
}
