// What the checkpoint of a training on a library says, beside the trainer's own state. For its bytes see learning/training/run-checkpoint;
// for where it is stored see store/encoder-files.

import type { PhotoId, TrainPoint } from '../../../src-shared/contract.ts';
import type { Depth, Recipe } from '../../../src-shared/learning/training/recipe.ts';
import { packRun, unpackRun } from '../../../src-shared/learning/training/run-checkpoint.ts';

/** How far a training is. */
export interface TrainStatus {
  /** Time spent training, over all resumes. */
  readonly seconds: number;
  /** Of steps, and about what comes after them, within what the user gave; not there until known. */
  readonly budget?: number;
  readonly after?: number;
  /** Photos per second; 0 until measured. */
  readonly speed: number;
  /** Number of photos trained on, without held-out ones. */
  readonly photos: number;
  readonly heldOut: number;
  readonly depth: Depth | null;
  readonly loss: readonly TrainPoint[];
  readonly score: readonly TrainPoint[];
}

export interface Checkpoint {
  /** The run it belongs to. */
  readonly run: number;
  readonly status: TrainStatus;
  /** Overrides of the default recipe; a run keeps those it started with. */
  readonly recipe?: Partial<Recipe>;
  /** The feed's position: photos given, including those that could not be read. */
  readonly seen: number;
  /** Held-out photos: none of them was trained on. */
  readonly heldOut: readonly PhotoId[];
  /** Photos that were learned from as parts of sets that the user put together. */
  readonly inSets?: readonly number[];
  /** As the trainer returned it. */
  readonly trainer: Uint8Array;
}

export function packCheckpoint({ trainer, ...head }: Checkpoint): Uint8Array {
  return packRun(head, trainer);
}

/** The checkpoint; `null` if it belongs to another run. Throws a `TypeError` if the bytes are not a checkpoint. */
export function unpackCheckpoint(bytes: Uint8Array, run: number): Checkpoint | null {
  const { head, trainer } = unpackRun(bytes);
  return head.run === run ? { ...(head as unknown as Omit<Checkpoint, 'trainer'>), trainer } : null; // only written above
}
