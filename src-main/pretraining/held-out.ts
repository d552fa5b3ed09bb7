// Which pictures of a pre-training are held out: they are scored and never learned from.

import { seedOf } from '../../src-shared/learning/random.ts';
import { shuffled } from '../../src-shared/learning/training/shuffled.ts';

/** Splits 0 … count by `seed` into a held-out tenth, at most `most`, and the rest. */
export function splitPictures(count: number, seed: number, most = 256): { readonly heldOut: Uint32Array; readonly learn: Uint32Array } {
  const order = shuffled(Uint32Array.from({ length: count }, (_, i) => i), seedOf(seed, 0));
  const held = Math.min(most, Math.max(1, Math.round(count / 10)));
  return { heldOut: order.slice(0, held), learn: order.slice(held).sort() };
}
