// What an open library learns with: the weights that come with the app, and the backends of this machine.

import { type Engine, openEngine } from '../compute/engine.ts';
import { openTraining } from '../compute/training.ts';
import type { LearningCompute } from '../library/learning.ts';
import { shippedWeights } from './resources.ts';

/** `stayAwake` keeps the computer awake until the function it returns is called. */
export function learningWith(stayAwake?: () => () => void): { readonly weights: string; readonly compute: LearningCompute } {
  const compute: LearningCompute = {
    openTraining,
    openEngine: (weights: string): Promise<Engine> => openEngine({ weights }),
    backends: async () => [{ name: 'wasm', usable: true, note: null }],
    ...(stayAwake && { stayAwake })
  };
  return { weights: shippedWeights, compute };
}
