// The directions in which a cloud of rows varies most, and its variance along them: principal component analysis by orthogonal iteration.
// Only the leading directions, as accurate as a distance needs; not a general eigenvalue solver.
import { kernelsWith } from '../kernels/choose.ts';
import { dot } from './dot.ts';

export interface Spread {
  /** Mean of the rows (dims values). */
  readonly mean: Float64Array;
  /** Row-major rank × dims: orthonormal directions, widest first. */
  readonly directions: Float64Array;
  /** Variance along each direction (rank values, descending). */
  readonly variances: Float64Array;
  /** Total variance. */
  readonly total: number;
}

/**
 * Finds up to `rank` principal directions of `values` (count × dims, row-major) from the rows listed in `sample`.
 * Deterministic: the iteration starts from fixed directions (Golub and Van Loan, Matrix Computations, 8.2.4).
 */
export function principalSpread(values: Float32Array, dims: number, sample: Uint32Array, rank: number, rounds = 8): Spread {
  const mean = meanOf(values, dims, sample);
  // n points span at most n − 1 directions
  const kept = Math.min(rank, dims, Math.max(1, sample.length - 1));
  const { total, multiply } = (2 * sample.length < dims ? fewRows : manyRows)(values, dims, sample, mean, kept);
  let directions = startingDirections(kept, dims);
  for (let round = 0; round < rounds; round++) {
    directions = multiply(directions);
    orthonormalise(directions, kept, dims);
  }
  return { mean, total, ...sortByVariance(directions, multiply(directions), kept, dims) };
}

/** What is asked of the covariance: its trace, and its product with each of some directions. */
interface Covariance {
  readonly total: number;
  readonly multiply: (directions: Float64Array) => Float64Array;
}

/** Written out. */
function manyRows(values: Float32Array, dims: number, sample: Uint32Array, mean: Float64Array, kept: number): Covariance {
  const covariance = covarianceOf(values, dims, sample, mean);
  let total = 0;
  for (let i = 0; i < dims; i++) total += covariance[i * dims + i]!;
  return { total, multiply: multiplier(covariance, kept, dims) };
}

/** As the rows that it is the mean outer product of: fewer numbers, where these are fewer than half of the dimensions. */
function fewRows(values: Float32Array, dims: number, sample: Uint32Array, mean: Float64Array, kept: number): Covariance {
  const size = sample.length;
  const kernels = kernelsWith(Math.ceil((size * dims) / 2) + 2 * kept * dims + size * kept + 1);
  const rows = kernels.floats(size * dims);
  let total = 0;
  sample.forEach((row, at) => {
    rows.set(values.subarray(row * dims, (row + 1) * dims), at * dims);
    for (let i = 0; i < dims; i++) total += (values[row * dims + i]! - mean[i]!) ** 2;
  });
  const [wanted, product, along] = [kernels.doubles(kept * dims), kernels.doubles(kept * dims), kernels.doubles(size * kept)];
  const strip = { values: rows, start: 0, step: dims, width: dims, size };
  const multiply = (directions: Float64Array): Float64Array => {
    wanted.set(directions);
    kernels.project(wanted, strip, along);
    // deviations from the mean sum to 0, so one factor of each product need not be one
    for (let k = 0; k < kept; k++) {
      let middle = 0;
      for (let at = k; at < along.length; at += kept) middle += along[at]! / size;
      for (let at = k; at < along.length; at += kept) along[at] = (along[at]! - middle) / size;
    }
    product.fill(0);
    kernels.addOuter(product, strip, along);
    return product.slice();
  };
  return { total: total / Math.max(1, size), multiply };
}

function meanOf(values: Float32Array, dims: number, sample: Uint32Array): Float64Array {
  const mean = new Float64Array(dims);
  for (const row of sample) for (let i = 0, at = row * dims; i < dims; i++) mean[i]! += values[at + i]!;
  for (let i = 0; i < dims; i++) mean[i]! /= Math.max(1, sample.length);
  return mean;
}

/** Rows of the matrix that are summed together. */
const BLOCK = 64;

/** Block by block of its rows, and of each only what lies right of the diagonal: the matrix is symmetric. Deviations from the mean sum to 0, so one factor of each product need not be one. */
function covarianceOf(values: Float32Array, dims: number, sample: Uint32Array, mean: Float64Array): Float64Array {
  const size = sample.length;
  const kernels = kernelsWith(Math.ceil((size * dims) / 2) + BLOCK * (size + dims));
  const rows = kernels.floats(size * dims);
  sample.forEach((row, at) => rows.set(values.subarray(row * dims, (row + 1) * dims), at * dims));
  const [allFactors, allSums] = [kernels.doubles(BLOCK * size), kernels.doubles(BLOCK * dims)];
  const covariance = new Float64Array(dims * dims);
  for (let top = 0; top < dims; top += BLOCK) {
    const count = Math.min(BLOCK, dims - top);
    const width = dims - top;
    const [factors, sums] = [allFactors.subarray(0, count * size), allSums.subarray(0, count * width)];
    for (let row = 0, to = 0; row < size; row++) {
      for (let k = 0, at = row * dims + top; k < count; k++, at++, to++) factors[to] = rows[at]! - mean[top + k]!;
    }
    sums.fill(0);
    kernels.addOuter(sums, { values: rows, start: top, step: dims, width, size }, factors);
    for (let k = 0; k < count; k++) {
      for (let i = k; i < width; i++) covariance[(top + k) * dims + top + i] = covariance[(top + i) * dims + top + k] = sums[k * width + i]! / Math.max(1, size);
    }
  }
  return covariance;
}

/** Fixed, dense and linearly independent: sines of unrelated frequencies. */
function startingDirections(rank: number, dims: number): Float64Array {
  const directions = Float64Array.from({ length: rank * dims }, (_, at) => Math.sin(1 + at * at * 0.618));
  orthonormalise(directions, rank, dims);
  return directions;
}

/** Multiplies each of `rank` directions by the covariance, which is symmetric: its rows are its columns. Directions are split into two floats each, which are as exact as needed. */
function multiplier(covariance: Float64Array, rank: number, dims: number): (directions: Float64Array) => Float64Array {
  const size = rank * dims;
  const kernels = kernelsWith(dims * dims + 3 * size + 1);
  const rows = kernels.doubles(dims * dims);
  rows.set(covariance);
  const [coarse, fine] = [kernels.floats(size), kernels.floats(size)];
  const [product, rest] = [kernels.doubles(size), kernels.doubles(size)];
  return (directions) => {
    coarse.set(directions);
    for (let at = 0; at < size; at++) fine[at] = directions[at]! - coarse[at]!;
    for (const [values, out] of [[coarse, product], [fine, rest]] as const) kernels.project(rows, { values, start: 0, step: dims, width: dims, size: rank }, out);
    return product.map((value, at) => value + rest[at]!);
  };
}

/** Modified Gram-Schmidt by blocks of four, in place. A direction that vanishes becomes zero: the cloud has no variance there. */
function orthonormalise(directions: Float64Array, rank: number, dims: number): void {
  for (let k = 0; k < rank; k++) {
    const row = k * dims;
    const before = Math.sqrt(dot(directions, row, directions, row, dims));
    let length = before;
    // a second pass if the first removed most of the row; two are enough (Parlett, The Symmetric Eigenvalue Problem, 6.9)
    for (let pass = 0; pass < 2 && (pass === 0 || length < before / 2); pass++) {
      let earlier = 0;
      for (; earlier + 3 * dims < row; earlier += 4 * dims) takeOutFour(directions, row, earlier, dims);
      for (; earlier < row; earlier += dims) {
        const share = dot(directions, row, directions, earlier, dims);
        for (let i = 0; i < dims; i++) directions[row + i]! -= share * directions[earlier + i]!;
      }
      length = Math.sqrt(dot(directions, row, directions, row, dims));
    }
    const scale = length > 1e-9 * before && length > 1e-30 ? 1 / length : 0;
    for (let i = 0; i < dims; i++) directions[row + i]! *= scale;
  }
}

/** Takes out of a row what it shares with four rows that are orthonormal, the first at `earlier`: its values are then loaded once for four. */
function takeOutFour(directions: Float64Array, row: number, earlier: number, dims: number): void {
  const [r1, r2, r3] = [earlier + dims, earlier + 2 * dims, earlier + 3 * dims];
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < dims; i++) {
    const value = directions[row + i]!;
    s0 += value * directions[earlier + i]!;
    s1 += value * directions[r1 + i]!;
    s2 += value * directions[r2 + i]!;
    s3 += value * directions[r3 + i]!;
  }
  for (let i = 0; i < dims; i++) directions[row + i]! -= s0 * directions[earlier + i]! + s1 * directions[r1 + i]! + s2 * directions[r2 + i]! + s3 * directions[r3 + i]!;
}

/** @param product of each direction with the covariance */
function sortByVariance(directions: Float64Array, product: Float64Array, rank: number, dims: number): Pick<Spread, 'directions' | 'variances'> {
  const variances = Float64Array.from({ length: rank }, (_, k) => Math.max(0, dot(directions, k * dims, product, k * dims, dims)));
  const order = [...variances.keys()].sort((a, b) => variances[b]! - variances[a]!);
  const sorted = new Float64Array(rank * dims);
  order.forEach((from, to) => sorted.set(directions.subarray(from * dims, (from + 1) * dims), to * dims));
  return { directions: sorted, variances: Float64Array.from(order, (k) => variances[k]!) };
}
