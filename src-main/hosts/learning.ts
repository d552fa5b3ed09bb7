// What an open library learns with: the weights that come with the app, and the backends of this machine.

import { machineBackends } from '../compute/backends.ts';
import { type Backend, type Engine, openEngine } from '../compute/engine.ts';
import { openTraining } from '../compute/training.ts';
import type { LearningCompute } from '../library/learning.ts';
import { shippedWeights } from './resources.ts';

export interface LearningOptions {
  /** Keeps the computer awake until the function it returns is called. */
  readonly stayAwake?: (() => () => void) | undefined;
  /** The only backend to be used; `null` for the best. */
  readonly forced?: Backend | null;
}

export function learningWith({ stayAwake, forced }: LearningOptions = {}): { readonly weights: string; readonly compute: LearningCompute } {
  const compute: LearningCompute = {
    openTraining,
    openEngine: async (weights: string): Promise<Engine> => openEngine({ weights, backends: await machineBackends(forced) }),
    backends: async () => machineBackends(forced),
    ...(stayAwake && { stayAwake })
  };
  return { weights: shippedWeights, compute };
}
