// Inner products, where this folder spends most of its time.

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
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
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

/**
 * Inner products of the rows of `rows` with each row of `values` (both row-major, `width` wide): one row of products for each. Two rows of values and four of `rows` at a time, so that each number is loaded less often.
 */
export function projectAll(rows: Float64Array, width: number, values: Float64Array): Float64Array {
  const [count, size] = [rows.length / width, values.length / width];
  const out = new Float64Array(count * size);
  let row = 0;
  for (; row + 1 < size; row += 2) {
    const x = row * width, y = x + width;
    let k = 0;
    for (; k + 3 < count; k += 4) {
      const r0 = k * width, r1 = r0 + width, r2 = r1 + width, r3 = r2 + width;
      let x0 = 0, x1 = 0, x2 = 0, x3 = 0, y0 = 0, y1 = 0, y2 = 0, y3 = 0;
      for (let i = 0; i < width; i++) {
        const one = values[x + i]!, other = values[y + i]!;
        const v0 = rows[r0 + i]!, v1 = rows[r1 + i]!, v2 = rows[r2 + i]!, v3 = rows[r3 + i]!;
        x0 += v0 * one; x1 += v1 * one; x2 += v2 * one; x3 += v3 * one;
        y0 += v0 * other; y1 += v1 * other; y2 += v2 * other; y3 += v3 * other;
      }
      const to = row * count + k, next = to + count;
      out[to] = x0; out[to + 1] = x1; out[to + 2] = x2; out[to + 3] = x3;
      out[next] = y0; out[next + 1] = y1; out[next + 2] = y2; out[next + 3] = y3;
    }
    for (; k < count; k++) {
      out[row * count + k] = dot(rows, k * width, values, x, width);
      out[(row + 1) * count + k] = dot(rows, k * width, values, y, width);
    }
  }
  for (; row < size; row++) project(rows, width, values, row * width, out, row * count, count);
  return out;
}

/**
 * Adds to each row of `rows` all rows of `values` (both row-major, `width` wide), each times the factor that its row of `factors` has for it. Eight rows of values at a time: a sum is then written once for eight.
 */
export function addOuterAll(rows: Float64Array, width: number, values: Float64Array, factors: Float64Array): void {
  const [count, size] = [rows.length / width, values.length / width];
  let row = 0;
  for (; row + 7 < size; row += 8) {
    const p0 = row * width;
    const p1 = p0 + width, p2 = p1 + width, p3 = p2 + width, p4 = p3 + width, p5 = p4 + width, p6 = p5 + width, p7 = p6 + width;
    for (let k = 0, at = row * count; k < count; k++, at++) {
      const f0 = factors[at]!, f1 = factors[at + count]!, f2 = factors[at + 2 * count]!, f3 = factors[at + 3 * count]!;
      const f4 = factors[at + 4 * count]!, f5 = factors[at + 5 * count]!, f6 = factors[at + 6 * count]!, f7 = factors[at + 7 * count]!;
      for (let i = 0, to = k * width; i < width; i++, to++) {
        rows[to]! += f0 * values[p0 + i]! + f1 * values[p1 + i]! + f2 * values[p2 + i]! + f3 * values[p3 + i]! + f4 * values[p4 + i]! + f5 * values[p5 + i]! + f6 * values[p6 + i]! + f7 * values[p7 + i]!;
      }
    }
  }
  for (; row < size; row++) {
    for (let k = 0, at = row * count, from = row * width; k < count; k++, at++) {
      const factor = factors[at]!;
      for (let i = 0, to = k * width; i < width; i++, to++) rows[to]! += factor * values[from + i]!;
    }
  }
}
