// The photos that judgments and pairs beside them are about, each once, where the kernels can work on them: what a fit looks at a few hundred times.
import { kernelsWith } from '../kernels/choose.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Section } from './prior.ts';

/** Points of the prior metric, row-major, containing at least the rows that the evidence names. */
export interface PriorPoints {
  readonly points: Float32Array;
  readonly dims: number;
  readonly sections: readonly Section[];
}

export interface PairOfRows {
  readonly a: number;
  readonly b: number;
}

/** Numbers of one section and map, in the kernels' memory: they hold until the next map of that section. */
export interface OnMap {
  /** 2 rank × the section's width. */
  readonly rows: Float64Array;
  /** size × 2 rank, both. */
  readonly products: Float64Array;
  readonly factors: Float64Array;
}

export interface JudgedPhotos extends PriorPoints {
  /** Which row of `values` holds the point of a row of `points`. */
  readonly places: ReadonlyMap<number, number>;
  readonly size: number;
  /** size × dims. */
  readonly values: Float64Array;
  readonly kernels: Kernels;
  readonly onMaps: (section: number, rank: number) => OnMap;
}

/** Most directions of a section that there is room for. */
const MOST_DIRECTIONS = 8;

/** The photos in `pairs`, for maps of up to 8 directions. */
export function gatherPhotos(prior: PriorPoints, pairs: readonly PairOfRows[]): JudgedPhotos {
  const { points, dims, sections } = prior;
  const places = new Map<number, number>();
  for (const { a, b } of pairs) {
    for (const row of [a, b]) if (!places.has(row)) places.set(row, places.size);
  }
  const size = places.size;
  const most = sections.map(({ dims: width }) => 2 * Math.min(MOST_DIRECTIONS, width));
  const room = size * dims + most.reduce((sum, rows, at) => sum + rows * (sections[at]!.dims + size), 0) + Math.max(0, ...most) * size;
  const kernels = kernelsWith(room);
  const values = kernels.doubles(size * dims);
  for (const [row, place] of places) values.set(points.subarray(row * dims, (row + 1) * dims), place * dims);
  const factors = kernels.doubles(Math.max(0, ...most) * size); // only needed for a moment
  const buffers = sections.map(({ dims: width }, at) => ({ rows: kernels.doubles(most[at]! * width), products: kernels.doubles(most[at]! * size) }));
  const onMaps = (section: number, rank: number): OnMap => {
    const { rows, products } = buffers[section]!;
    return { rows: rows.subarray(0, 2 * rank * sections[section]!.dims), products: products.subarray(0, 2 * rank * size), factors: factors.subarray(0, 2 * rank * size) };
  };
  return { ...prior, places, size, values, kernels, onMaps };
}
