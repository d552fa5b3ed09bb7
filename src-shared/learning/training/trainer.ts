// Trains an encoder on photos nobody labelled, one batch at a time, on whatever tfjs backend is set. Photos in, loss out:
// which photos, for how long, and what becomes of the weights is the caller's.
import type { EncoderWeights } from '../encoder/weights.ts';

/** How much of the encoder learns: its last third of blocks (a CPU's choice), or everything. */
export type Depth = 'last-blocks' | 'all';

/** What views of one photo are asked for: to be told from all others', or to agree while their values stay diverse. */
export type ObjectiveName = 'nt-xent' | 'vicreg' | 'barlow-twins';

/** The recipe. What is left out is `recipeFor(depth)`. */
export interface Recipe {
  readonly objective: ObjectiveName;
  readonly depth: Depth;
  /** Everything random follows from it and the number of steps done. */
  readonly seed: number;
  /** Side of a view in pixels. */
  readonly side: number;
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
}

export interface StepReport {
  /** Mean over the batch. */
  readonly loss: number;
  /** Steps done, this one included. */
  readonly steps: number;
}

/** A training under way. One call at a time. */
export interface Trainer {
  readonly recipe: Recipe;
  /** Steps done, over all resumes. */
  readonly steps: number;
  /** Photos seen, over all resumes; one shown twice counts twice. */
  readonly seen: number;
  /**
   * Learns from `count` photos, at least 2: count × input × input × 3, RGB, 0..255, row-major. `share` (0..1) is how much of
   * the training has passed; the learning rate falls with it. Throws a `RangeError` over other sizes, and a `TypeError`
   * where the loss is no longer a number; the weights are then those of before the step.
   */
  step(pixels: Uint8Array, count: number, share: number): Promise<StepReport>;
  /** Everything that `openTrainer` needs to go on exactly here. */
  checkpoint(): Promise<Uint8Array>;
  /**
   * The averaged weights so far, as an encoder of their own version. With `sample` (pixels of some hundreds to thousands of
   * photos) the embedding's axes are fixed on it anew; without, they stay as they were.
   */
  weights(sample?: Uint8Array): Promise<EncoderWeights>;
  /** Frees all tensors. */
  dispose(): void;
}

/** Opens a training of `weights`, or goes on from a `checkpoint` of the same weights and recipe. */
export type OpenTrainer = (weights: EncoderWeights, options?: TrainerOptions) => Promise<Trainer>;

export interface TrainerOptions extends Partial<Recipe> {
  /** Throws a `TypeError` where it is damaged or of another encoder or recipe. */
  readonly checkpoint?: Uint8Array;
}
