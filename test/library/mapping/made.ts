// Spaces for the tests of maps.

import type { PhotoSpace } from '../../../src-shared/contract.ts';
import { clouds, spaceOf } from '../../learning/projections/spaces.ts';

/** Photos 1 … clusters × each, in clouds; the ids begin at `from`. */
export function madeSpace({ clusters = 3, each = 20, seed = 1, from = 1, revision = 1, scale = 1 }: { clusters?: number; each?: number; seed?: number; from?: number; revision?: number; scale?: number } = {}): PhotoSpace {
  const { dims, points, k, neighbours, distances } = spaceOf(clouds(clusters, each, 6, seed).map((value) => scale * value), 6, 8);
  return {
    revision, ids: Uint32Array.from({ length: clusters * each }, (_, at) => from + at), dims, points, k, neighbours, distances,
    levels: { finest: 0.1, sameShot: 0.2, sameMoment: 0.3, related: 0.4, coarsest: 0.5, default: 0.3 },
    metric: { sections: [{ name: 'encoder', start: 0, dims, share: 1 }], calibration: { middle: 2, slope: 3 } }
  };
}

/** The same space without its last photos. */
export function without(space: PhotoSpace, last: number): PhotoSpace {
  const count = space.ids.length - last;
  const { dims, points, k, neighbours, distances } = spaceOf(space.points.slice(0, count * space.dims), space.dims, space.k);
  return { ...space, ids: space.ids.slice(0, count), dims, points, k, neighbours, distances };
}
