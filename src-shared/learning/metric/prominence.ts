// How far nearest neighbours stand out from the rest of a library in one feature group. A group in which every photo has a near twin is
// informative for this library; a group in which the nearest is hardly nearer than average is not.
import { NEAREST, type Surroundings } from './surroundings.ts';

/** A squared distance this small counts as equal (the average is about 2). */
export const EQUAL = 0.01;

/** Mean over the photos that were looked at of ln(mean squared distance ÷ squared distance to the nearest other), 0 or more. */
export function prominence({ queries, squares, crowd }: Surroundings): number {
  let sum = 0;
  let seen = 0;
  for (const square of crowd) {
    if (square === Infinity) continue; // the photo itself
    sum += square;
    seen++;
  }
  if (sum === 0) return 0;
  const mean = sum / seen;
  return queries.reduce((total, _, at) => total + Math.max(0, Math.log(mean / (squares[at * NEAREST]! + EQUAL))), 0) / queries.length;
}
