// The two principal components (Pearson 1901): the flat view in which points are spread most. Linear, exact up to 20,000 points and
// from as many of them above; also where the other projections start.

import { normal, uniform } from '../random.ts';
import type { Points, Projecting, ProjectionOptions } from './projection.ts';

/** Points that the directions are found from; more would not turn them noticeably. */
const SAMPLE = 20_000;
/** Directions that are iterated, of which the best two are kept: the more, the faster they settle. */
const WIDTH = 8;
const SLICE = 1024;

export interface Components {
  /** dims. */
  readonly mean: Float64Array;
  /** Two unit directions of dims each, the one of most spread first. */
  readonly axes: readonly [Float64Array, Float64Array];
}

/** Coordinates along the two directions of most spread. */
export function* pca(space: Pick<Points, 'count' | 'dims' | 'points'>, { seed = 1 }: ProjectionOptions = {}): Projecting {
  const { mean, axes } = yield* components(space, seed);
  return alongAxes(space, mean, axes);
}

/** The directions themselves. */
export function* components({ count, dims, points }: Pick<Points, 'count' | 'dims' | 'points'>, seed = 1): Generator<number, Components> {
  const rows = sampled(count, Math.min(count, SAMPLE), seed);
  const mean = new Float64Array(dims);
  for (const row of rows) for (let d = 0; d < dims; d++) mean[d]! += points[row * dims + d]! / rows.length;

  // covariance, the upper half, then the lower
  const covariance = new Float64Array(dims * dims);
  const centredRow = new Float64Array(dims);
  for (let at = 0; at < rows.length; at++) {
    const from = rows[at]! * dims;
    for (let d = 0; d < dims; d++) centredRow[d] = points[from + d]! - mean[d]!;
    for (let a = 0; a < dims; a++) {
      const value = centredRow[a]!;
      for (let b = a, to = a * dims; b < dims; b++) covariance[to + b]! += value * centredRow[b]!;
    }
    if (at % SLICE === SLICE - 1) yield (0.9 * at) / rows.length;
  }
  for (let a = 0; a < dims; a++) for (let b = 0; b < a; b++) covariance[a * dims + b] = covariance[b * dims + a]!;

  return { mean, axes: topTwo(covariance, dims, seed) };
}

/** Orthogonal iteration with more directions than wanted (Rutishauser 1970), then the sign that makes the largest entry positive. */
function topTwo(matrix: Float64Array, dims: number, seed: number): [Float64Array, Float64Array] {
  const random = normal(seed);
  const width = Math.min(WIDTH, dims);
  let basis = orthonormal(Array.from({ length: width }, () => Float64Array.from({ length: dims }, random)));
  let before = 0;
  for (let round = 0; round < 500; round++) {
    const turned = basis.map((direction) => times(matrix, direction));
    const spread = turned.slice(0, 2).reduce((sum, direction, at) => sum + dot(direction, basis[at]!), 0);
    basis = orthonormal(turned);
    if (round > 10 && Math.abs(spread - before) <= 1e-12 * Math.abs(spread)) break;
    before = spread;
  }
  const [first, second = new Float64Array(dims)] = basis as [Float64Array, Float64Array?]; // a space has a dimension
  return [turnedUp(first), turnedUp(second)];
}

function turnedUp(direction: Float64Array): Float64Array {
  const greatest = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return greatest < 0 ? direction.map((value) => -value) : direction;
}

/** Gram and Schmidt; a direction that the others span becomes 0. */
function orthonormal(directions: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const direction of directions) {
    const rest = direction.slice();
    for (let pass = 0; pass < 2; pass++) for (const one of basis) add(rest, one, -dot(rest, one));
    const length = Math.sqrt(dot(rest, rest));
    basis.push(length > 1e-12 * Math.sqrt(dot(direction, direction)) && length > 0 ? rest.map((value) => value / length) : rest.fill(0));
  }
  return basis;
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const dims = vector.length;
  const product = new Float64Array(dims);
  for (let row = 0; row < dims; row++) {
    let sum = 0;
    for (let at = 0, from = row * dims; at < dims; at++) sum += matrix[from + at]! * vector[at]!;
    product[row] = sum;
  }
  return product;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

function add(to: Float64Array, what: Float64Array, share: number): void {
  for (let at = 0; at < to.length; at++) to[at]! += share * what[at]!;
}

function alongAxes({ count, dims, points }: Pick<Points, 'count' | 'dims' | 'points'>, mean: Float64Array, axes: Components['axes']): Float32Array {
  const [first, second] = axes;
  const positions = new Float32Array(count * 2);
  for (let row = 0; row < count; row++) {
    let [x, y] = [0, 0];
    for (let d = 0, from = row * dims; d < dims; d++) {
      const value = points[from + d]! - mean[d]!;
      x += value * first[d]!;
      y += value * second[d]!;
    }
    positions[2 * row] = x;
    positions[2 * row + 1] = y;
  }
  return positions;
}

/** `wanted` of 0 … count − 1, ascending: all of them, or evenly spread with a random one from each stretch. */
export function sampled(count: number, wanted: number, seed: number): Uint32Array {
  if (wanted >= count) return Uint32Array.from({ length: count }, (_, row) => row);
  const random = uniform(seed);
  return Uint32Array.from({ length: wanted }, (_, at) => Math.floor(((at + random()) * count) / wanted));
}
