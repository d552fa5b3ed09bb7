// How much better one encoder is than another on the same held-out photos and judged pairs, and how far that may be chance. The two are
// compared item by item: a photo that is hard to find is so for both, and what they share cancels out. The error is that of a paired
// bootstrap (Efron and Tibshirani 1993, doi:10.1201/9780429246593), which draws photos with all of their views, because these say much the same
// (a cluster bootstrap: Field and Welsh 2007, doi:10.1111/j.1467-9868.2007.00593.x), and similar and different pairs each by themselves.
import { uniform } from '../random.ts';
import { scoreOrder } from './order.ts';
import { overall } from './overall.ts';

/** What an encoder made of each item, in the same order for every encoder. */
export interface Measured {
  /** Of each view, the rank of its photo from 1; view `i` is of photo `i` modulo `photos`. */
  readonly ranks: ArrayLike<number>;
  readonly photos: number;
  /** Distances of the pairs judged similar and different; empty where there are too few to score. */
  readonly similar: readonly number[];
  readonly different: readonly number[];
}

export interface Gain {
  /** By how much `overall` is greater; below 0 where it is less. */
  readonly score: number;
  /** Standard error of that. */
  readonly error: number;
}

const DRAWS = 400;

/** The gain from `before` to `after`; the same for the same seed. @throws RangeError if the two measured different items */
export function gainOf(before: Measured, after: Measured, seed: number): Gain {
  for (const part of ['ranks', 'similar', 'different'] as const) {
    if (before[part].length !== after[part].length) throw new RangeError(`Expected the same ${part} of both, got ${before[part].length} and ${after[part].length}.`);
  }
  const [old, fresh] = [meanReciprocals(before), meanReciprocals(after)];
  const all = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, at) => at);
  const score = (photos: Uint32Array, similar: Uint32Array, different: Uint32Array): number => {
    const of = ({ similar: near, different: far }: Measured, reciprocals: Float64Array): number =>
      overall({ mAP: mean(reciprocals, photos), auc: similar.length === 0 ? null : scoreOrder(pick(near, similar), pick(far, different)) });
    return of(after, fresh) - of(before, old);
  };
  const counts = [old.length, before.similar.length, before.different.length] as const;
  const next = uniform(seed);
  const draw = (count: number): Uint32Array => Uint32Array.from({ length: count }, () => Math.floor(next() * count));
  const drawn = Float64Array.from({ length: DRAWS }, () => score(draw(counts[0]), draw(counts[1]), draw(counts[2])));
  const middle = mean(drawn, all(DRAWS));
  return { score: score(all(counts[0]), all(counts[1]), all(counts[2])), error: Math.sqrt(drawn.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (DRAWS - 1)) };
}

/** Of each photo, the mean of 1 / rank over its views. */
function meanReciprocals({ ranks, photos }: Measured): Float64Array {
  const sums = new Float64Array(photos);
  for (let view = 0; view < ranks.length; view++) sums[view % photos]! += 1 / ranks[view]!;
  return sums.map((sum) => (sum * photos) / ranks.length);
}

function mean(values: Float64Array, at: Uint32Array): number {
  let sum = 0;
  for (const place of at) sum += values[place]!;
  return sum / at.length;
}

function pick(values: readonly number[], at: Uint32Array): number[] {
  return Array.from(at, (place) => values[place]!);
}
