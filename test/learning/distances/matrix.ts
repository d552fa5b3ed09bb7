// Distances between every row of one set and every row of another: the loop that all distances of this folder share.

/** A function of two rows: `a[aStart…]` against `b[bStart…]`, `dims` values each. */
export type RowDistance = (a: Float32Array, aStart: number, b: Float32Array, bStart: number, dims: number) => number;

/**
 * Distances of all pairs as a row-major (x.length / dims) × (y.length / dims) matrix. `x` and `y` are row-major sets of rows
 * of `dims` values.
 * @throws RangeError where a set is not a whole number of rows.
 */
export function pairwise(distance: RowDistance, x: Float32Array, y: Float32Array, dims: number): Float32Array {
  const rows = countRows(x, dims);
  const columns = countRows(y, dims);
  const out = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[i * columns + j] = distance(x, i * dims, y, j * dims, dims);
  }
  return out;
}

function countRows(values: Float32Array, dims: number): number {
  if (!Number.isInteger(dims) || dims < 1) throw new RangeError(`Expected rows of 1 or more values, got ${dims}.`);
  if (values.length % dims !== 0) throw new RangeError(`Expected whole rows of ${dims} values, got ${values.length} values.`);
  return values.length / dims;
}
