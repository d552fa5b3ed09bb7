// A random order of ids that follows from a seed.
import { uniform } from '../random.ts';

/** `ids` in another order (Fisher and Yates 1938). The same for the same seed. */
export function shuffled(ids: Uint32Array, seed: number): Uint32Array<ArrayBuffer> {
  const next = uniform(seed);
  const order = Uint32Array.from(ids);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
