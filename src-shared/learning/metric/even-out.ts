// Makes the distances of one feature group comparable with those of the other groups: centred on the library, evened out along
// its principal directions and scaled to a common length, so that a distance is a cosine relative to the middle of the library.
// What all photos share carries no information (Jégou and Chum 2012, centring and whitening of image descriptors).
import type { Shape } from './assumptions.ts';
import { kernelsWith } from '../kernels/choose.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { principalSpread } from './principal.ts';

// photos whose squared distance from the middle is this fraction of `spread` keep half of their squared length, so that in a library
// of nearly equal photos small differences are not amplified
const HALF_SHARE = 0.05;

/** Rows that are projected together. */
const BLOCK = 64;

/** How rows of a feature group are evened out: learned from a sample, applied to any row. */
export interface Evening {
  readonly mean: Float64Array;
  readonly rank: number;
  readonly spread: number;
  readonly kernels: Kernels;
  /** In their memory: rank × dims, row-major, scaled; BLOCK × dims rows; and where these lie along the directions. */
  readonly directions: Float32Array;
  readonly centred: Float32Array;
  readonly along: Float32Array;
}

/** The same in memory of its own, to be kept. */
export type KeptEvening = Pick<Evening, 'mean' | 'rank' | 'spread' | 'directions'>;

/** Learns from the rows of `sample` of `values` (… × dims). */
export function learnEvening(values: Float32Array, dims: number, sample: Uint32Array, shape: Shape): Evening {
  const { mean, directions: principal, variances, total } = principalSpread(values, dims, sample, shape.dims);
  const directions = new Float32Array(variances.length * dims);
  variances.forEach((variance, k) => {
    const scale = total > 0 ? (variance / total + shape.shrink) ** -shape.power : 0;
    for (let i = 0, at = k * dims; i < dims; i++, at++) directions[at] = principal[at]! * scale;
  });
  return recallEvening({ mean, rank: variances.length, spread: shape.spread, directions });
}

export function recallEvening({ mean, rank, spread, directions }: KeptEvening): Evening {
  const dims = mean.length;
  const kernels = kernelsWith((rank * dims) / 2 + (BLOCK * (dims + rank)) / 2 + 1);
  const held = kernels.floats(rank * dims);
  held.set(directions);
  return { mean, rank, spread, kernels, directions: held, centred: kernels.floats(BLOCK * dims), along: kernels.floats(BLOCK * rank) };
}

export function keepEvening({ mean, rank, spread, directions }: Evening): KeptEvening {
  return { mean, rank, spread, directions: directions.slice() };
}

/** count × rank coordinates within the unit ball, from count × dims `values`. */
export function evenRows({ mean, rank, spread, kernels, directions, centred, along }: Evening, values: Float32Array, dims: number, count: number): Float32Array {
  const out = new Float32Array(count * rank);
  const deviations = new Float64Array(BLOCK);
  for (let from = 0; from < count; from += BLOCK) {
    const rows = Math.min(BLOCK, count - from);
    for (let row = 0, to = 0, at = from * dims; row < rows; row++) {
      let deviation = 0;
      for (let i = 0; i < dims; i++, to++, at++) {
        const value = values[at]! - mean[i]!;
        centred[to] = value;
        deviation += value * value;
      }
      deviations[row] = deviation;
    }
    kernels.projectFloats(directions, { values: centred, start: 0, step: dims, width: dims, size: rows }, along.subarray(0, rows * rank));
    for (let row = 0, at = 0, to = from * rank; row < rows; row++, at += rank, to += rank) {
      let length = 0;
      for (let k = 0; k < rank; k++) length += along[at + k]! * along[at + k]!;
      if (length === 0) continue;
      const share = deviations[row]! / spread;
      const scale = Math.sqrt(share / (share + HALF_SHARE) / length);
      for (let k = 0; k < rank; k++) out[to + k] = along[at + k]! * scale;
    }
  }
  return out;
}
