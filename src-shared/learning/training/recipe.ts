// How to train: the objective and its hyperparameters, with defaults. Alternatives that were tried are listed in the
// model card.
import type { MinerName } from '../mining/miner.ts';

/** How much of the encoder learns: its last third of blocks (for CPUs), or everything. */
export type EncoderDepth = 'last-blocks' | 'all';

/** What learns: so much of the app's encoder, or an adapter on one from outside, of which nothing does. */
export type Depth = EncoderDepth | 'adapter';

/**
 * What views must do: be distinguishable from those of all other photos (nt-xent and those after rotation, which weight or select negatives
 * each in its own way), agree while their values stay diverse (vicreg, barlow-twins), or reveal how they are rotated. With supervised-contrastive
 * the views of photos that the user put together are to find each other.
 */
export const objectiveNames = ['nt-xent', 'vicreg', 'barlow-twins', 'rotation', 'triplet', 'contrastive', 'multi-similarity', 'lifted-structure', 'supervised-contrastive'] as const;

export type ObjectiveName = (typeof objectiveNames)[number];

const takeMiner: readonly ObjectiveName[] = ['triplet', 'contrastive'];
const takeMargin: readonly ObjectiveName[] = ['triplet', 'contrastive', 'lifted-structure'];

/** The recipe. Defaults are `recipeFor(depth)`. */
export interface Recipe {
  readonly objective: ObjectiveName;
  readonly depth: Depth;
  /** Everything random follows from it and the number of steps done. */
  readonly seed: number;
  /** Side of a view in pixels. */
  readonly side: number;
  /** Smallest fraction of a photo's area that a view shows. */
  readonly leastArea: number;
  /** Fractions of views that become grey, and that are blurred. */
  readonly grey: number;
  readonly blurred: number;
  /** Peak learning rate. */
  readonly rate: number;
  /** Steps over which the rate rises from 0. */
  readonly warmUp: number;
  /** Weight decay of kernels; biases have none. */
  readonly decay: number;
  /** Momentum of the averaged weights, which are the ones exported. */
  readonly average: number;
  /** Temperature of NT-Xent and the supervised contrastive loss. */
  readonly temperature: number;
  /** Which triplets or pairs of views are used, for objectives that select; defaults to semi-hard triplets, or all pairs. */
  readonly miner?: MinerName;
  /** How much farther other photos' views must be, with rows of length 1; defaults to 0.2 for triplets, else 1. */
  readonly margin?: number;
  /** Number of photos the previous axes of the embedding count for when they are fitted again (head.ts); with 0 they are ignored. */
  readonly axes: number;
}

/** The recipe for fine-tuning the shipped encoder to the given `depth`, or for an adapter. */
export function recipeFor(depth: Depth): Recipe {
  if (depth === 'adapter') return { ...recipeFor('last-blocks'), ...forAdapters };
  return {
    objective: 'nt-xent', depth, seed: 1, side: 96, leastArea: 0.2, grey: 0.06, blurred: 0.2,
    rate: depth === 'all' ? 0.002 : 0.006, warmUp: 20, decay: 0.5, average: 0.98, temperature: 0.25, axes: 512
  };
}

/** What differs for an adapter: it starts as nothing, and is small. */
const forAdapters = { depth: 'adapter', rate: 0.02 } as const;

/** The recipe for an untrained encoder: larger steps, and no decay towards initial values. */
export const fromScratch: Recipe = { ...recipeFor('all'), rate: 0.01, warmUp: 30, decay: 0, average: 0.995, leastArea: 0.15, temperature: 0.15, axes: 0 };

/** Throws a `RangeError` if the objective takes no such miner or margin, a margin is out of range, or an adapter is to learn by an objective that turns views. */
export function checkChoice({ objective, miner, margin, depth }: Pick<Recipe, 'objective' | 'miner' | 'margin'> & Partial<Pick<Recipe, 'depth'>>): void {
  if (depth === 'adapter' && objective === 'rotation') throw new RangeError('objective: rotation asks how views are turned, which an adapter cannot learn from views that were looked at once; choose another');
  if (miner !== undefined && !takeMiner.includes(objective)) throw new RangeError(`miner: expected ${takeMiner.join(' or ')} as the objective, got ${objective}`);
  if (margin === undefined) return;
  if (!takeMargin.includes(objective)) throw new RangeError(`margin: expected ${takeMargin.join(' or ')} as the objective, got ${objective}`);
  // two rows of length 1 are at most 2 apart
  if (!(margin > 0 && margin <= 2)) throw new RangeError(`margin: expected a number above 0 and up to 2, got ${margin}`);
}

/** The rate at step `steps` when `share` (0..1) of the training has passed: linear warm-up, then cosine decay (Loshchilov and Hutter 2017). */
export function rateAt({ rate, warmUp }: Recipe, steps: number, share: number): number {
  const passed = Math.min(1, Math.max(0, share));
  return rate * Math.min(1, (steps + 1) / Math.max(1, warmUp)) * (0.02 + 0.98 * (0.5 + 0.5 * Math.cos(Math.PI * passed)));
}

/** Momentum of the average at step `steps`: it adapts fast while there is little to average. */
export function momentumAt({ average }: Recipe, steps: number): number {
  return Math.min(average, steps / (steps + 10));
}
