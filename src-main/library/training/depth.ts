// How many layers to train, by the speed of the backend: measured with two steps of a training that is then discarded. The first step
// is not counted, because it compiles kernels and warms up.

import { joinRows } from '../../../src-shared/learning/rows.ts';
import type { Depth } from '../../../src-shared/learning/training/recipe.ts';
import type { Training } from '../../compute/training.ts';

/**
 * Photos a second above which all layers are trained. One thread of a CPU trains the last blocks on 25 to 40, and all layers on less than
 * half as many; a GPU reaches several hundred.
 */
const ALL_FROM = 80;
/** Few, so that a slow processor is measured quickly. */
const PHOTOS = 8;

export interface DepthOptions {
  /** Opens a training of this depth. */
  readonly open: (depth: Depth) => Promise<Pick<Training, 'step' | 'close'>>;
  /** Of at least two photos. */
  readonly pixels: readonly Uint8Array[];
}

/** The depth to train at. Rejects as the training does. */
export async function measureDepth({ open, pixels }: DepthOptions): Promise<Depth> {
  const some = pixels.slice(0, PHOTOS);
  const batch = joinRows(some);
  const training = await open('all');
  try {
    await training.step(batch, some.length, 0);
    const began = performance.now();
    await training.step(batch, some.length, 0);
    return some.length / ((performance.now() - began) / 1000) >= ALL_FROM ? 'all' : 'last-blocks';
  } finally {
    await training.close();
  }
}
