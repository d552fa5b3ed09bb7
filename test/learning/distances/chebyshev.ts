// Chebyshev distance: the largest absolute difference. A metric.
import { pairwise } from './matrix.ts';

/** Largest absolute difference of two rows of `dims` values, 0 or more; NaN where a value is. */
export function chebyshevDistance(a: Float32Array, aStart: number, b: Float32Array, bStart: number, dims: number): number {
  let largest = 0;
  for (let i = 0; i < dims; i++) largest = Math.max(largest, Math.abs(a[aStart + i]! - b[bStart + i]!));
  return largest;
}

/** All pairs of rows of `x` and `y` (row-major, `dims` values a row), as a row-major matrix. */
export function chebyshev(x: Float32Array, y: Float32Array, dims: number): Float32Array {
  return pairwise(chebyshevDistance, x, y, dims);
}
