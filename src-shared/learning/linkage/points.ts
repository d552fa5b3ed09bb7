// Points in the space of a lens: the array that every step of grouping reads. No distances here.

/** `size` points of `dims` coordinates each, row-major. */
export interface Points {
  readonly size: number;
  readonly dims: number;
  /** size × dims. */
  readonly values: Float32Array;
}

/**
 * Checks an array of points and gives it its shape.
 * Throws a `RangeError` if the length is not size × dims or a coordinate is not finite.
 */
export function asPoints(values: Float32Array, dims: number): Points {
  if (!Number.isInteger(dims) || dims < 1) throw new RangeError(`points need 1 or more dimensions, got ${dims}`);
  if (values.length % dims !== 0) throw new RangeError(`points of ${dims} dimensions need a multiple of ${dims} numbers, got ${values.length}`);
  const size = values.length / dims;

  // x × 0 is NaN for NaN and both infinities: one sum shows whether there is a bad value to locate
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0;
  if (sum !== 0) {
    const at = values.findIndex((value) => !Number.isFinite(value));
    throw new RangeError(`point ${Math.floor(at / dims)} has ${values[at]} at coordinate ${at % dims}; every coordinate must be finite`);
  }
  return { size, dims, values };
}

/** Squared Euclidean distance between rows `i` and `j`. */
export function squaredDistance({ dims, values }: Points, i: number, j: number): number {
  return squaredBetween(values, i * dims, values, j * dims, dims);
}

/** Squared Euclidean distance of `dims` numbers of `x` from `a` and of `y` from `b`; four independent sums for speed. */
export function squaredBetween(x: Float32Array, a: number, y: Float32Array, b: number, dims: number): number {
  const end = a + dims;
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  for (; a + 3 < end; a += 4, b += 4) {
    const d0 = x[a]! - y[b]!, d1 = x[a + 1]! - y[b + 1]!, d2 = x[a + 2]! - y[b + 2]!, d3 = x[a + 3]! - y[b + 3]!;
    s0 += d0 * d0; s1 += d1 * d1; s2 += d2 * d2; s3 += d3 * d3;
  }
  for (; a < end; a++, b++) {
    const difference = x[a]! - y[b]!;
    s0 += difference * difference;
  }
  return s0 + s1 + s2 + s3;
}
