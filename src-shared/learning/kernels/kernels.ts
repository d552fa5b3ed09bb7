// The inner loops of learning a metric: products of matrices, which are row-major. What computes them is chosen in choose.ts.

/** Some columns of a matrix: `size` rows of `width` values, the first from `start` on, `step` values from one to the next. */
export interface Strip {
  readonly values: Float64Array;
  readonly start: number;
  readonly step: number;
  readonly width: number;
  readonly size: number;
}

/** All arrays are to be of `doubles` of the same kernels. */
export interface Kernels {
  /** Whether it computes with vectors. */
  readonly vectors: boolean;
  /** Zeros. @throws RangeError where there is less room left */
  doubles(length: number): Float64Array;
  /** Writes to `out` [size × count] the inner products of each row of `strip` with each of `rows` [count × width]. */
  project(rows: Float64Array, strip: Strip, out: Float64Array): void;
  /** Adds to `sums` [count × width] the rows of `strip`, each times the factor that its row of `factors` [size × count] has for the sum. */
  addOuter(sums: Float64Array, strip: Strip, factors: Float64Array): void;
}
