// The photos that judgments and pairs beside them are about, each once, where the kernels can work on them: what a fit looks at a few hundred times.
import { kernelsWith } from '../kernels/choose.ts';
import type { Kernels, RowPairs } from '../kernels/kernels.ts';
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

/** Numbers of one section under a map of `rank` directions, in the kernels' memory: they hold until the next map of that section. */
export interface OnMap {
  /** 2 rank × the section's width. */
  readonly rows: Float64Array;
  /** size × 2 rank. */
  readonly products: Float64Array;
  /** The same, for a moment: shared by all sections. */
  readonly factors: Float64Array;
}

/** Some pairs in the kernels' memory, for a moment, with a number each. */
export interface PairsAtHand extends RowPairs {
  readonly numbers: Float64Array;
}

export interface JudgedPhotos extends PriorPoints {
  /** Which row of `values` holds the point of a row of `points`. */
  readonly places: ReadonlyMap<number, number>;
  readonly size: number;
  /** size × dims. */
  readonly values: Float32Array;
  readonly kernels: Kernels;
  readonly onMaps: (section: number, rank: number) => OnMap;
  /** At most `PAIRS_AT_HAND`. */
  readonly pairsAtHand: (count: number) => PairsAtHand;
}

/** Pairs that the kernels look at together. */
export const PAIRS_AT_HAND = 2048;

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
  const most = sections.map(({ dims: width }) => 2 * evenly(Math.min(MOST_DIRECTIONS, width)));
  const widest = Math.max(0, ...most);
  const kernels = kernelsWith(Math.ceil((size * dims) / 2) + most.reduce((sum, rows, at) => sum + rows * (sections[at]!.dims + size), widest * size) + 2 * PAIRS_AT_HAND);
  const values = kernels.floats(size * dims);
  for (const [row, place] of places) values.set(points.subarray(row * dims, (row + 1) * dims), place * dims);
  const buffers = sections.map(({ dims: width }, at) => ({ rows: kernels.doubles(most[at]! * width), products: kernels.doubles(most[at]! * size) }));
  const factors = kernels.doubles(widest * size);
  const [first, second, numbers] = [kernels.integers(PAIRS_AT_HAND), kernels.integers(PAIRS_AT_HAND), kernels.doubles(PAIRS_AT_HAND)];
  return {
    ...prior, places, size, values, kernels,
    onMaps: (section, rank) => {
      const { rows, products } = buffers[section]!;
      return { rows: rows.subarray(0, 2 * rank * sections[section]!.dims), products: products.subarray(0, 2 * rank * size), factors: factors.subarray(0, 2 * rank * size) };
    },
    pairsAtHand: (count) => ({ first: first.subarray(0, count), second: second.subarray(0, count), numbers: numbers.subarray(0, count) })
  };
}

/** The next even number: the kernels take two values at a time. */
export function evenly(rank: number): number {
  return rank + (rank % 2);
}
