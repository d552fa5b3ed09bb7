// Pairs out of many: all of them, or a fair sample of a fixed size that follows from a seed.

import { uniform } from '../learning/random.ts';

/**
 * Pairs `first < second` of 0 … `count` − 1: all in order where they are at most `most`, else `most` of them, one drawn from each
 * of as many equal stretches of that order. The same for the same numbers.
 */
export function pairsOf(count: number, most: number): (readonly [number, number])[] {
  const total = (count * (count - 1)) / 2;
  if (total <= most) return Array.from({ length: total }, (_, at) => pairAt(at, count));
  const next = uniform(count);
  return Array.from({ length: most }, (_, stretch) => {
    const [start, end] = [Math.floor((stretch * total) / most), Math.floor(((stretch + 1) * total) / most)];
    return pairAt(start + Math.floor(next() * (end - start)), count);
  });
}

/** The pair at place `at` of 0–1, 0–2, … 1–2, 1–3, … */
function pairAt(at: number, count: number): readonly [number, number] {
  const before = (first: number): number => (first * (2 * count - first - 1)) / 2;
  let first = Math.floor(count - 0.5 - Math.sqrt((count - 0.5) ** 2 - 2 * at));
  // the root is rounded
  while (before(first + 1) <= at) first++;
  while (before(first) > at) first--;
  return [first, first + 1 + at - before(first)];
}
