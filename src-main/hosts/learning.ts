// What an open library learns with: the weights that come with the app, and the backends of this machine.

import { type Engine, openEngine } from '../compute/engine.ts';
import type { OpenTraining } from '../compute/training.ts';
import { ComputeError } from '../compute/compute-error.ts';
import type { LearningCompute } from '../library/learning.ts';
import { shippedWeights } from './resources.ts';

const openTraining: OpenTraining = () => Promise.reject(new ComputeError('start', 'training is not part of this build'));

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
