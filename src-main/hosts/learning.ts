// What an open library learns and computes with: the weights that come with the app, encoders from outside, and the backends of this machine
// and of the windows that show it.

import { forcedBackend, machineBackends, withWindow } from '../compute/backends.ts';
import type { Engine } from '../compute/engine.ts';
import { openEngine } from '../compute/open-engine.ts';
import type { Backend, Candidate } from '../compute/backend.ts';
import { openTraining } from '../compute/training.ts';
import type { WindowGpu } from '../compute/window-gpu.ts';
import type { LearningCompute } from '../library/training/learning.ts';
import { packsOf } from './packs.ts';
import { shippedWeights } from './resources.ts';

export interface LearningOptions {
  readonly dataFolder: string;
  /** Keeps the computer awake until the function it returns is called. */
  readonly stayAwake?: (() => () => void) | undefined;
  /** The only backend to use (`native` for looking only); `null` for the best. KINDRED_BACKEND applies if this is left out. */
  readonly forced?: Backend | null;
  readonly window?: WindowGpu;
}

export function learningWith({ dataFolder, stayAwake, forced = forcedBackend(), window }: LearningOptions): { readonly weights: string; readonly compute: LearningCompute } {
  const backends = async (): Promise<readonly Candidate[]> => withWindow(await machineBackends(forced), window?.lent, forced);
  const compute: LearningCompute = {
    backends,
    openEngine: async (weights: string): Promise<Engine> => openEngine({ weights, backends: await backends(), ...(window && { window }) }),
    openPack: packsOf(dataFolder),
    openTraining: async (options) => {
      const inWindow = window && (await backends()).some(({ name, inWindow = false }) => inWindow && name === options.backend);
      return openTraining({ ...options, ...(inWindow && { window }) });
    },
    ...(stayAwake && { stayAwake })
  };
  return { weights: shippedWeights, compute };
}
