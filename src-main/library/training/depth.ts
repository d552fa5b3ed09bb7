// How deep to train: as deep as the backend is fast. Asked of the backend itself, by two steps of a training that is thrown away;
// the first is not counted, for it compiles and warms up what the second runs on.

import type { Depth } from '../../../src-shared/learning/training/recipe.ts';
import type { Training } from '../../compute/training.ts';
import { joinPixels } from './feed.ts';

/**
 * Photos a second from which on all layers learn. The last blocks alone learn from 25 to 40 on one thread of a CPU, and all layers from
 * less than half as many; a GPU learns from several hundred.
 */
const ALL_FROM = 80;
/** Few, so that a slow processor has soon answered. */
const PHOTOS = 8;

export interface DepthOptions {
  /** Opens a training of that depth. */
  readonly open: (depth: Depth) => Promise<Pick<Training, 'step' | 'close'>>;
  /** Of some photos, two at least. */
  readonly pixels: readonly Uint8Array[];
}

/** Rejects as the training does. */
export async function measureDepth({ open, pixels }: DepthOptions): Promise<Depth> {
  const some = pixels.slice(0, PHOTOS);
  const batch = joinPixels(some);
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
