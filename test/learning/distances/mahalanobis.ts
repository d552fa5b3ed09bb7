// Mahalanobis distance (1936): √((a − b)ᵀ M (a − b)) for a symmetric positive semi-definite M, such as an inverse covariance.
// A metric where M is definite; otherwise a pseudometric, as different rows may then be 0 apart.
import { pairwise, type RowDistance } from './matrix.ts';

/**
 * The distance under `matrix` (dims × dims, row-major, symmetric, positive semi-definite).
 * @throws RangeError where `matrix` is not dims × dims or not symmetric.
 */
export function mahalanobisDistance(matrix: Float32Array, dims: number): RowDistance {
  if (matrix.length !== dims * dims) throw new RangeError(`Expected a ${dims}×${dims} matrix, got ${matrix.length} values.`);
  for (let i = 0; i < dims; i++) {
    for (let j = 0; j < i; j++) {
      const [lower, upper] = [matrix[i * dims + j]!, matrix[j * dims + i]!];
      if (Math.abs(lower - upper) > 1e-5 * (Math.abs(lower) + Math.abs(upper))) {
        throw new RangeError(`Expected a symmetric matrix, got ${lower} at (${i}, ${j}) and ${upper} at (${j}, ${i}).`);
      }
    }
  }
  return (a, aStart, b, bStart) => {
    let sum = 0;
    for (let i = 0; i < dims; i++) {
      let row = 0;
      for (let j = 0; j < dims; j++) row += matrix[i * dims + j]! * (a[aStart + j]! - b[bStart + j]!);
      sum += row * (a[aStart + i]! - b[bStart + i]!);
    }
    // rounding may take a semi-definite form a little below 0
    return Math.sqrt(Math.max(0, sum));
  };
}

/** All pairs of rows of `x` and `y` (row-major, `dims` values a row) under `matrix`, as a row-major matrix. */
export function mahalanobis(x: Float32Array, y: Float32Array, dims: number, matrix: Float32Array): Float32Array {
  return pairwise(mahalanobisDistance(matrix, dims), x, y, dims);
}
