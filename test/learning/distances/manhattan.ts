// Manhattan distance: the sum of absolute differences. A metric.
import { pairwise } from './matrix.ts';

/** Sum of absolute differences of two rows of `dims` values, 0 or more. */
export function manhattanDistance(a: Float32Array, aStart: number, b: Float32Array, bStart: number, dims: number): number {
  let sum = 0;
  for (let i = 0; i < dims; i++) sum += Math.abs(a[aStart + i]! - b[bStart + i]!);
  return sum;
}

/** All pairs of rows of `x` and `y` (row-major, `dims` values a row), as a row-major matrix. */
export function manhattan(x: Float32Array, y: Float32Array, dims: number): Float32Array {
  return pairwise(manhattanDistance, x, y, dims);
}
