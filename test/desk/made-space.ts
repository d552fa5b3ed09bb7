// A space whose photos lie where a test puts them, with all of them for neighbours and a calibration that is easy to reckon with.

import type { PhotoId, PhotoSpace } from '../../src-shared/contract.ts';

/** `points`: one row a photo, ids from 1; the first half of the coordinates is colour, the second texture. */
export function madeSpace(points: readonly (readonly number[])[], { middle = 1, slope = 4 } = {}): PhotoSpace {
  const dims = points[0]!.length;
  const k = points.length - 1;
  const distance = (a: number, b: number) => Math.hypot(...points[a]!.map((value, at) => value - points[b]![at]!));
  const ranked = points.map((_, a) => points.map((_point, b) => b).filter((b) => b !== a).sort((x, y) => distance(a, x) - distance(a, y)));
  return {
    revision: 1, ids: Uint32Array.from(points, (_, at) => at + 1), dims, points: Float32Array.from(points.flat()), k,
    neighbours: Uint32Array.from(ranked.flat()), distances: Float32Array.from(ranked.flatMap((row, a) => row.map((b) => distance(a, b)))),
    levels: { finest: 0.01, sameShot: 0.2, sameMoment: 0.6, related: 1.2, coarsest: 3, default: 0.8 },
    metric: {
      sections: [{ name: 'colour', start: 0, dims: dims / 2, share: 0.5 }, { name: 'texture', start: dims / 2, dims: dims / 2, share: 0.5 }],
      calibration: { middle, slope }
    }
  };
}

export const ids = (...numbers: number[]) => numbers as unknown as [PhotoId, PhotoId, PhotoId]; // the brand has no other source in a test
