// Inner products, where this folder spends most of its time.

/** Inner product of two runs of `length` values, starting at `aStart` and `bStart`. */
export function dot(a: Float64Array, aStart: number, b: Float64Array, bStart: number, length: number): number {
  // four independent sums: one alone would wait for each addition to finish
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < length; i += 4) {
    s0 += a[aStart + i]! * b[bStart + i]!;
    s1 += a[aStart + i + 1]! * b[bStart + i + 1]!;
    s2 += a[aStart + i + 2]! * b[bStart + i + 2]!;
    s3 += a[aStart + i + 3]! * b[bStart + i + 3]!;
  }
  for (; i < length; i++) s0 += a[aStart + i]! * b[bStart + i]!;
  return s0 + s1 + s2 + s3;
}

/**
 * Writes the inner product of `point` and row k of `rows` (row-major, as long as `point`) to `along[k]`, for all of `along`.
 * Four rows at a time, so that each value of the point is loaded once per four rows.
 */
export function project(rows: Float64Array, point: Float64Array, along: Float64Array): void {
  const dims = point.length;
  let k = 0;
  for (; k + 3 < along.length; k += 4) {
    const [r0, r1, r2, r3] = [k * dims, (k + 1) * dims, (k + 2) * dims, (k + 3) * dims];
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let i = 0; i < dims; i++) {
      const value = point[i]!;
      s0 += rows[r0 + i]! * value;
      s1 += rows[r1 + i]! * value;
      s2 += rows[r2 + i]! * value;
      s3 += rows[r3 + i]! * value;
    }
    along[k] = s0;
    along[k + 1] = s1;
    along[k + 2] = s2;
    along[k + 3] = s3;
  }
  for (; k < along.length; k++) along[k] = dot(rows, k * dims, point, 0, dims);
}
