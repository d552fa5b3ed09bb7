// Inner products of doubles with doubles, of which there are few; those of many rows are in ../kernels.

/** Inner product of two runs of `length` values, starting at `aStart` and `bStart`. */
export function dot(a: Float64Array, aStart: number, b: Float64Array, bStart: number, length: number): number {
  // four independent sums: one alone would wait for each addition to finish
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0, i = 0;
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
 * Writes the inner products of a run of `dims` values, starting at `from`, with the rows of `rows` (row-major, `dims` wide) to `along`, starting
 * at `to`: as many as fit there, or `count`. Four rows at a time, so that each value is loaded once per four rows.
 */
export function project(rows: Float64Array, dims: number, values: Float64Array, from: number, along: Float64Array, to = 0, count = along.length - to): void {
  let k = 0;
  for (; k + 3 < count; k += 4) {
    const [r0, r1, r2, r3] = [k * dims, (k + 1) * dims, (k + 2) * dims, (k + 3) * dims];
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (let i = 0; i < dims; i++) {
      const value = values[from + i]!;
      s0 += rows[r0 + i]! * value;
      s1 += rows[r1 + i]! * value;
      s2 += rows[r2 + i]! * value;
      s3 += rows[r3 + i]! * value;
    }
    along[to + k] = s0;
    along[to + k + 1] = s1;
    along[to + k + 2] = s2;
    along[to + k + 3] = s3;
  }
  for (; k < count; k++) along[to + k] = dot(rows, k * dims, values, from, dims);
}
