// The nearest photos of one photo, by comparing it with every other point: some ten milliseconds at 60,000 photos, a few at a time, because others wait meanwhile.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Neighbour, PhotoId, PhotoSpace } from '../../../src-shared/contract.ts';

/** Points compared at a time. */
const SLICE = 10_000;

/** Up to `count` photos nearest to `id`, nearest first; none where the space does not hold it (yet). */
export async function nearestTo({ ids, dims, points }: Pick<PhotoSpace, 'ids' | 'dims' | 'points'>, id: PhotoId, count: number, slice = SLICE): Promise<Neighbour[]> {
  const at = ids.indexOf(id);
  if (at < 0) return [];
  const own = points.subarray(at * dims, (at + 1) * dims);
  const found: Neighbour[] = [];
  for (let row = 0; row < ids.length; row++) {
    if (row % slice === slice - 1) await nextTurn();
    if (row === at) continue;
    let sum = 0;
    for (let d = 0, from = row * dims; d < dims; d++) {
      const difference = (points[from + d] as number) - (own[d] as number); // within the matrix
      sum += difference * difference;
    }
    const last = found.at(-1);
    if (found.length === count && last && sum >= last.distance) continue;
    let place = found.length;
    while (place > 0 && (found[place - 1] as Neighbour).distance > sum) place--;
    found.splice(place, 0, { id: ids[row] as PhotoId, distance: sum });
    if (found.length > count) found.pop();
  }
  return found.map((neighbour) => ({ ...neighbour, distance: Math.sqrt(neighbour.distance) }));
}
