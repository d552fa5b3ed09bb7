// The inner loops of learning and applying a metric: products of matrices, which are row-major, and distances of their rows. What computes them is chosen in choose.ts.

/** Some columns of a matrix: `size` rows of `width` values, the first from `start` on, `step` values from one to the next. */
export interface Strip {
  readonly values: Float32Array;
  readonly start: number;
  readonly step: number;
  readonly width: number;
  readonly size: number;
}

/** Pairs of rows of a matrix, by their places. */
export interface RowPairs {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
}

/** All arrays are to be those that the same kernels made, or parts of them. Sums are doubles, unless it is said otherwise. */
export interface Kernels {
  /** Whether it computes with vectors. */
  readonly vectors: boolean;
  /** Zeros. @throws RangeError where there is less room left */
  doubles(length: number): Float64Array;
  floats(length: number): Float32Array;
  integers(length: number): Uint32Array;
  /** Writes to `out` [size × count] the inner products of each row of `strip` with each of `rows` [count × width]. */
  project(rows: Float64Array, strip: Strip, out: Float64Array): void;
  /** The same in floats, twice as fast. */
  projectFloats(rows: Float32Array, strip: Strip, out: Float32Array): void;
  /** Adds to `sums` [count × width] the rows of `strip`, each times the factor that its row of `factors` [size × count] has for the sum. */
  addOuter(sums: Float64Array, strip: Strip, factors: Float64Array): void;
  /**
   * Writes to `out` [pairs] the inner product of the first and the second half of x − y, x and y being the rows of the pair in `rows` [… × width].
   * A half has an even number of values.
   */
  multiplyAcross(pairs: RowPairs, rows: Float64Array, width: number, out: Float64Array): void;
  /** Adds x − y times the factor of the pair [pairs] to its first row in `sums`, and subtracts it from its second; `rows` and `sums` are [… × width], an even number. */
  addAcross(pairs: RowPairs, factors: Float64Array, rows: Float64Array, width: number, sums: Float64Array): void;
  /** Writes to `out` [others] the squared distance of one row of `values` [… × width] from each of `others`, which are rows of it, too. In floats; 0 where they are equal, the same both ways. */
  squaresFrom(values: Float32Array, width: number, row: number, others: Uint32Array, out: Float32Array): void;
  /** The first place from `from` on where `values` is at least `limit` more than `limits`; their length if there is none. In floats. */
  firstAbove(values: Float32Array, limits: Float32Array, limit: number, from: number): number;
}
