// What a training is done by: the objective and its numbers, and what they are unless it is said otherwise. What was tried stands in the
// model card.
import type { MinerName } from '../mining/miner.ts';

/** How much of the encoder learns: its last third of blocks (a CPU's choice), or everything. */
export type Depth = 'last-blocks' | 'all';

/**
 * What is asked of views: to be told from all other photos' (nt-xent and those after rotation, which weigh or choose the others each in its
 * own way), to agree while their values stay diverse (vicreg, barlow-twins), or how they are turned.
 */
export const objectiveNames = ['nt-xent', 'vicreg', 'barlow-twins', 'rotation', 'triplet', 'contrastive', 'multi-similarity', 'lifted-structure'] as const;

export type ObjectiveName = (typeof objectiveNames)[number];

const takeMiner: readonly ObjectiveName[] = ['triplet', 'contrastive'];
const takeMargin: readonly ObjectiveName[] = ['triplet', 'contrastive', 'lifted-structure'];

/** The recipe. What is left out is `recipeFor(depth)`. */
export interface Recipe {
  readonly objective: ObjectiveName;
  readonly depth: Depth;
  /** Everything random follows from it and the number of steps done. */
  readonly seed: number;
  /** Side of a view in pixels. */
  readonly side: number;
  /** Share of a photo's area that a view shows at least. */
  readonly leastArea: number;
  /** Shares of views that become grey, and that are blurred. */
  readonly grey: number;
  readonly blurred: number;
  /** Peak learning rate. */
  readonly rate: number;
  /** Steps over which the rate rises from nothing. */
  readonly warmUp: number;
  /** Weight decay of kernels; biases have none. */
  readonly decay: number;
  /** Momentum of the averaged weights, which are the ones handed out. */
  readonly average: number;
  /** Softness of NT-Xent. */
  readonly temperature: number;
  /** Which triplets or pairs of views are looked at, for the objectives that choose: semi-hard triplets, or all pairs, where it is left out. */
  readonly miner?: MinerName;
  /** How much farther other photos' views are to be, where rows have length 1: 0.2 for triplets, else 1, where it is left out. */
  readonly margin?: number;
  /** Photos that the embedding's axes before count for when they are fixed again (head.ts); 0 forgets them. */
  readonly axes: number;
}

/** The recipe for fine-tuning the shipped encoder, as deep as `depth`. */
export function recipeFor(depth: Depth): Recipe {
  return {
    objective: 'nt-xent', depth, seed: 1, side: 96, leastArea: 0.2, grey: 0.06, blurred: 0.2,
    rate: depth === 'all' ? 0.002 : 0.006, warmUp: 20, decay: 0.5, average: 0.98, temperature: 0.25, axes: 512
  };
}

/** The recipe for an encoder that has learned nothing: larger steps, and nothing to go back to. */
export const fromScratch: Recipe = { ...recipeFor('all'), rate: 0.01, warmUp: 30, decay: 0, average: 0.995, leastArea: 0.15, temperature: 0.15, axes: 0 };

/** Throws a `RangeError` over a miner or a margin that the objective does not take, or a margin out of its range. */
export function checkChoice({ objective, miner, margin }: Pick<Recipe, 'objective' | 'miner' | 'margin'>): void {
  if (miner !== undefined && !takeMiner.includes(objective)) throw new RangeError(`miner: expected ${takeMiner.join(' or ')} as the objective, got ${objective}`);
  if (margin === undefined) return;
  if (!takeMargin.includes(objective)) throw new RangeError(`margin: expected ${takeMargin.join(' or ')} as the objective, got ${objective}`);
  // two rows of length 1 are at most 2 apart
  if (!(margin > 0 && margin <= 2)) throw new RangeError(`margin: expected a number above 0 and up to 2, got ${margin}`);
}

/** The rate at step `steps` when `share` (0..1) of the training has passed: up in a line, down along a cosine (Loshchilov and Hutter 2017). */
export function rateAt({ rate, warmUp }: Recipe, steps: number, share: number): number {
  const passed = Math.min(1, Math.max(0, share));
  return rate * Math.min(1, (steps + 1) / Math.max(1, warmUp)) * (0.02 + 0.98 * (0.5 + 0.5 * Math.cos(Math.PI * passed)));
}

/** Momentum of the average at step `steps`: it follows fast while there is little to average. */
export function momentumAt({ average }: Recipe, steps: number): number {
  return Math.min(average, steps / (steps + 10));
}
