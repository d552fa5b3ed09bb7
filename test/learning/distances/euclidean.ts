// Euclidean distance: the length of the difference. A metric.
import { pairwise } from './matrix.ts';

/** Length of the difference of two rows of `dims` values, 0 or more. */
export function euclideanDistance(a: Float32Array, aStart: number, b: Float32Array, bStart: number, dims: number): number {
  let sum = 0;
  for (let i = 0; i < dims; i++) {
    const difference = a[aStart + i]! - b[bStart + i]!;
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

/** All pairs of rows of `x` and `y` (row-major, `dims` values a row), as a row-major matrix. */
export function euclidean(x: Float32Array, y: Float32Array, dims: number): Float32Array {
  return pairwise(euclideanDistance, x, y, dims);
}
