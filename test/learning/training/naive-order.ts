// The orders of a training, written as plainly as can be: for comparison with the product's.
import { seeded } from '../../made-library.ts';

/** From the last place to the second, each changes places with one up to itself. */
export function naivelyShuffled<Id>(ids: readonly Id[], seed: number): Id[] {
  const random = seeded(seed);
  return ids.reduceRight<Id[]>((order, _, i) => {
    if (i === 0) return order;
    const j = Math.floor(random() * (i + 1));
    return order.map((id, at) => (at === i ? order[j]! : at === j ? order[i]! : id));
  }, [...ids]);
}
