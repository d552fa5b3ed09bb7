// Nearest neighbours after the points have moved: re-sorts each list by the new distances and adds neighbours of the nearest, because a
// neighbour of a neighbour is likely a neighbour (one round of NN-descent: Dong, Moses & Li 2011). Approximate, but its
// cost is linear in the number of photos, and it needs no index.
import { Measure } from './measure.ts';
import { type Neighbours, sortIn } from './neighbours.ts';
import type { Points } from './points.ts';

/** This many of each photo's nearest contribute this many of theirs. */
const ASKED = 7;

/** Neighbours of `points`, in lists as long as those of `before`, the neighbours before the points moved. */
export function refineNeighbours(points: Points, { k, neighbours }: Pick<Neighbours, 'k' | 'neighbours'>): Neighbours {
  const { size } = points;
  const empty = (): Neighbours => ({ k, neighbours: new Uint32Array(size * k), distances: new Float32Array(size * k) });
  const sorted = empty();
  const asked = Math.min(ASKED, k);
  const measure = new Measure(points, Math.max(k, asked * asked));
  for (let row = 0; row < size; row++) {
    const others = neighbours.subarray(row * k, (row + 1) * k);
    sortIn(row, others, measure.from(row, others), sorted);
  }

  const refined: Neighbours = { k, neighbours: sorted.neighbours.slice(), distances: sorted.distances.slice() };
  const seenBy = new Uint32Array(size).fill(size);
  const found = new Uint32Array(asked * asked);
  for (let row = 0; row < size; row++) {
    let count = 0;
    const see = (other: number): void => {
      if (seenBy[other] === row) return;
      seenBy[other] = row;
      found[count++] = other;
    };
    seenBy[row] = row;
    for (let at = row * k; at < (row + 1) * k; at++) seenBy[sorted.neighbours[at]!] = row;
    for (let near = row * k; near < row * k + asked; near++) {
      const from = sorted.neighbours[near]! * k;
      for (let at = from; at < from + asked; at++) see(sorted.neighbours[at]!);
    }
    const others = found.subarray(0, count);
    sortIn(row, others, measure.from(row, others), refined, k);
  }
  return refined;
}
