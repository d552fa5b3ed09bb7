// What a training needs to go on after a kill: how far it is, and the trainer's own state behind it. Bytes in, bytes out.

import type { EncoderScores, PhotoId, TrainPoint } from '../../../src-shared/contract.ts';
import type { Depth, Recipe } from '../../../src-shared/learning/training/recipe.ts';

/** How a training stands. */
export interface TrainStatus {
  /** Spent on training, over all resumes. */
  readonly seconds: number;
  /** Photos learned from a second; 0 until measured. */
  readonly speed: number;
  /** Photos it learns from, held-out ones aside. */
  readonly photos: number;
  readonly heldOut: number;
  readonly depth: Depth | null;
  readonly loss: readonly TrainPoint[];
  readonly score: readonly TrainPoint[];
}

export interface Checkpoint {
  /** The run it is of. */
  readonly run: number;
  readonly status: TrainStatus;
  /** What differs from the usual recipe; a run goes on by the recipe that it began with. */
  readonly recipe?: Partial<Recipe>;
  readonly before: EncoderScores;
  /** Photos given to the trainer. */
  readonly seen: number;
  /** Photos held out: none of them has been learned from. */
  readonly heldOut: readonly PhotoId[];
  /** As the trainer gave it. */
  readonly trainer: Uint8Array;
}

export function packCheckpoint({ trainer, ...head }: Checkpoint): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(4 + json.length + trainer.length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  bytes.set(trainer, 4 + json.length);
  return bytes;
}

/** The checkpoint in `bytes`, which are whole; `null` where it is of another run. */
export function unpackCheckpoint(bytes: Uint8Array, run: number): Checkpoint | null {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Omit<Checkpoint, 'trainer'>; // written above alone
  return head.run === run ? { ...head, trainer: bytes.slice(4 + length) } : null;
}
