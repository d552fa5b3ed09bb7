// What a map remembers of the space it was made of: a few of its points. Enough to tell whether photos were only added, or lie elsewhere
// because the metric or the encoder changed, without keeping or hashing a hundred MB.

import type { PhotoSpace } from '../../../src-shared/contract.ts';
import { rowsOf } from '../../../src-shared/learning/projections/align.ts';

export interface Footprint {
  readonly dims: number;
  readonly ids: Uint32Array;
  /** ids.length × dims. */
  readonly points: Float32Array;
}

type Space = Pick<PhotoSpace, 'ids' | 'dims' | 'points'>;

const PHOTOS = 256;
/** Squared share by which points may have moved: new photos change the scale of all a little. */
const SLIGHTLY = 0.01;
/** Share of photos that may be new on a map before it is made again. */
const MOST_PLACED = 0.1;

export function footprintOf({ ids, dims, points }: Space): Footprint {
  const rows = Uint32Array.from({ length: Math.min(PHOTOS, ids.length) }, (_, at) => Math.floor((at * ids.length) / Math.min(PHOTOS, ids.length)));
  const kept = new Float32Array(rows.length * dims);
  rows.forEach((row, at) => kept.set(points.subarray(row * dims, (row + 1) * dims), at * dims));
  return { dims, ids: rows.map((row) => ids[row]!), points: kept };
}

/** How a map stands to a space: as it is now, lacking a few photos that can be placed, or outdated. `placed`: photos that it has from placing. */
export function standingOf(mapped: { readonly ids: Uint32Array; readonly placed: number }, footprint: Footprint, space: Space): 'current' | 'lacking' | 'outdated' {
  const same = mapped.ids.length === space.ids.length && mapped.ids.every((id, at) => id === space.ids[at]);
  const shift = shiftOf(footprint, space);
  if (shift >= SLIGHTLY) return 'outdated';
  if (same) return 'current';
  const had = new Set(mapped.ids);
  let fresh = mapped.placed;
  for (const id of space.ids) if (!had.has(id)) fresh++;
  return fresh <= MOST_PLACED * space.ids.length ? 'lacking' : 'outdated';
}

/** By what squared share the points moved; 1 where too few are left to tell. */
function shiftOf({ dims, ids, points }: Footprint, space: Space): number {
  if (dims !== space.dims) return 1;
  const rows = rowsOf(space.ids);
  let [moved, size, shared] = [0, 0, 0];
  ids.forEach((id, at) => {
    const row = rows.get(id);
    if (row === undefined) return;
    shared++;
    for (let d = 0; d < dims; d++) {
      const [was, is] = [points[at * dims + d]!, space.points[row * dims + d]!];
      moved += (was - is) ** 2;
      size += was * was;
    }
  });
  return shared === 0 || shared < ids.length / 2 ? 1 : size === 0 ? moved : moved / size;
}
