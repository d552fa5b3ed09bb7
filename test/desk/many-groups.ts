// A space of many groups of three photos, far apart. Not a test.

import type { PhotoSpace } from '../../src-shared/contract.ts';

export function manyGroups(count: number): PhotoSpace {
  const [size, dims, k] = [3 * count, 2, 2];
  const xOf = (row: number): number => Math.floor(row / 3) * 50 + (row % 3) / 20;
  const others = (row: number): number[] => [0, 1, 2].map((at) => row - (row % 3) + at).filter((other) => other !== row).sort((a, b) => Math.abs(xOf(a) - xOf(row)) - Math.abs(xOf(b) - xOf(row)));
  const rows = Array.from({ length: size }, (_, row) => row);
  return {
    revision: 1, dims, k, ids: Uint32Array.from(rows, (row) => row + 1), points: Float32Array.from(rows.flatMap((row) => [xOf(row), 0])),
    neighbours: Uint32Array.from(rows.flatMap(others)), distances: Float32Array.from(rows.flatMap((row) => others(row).map((other) => Math.abs(xOf(other) - xOf(row))))),
    levels: { finest: 0.01, sameShot: 0.2, sameMoment: 0.6, related: 1.2, coarsest: 3, default: 0.8 },
    metric: { sections: [{ name: 'colour', start: 0, dims, share: 1 }], calibration: { middle: 1, slope: 4 } }
  };
}
