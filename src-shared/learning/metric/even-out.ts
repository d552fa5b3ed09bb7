// Makes the distances of one feature group comparable with those of the other groups: centred on the library, evened out along
// its principal directions and scaled to a common length, so that a distance is a cosine relative to the middle of the library.
// What all photos share carries no information (Jégou and Chum 2012, centring and whitening of image descriptors).
import type { Shape } from './assumptions.ts';
import { dot, projectAll } from './dot.ts';
import { principalSpread } from './principal.ts';

// photos whose squared distance from the middle is this fraction of `spread` keep half of their squared length, so that in a library
// of nearly equal photos small differences are not amplified
const HALF_SHARE = 0.05;

/** Rows that are projected together. */
const BLOCK = 64;

/** How rows of a feature group are evened out: learned from a sample, applied to any row. */
export interface Evening {
  readonly mean: Float64Array;
  /** Row-major rank × dims, scaled. */
  readonly directions: Float64Array;
  readonly rank: number;
  readonly spread: number;
}

/** Learns from the rows of `sample` of `values` (… × dims). */
export function learnEvening(values: Float32Array, dims: number, sample: Uint32Array, shape: Shape): Evening {
  const { mean, directions, variances, total } = principalSpread(values, dims, sample, shape.dims);
  variances.forEach((variance, k) => {
    const scale = total > 0 ? (variance / total + shape.shrink) ** -shape.power : 0;
    for (let i = 0; i < dims; i++) directions[k * dims + i]! *= scale;
  });
  return { mean, directions, rank: variances.length, spread: shape.spread };
}

/** count × rank coordinates within the unit ball, from count × dims `values`. */
export function evenRows({ mean, directions, rank, spread }: Evening, values: Float32Array, dims: number, count: number): Float32Array {
  const out = new Float32Array(count * rank);
  const deviations = new Float64Array(BLOCK);
  for (let from = 0; from < count; from += BLOCK) {
    const rows = Math.min(BLOCK, count - from);
    const centred = new Float64Array(rows * dims);
    for (let row = 0, to = 0, at = from * dims; row < rows; row++) {
      let deviation = 0;
      for (let i = 0; i < dims; i++, to++, at++) {
        const value = values[at]! - mean[i]!;
        centred[to] = value;
        deviation += value * value;
      }
      deviations[row] = deviation;
    }
    const along = projectAll(directions, dims, centred);
    for (let row = 0, at = 0, to = from * rank; row < rows; row++, at += rank, to += rank) {
      const length = dot(along, at, along, at, rank);
      if (length === 0) continue;
      const share = deviations[row]! / spread;
      const scale = Math.sqrt(share / (share + HALF_SHARE) / length);
      for (let k = 0; k < rank; k++) out[to + k] = along[at + k]! * scale;
    }
  }
  return out;
}
