// The learned part of the metric: a non-negative weight per feature group and a low-rank map near the identity,
// d = ‖Wφ(x) − Wφ(y)‖ with W = √w (I + BᵀA) in each section of the points. Distances of pairs and their gradients are written by hand,
// because this is the inner loop of a fit that the user waits for. The choice of objective and the optimisation are in fit.ts and learn.ts.
import type { Section } from './prior.ts';
import { dot } from './dot.ts';
import { evenly, gatherPhotos, type JudgedPhotos, type PairOfRows, PAIRS_AT_HAND, type PairsAtHand } from './judged-photos.ts';
import { normal, seedOf } from '../random.ts';

/** Parameters of one section: w > 0, and A and B, rank × dims each, row-major. With rank 0 the section is only weighted. */
export interface SectionMap {
  readonly weight: number;
  readonly rank: number;
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/** The numbers a fit changes: the logarithms of the weights (one per section), and all A and B. */
export interface MapParameters {
  readonly rank: number;
  readonly logWeights: Float64Array;
  readonly a: readonly Float64Array[];
  readonly b: readonly Float64Array[];
}

/** The identity with room for `rank` directions: B is 0 and A small, so that B learns first, then A (as in Hu et al. 2022). */
export function identityMap(sections: readonly Section[], rank: number, seed = 1): MapParameters {
  const ranks = sections.map(({ dims }) => Math.min(rank, dims));
  return {
    rank,
    logWeights: new Float64Array(sections.length),
    a: sections.map(({ dims }, at) => {
      const next = normal(seedOf(seed, at));
      return Float64Array.from({ length: ranks[at]! * dims }, () => (0.3 * next()) / Math.sqrt(dims));
    }),
    b: sections.map(({ dims }, at) => new Float64Array(ranks[at]! * dims))
  };
}

/** Normalises weights so that unrelated photos stay about √2 apart: each section's share times its weight, summed, is 1. */
export function weightsOf(sections: readonly Section[], { logWeights }: MapParameters): Float64Array {
  let sum = 0;
  sections.forEach(({ share }, at) => (sum += share * Math.exp(logWeights[at]!)));
  return logWeights.map((value) => Math.exp(value) / sum);
}

export function toSectionMaps(sections: readonly Section[], parameters: MapParameters): SectionMap[] {
  const weights = weightsOf(sections, parameters);
  return sections.map(({ dims }, at) => ({ weight: weights[at]!, rank: parameters.a[at]!.length / dims, a: parameters.a[at]!, b: parameters.b[at]! }));
}

/** Pairs of photos, for distances between their prior points. A photo is in many pairs: maps are applied to photos, and what they give is subtracted. */
export interface Differences {
  readonly count: number;
  /** Of each pair, its photos as rows of `photos`. */
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  readonly photos: JudgedPhotos;
  /** Squared length of each section's part of a difference, [count × sections]: all that weights without maps need. */
  readonly squares: Float64Array;
  /** What the last `measure` found of them, so that none of its steps allocates: squared lengths under the maps, distances, and gradients by their squares. */
  readonly last: { readonly squares: Float64Array; readonly distances: Float64Array; readonly bySquare: Float64Array };
}

/** The differences of `pairs` of rows of `points` (row-major, `dims` wide). */
export function differencesOf(points: Float32Array, dims: number, sections: readonly Section[], pairs: readonly PairOfRows[]): Differences {
  return differencesAmong(gatherPhotos({ points, dims, sections }, pairs), pairs);
}

/** The same of photos that are among `photos`. */
export function differencesAmong(photos: JudgedPhotos, pairs: readonly PairOfRows[]): Differences {
  const { places, values, dims, sections } = photos;
  const [first, second] = [new Uint32Array(pairs.length), new Uint32Array(pairs.length)];
  pairs.forEach(({ a, b }, at) => ([first[at], second[at]] = [places.get(a)!, places.get(b)!]));
  const squares = new Float64Array(pairs.length * sections.length);
  sections.forEach(({ start, dims: width }, section) => {
    for (let pair = 0, to = section; pair < pairs.length; pair++, to += sections.length) {
      let sum = 0;
      for (let i = first[pair]! * dims + start, j = second[pair]! * dims + start, end = i + width; i < end; i++, j++) {
        const apart = values[i]! - values[j]!;
        sum += apart * apart;
      }
      squares[to] = sum;
    }
  });
  return { count: pairs.length, first, second, photos, squares, last: { squares: new Float64Array(squares.length), distances: new Float64Array(pairs.length), bySquare: new Float64Array(pairs.length) } };
}

/** Distances [count] of pairs under the parameters, and the backward pass to the parameters. Both hold until something else is measured among the same photos. */
export function measure(differences: Differences, sections: readonly Section[], parameters: MapParameters) {
  const { count, squares: plain, last: { squares: mapped, distances, bySquare } } = differences;
  const weights = weightsOf(sections, parameters);
  const deep = parameters.rank > 0;
  if (deep) sections.forEach((_, at) => writeSquares(differences, at, parameters.a[at]!, parameters.b[at]!));
  const squares = deep ? mapped : plain;
  for (let pair = 0, at = 0; pair < count; pair++) {
    let sum = 0;
    for (let section = 0; section < weights.length; section++, at++) sum += weights[section]! * squares[at]!;
    distances[pair] = Math.sqrt(sum);
  }

  /** Gradients of a loss by the parameters, from its gradients by the distances [count]. */
  const back = (byDistance: ArrayLike<number>): MapParameters => {
    // ∂d/∂(d²) = 1 / 2d; the gradient is 0 where photos coincide
    const byWeight = new Float64Array(weights.length);
    for (let pair = 0, at = 0; pair < count; pair++) {
      const by = distances[pair]! > 1e-9 ? byDistance[pair]! / (2 * distances[pair]!) : 0;
      bySquare[pair] = by;
      for (let section = 0; section < byWeight.length; section++, at++) byWeight[section]! += by * squares[at]!;
    }
    let weighed = 0;
    byWeight.forEach((value, at) => (weighed += weights[at]! * value));
    const maps = deep ? sections.map((_, at) => gradientsOf(differences, at, parameters.a[at]!, parameters.b[at]!, 2 * weights[at]!)) : [];
    return {
      rank: parameters.rank,
      logWeights: Float64Array.from(byWeight, (value, at) => weights[at]! * (value - sections[at]!.share * weighed)),
      a: deep ? maps.map(({ a }) => a) : parameters.a,
      b: deep ? maps.map(({ b }) => b) : parameters.b
    };
  };
  return { distances, back };
}

/**
 * Writes the squared length [count] of each mapped difference of a section, without mapping it: with v its part, P = Av and Q = (2B + BBᵀA)v,
 * ‖v + BᵀAv‖² = ‖v‖² + P·Q. Leaves P and Q of all photos for the gradients.
 */
function writeSquares(differences: Differences, at: number, a: Float64Array, b: Float64Array): void {
  const { squares, last, photos: { kernels, size, sections, values, dims, onMaps } } = differences;
  const { start, dims: width } = sections[at]!;
  const rank = a.length / width;
  const { rows, products } = onMaps(at, evenly(rank));
  const half = rows.length / 2;
  rows.fill(0);
  rows.set(a);
  rows.set(addTimes(b.map((value) => 2 * value), gramOf(b, b, rank, width), a, rank, width), half);
  kernels.project(rows, { values, start, step: dims, width, size }, products);
  byParts(differences, (pairs, from) => {
    kernels.multiplyAcross(pairs, products, 2 * evenly(rank), pairs.numbers);
    for (let pair = 0, to = from * sections.length + at; pair < pairs.numbers.length; pair++, to += sections.length) {
      last.squares[to] = Math.max(0, squares[to]! + pairs.numbers[pair]!); // a difference of nothing may round to less
    }
  });
}

/**
 * Gradients by A and B from those by the squared lengths: 2 Σ (B + BBᵀA)v ⊗ v and 2 Σ Av ⊗ (v + BᵀAv) over the pairs. P and Q are summed over the pairs of
 * each photo first; with S and T what comes of them and the photos, these are (T + BBᵀS) / 2 and S + SAᵀB.
 */
function gradientsOf(differences: Differences, at: number, a: Float64Array, b: Float64Array, scale: number): { readonly a: Float64Array; readonly b: Float64Array } {
  const { last: { bySquare }, photos: { kernels, size, sections, values, dims, onMaps } } = differences;
  const { start, dims: width } = sections[at]!;
  const rank = a.length / width;
  const { rows: sums, products, factors } = onMaps(at, evenly(rank));
  factors.fill(0);
  byParts(differences, (pairs, from) => {
    for (let pair = 0; pair < pairs.numbers.length; pair++) pairs.numbers[pair] = scale * bySquare[from + pair]!;
    kernels.addAcross(pairs, pairs.numbers, products, 2 * evenly(rank), factors);
  });
  sums.fill(0);
  kernels.addOuter(sums, { values, start, step: dims, width, size }, factors);
  const half = sums.length / 2;
  const [s, t] = [sums.slice(0, a.length), sums.slice(half, half + a.length)];
  const byA = addTimes(t, gramOf(b, b, rank, width), s, rank, width);
  for (let i = 0; i < byA.length; i++) byA[i]! /= 2;
  return { a: byA, b: addTimes(s, gramOf(s, a, rank, width), b, rank, width) };
}

/** Looks at all pairs, as many at a time as the kernels have room for. */
function byParts({ count, first, second, photos: { pairsAtHand } }: Differences, look: (pairs: PairsAtHand, from: number) => void): void {
  for (let from = 0; from < count; from += PAIRS_AT_HAND) {
    const pairs = pairsAtHand(Math.min(PAIRS_AT_HAND, count - from));
    pairs.first.set(first.subarray(from, from + pairs.first.length));
    pairs.second.set(second.subarray(from, from + pairs.second.length));
    look(pairs, from);
  }
}

/** Inner products [rank × rank] of the rows of x with those of y. */
function gramOf(x: Float64Array, y: Float64Array, rank: number, width: number): Float64Array {
  const gram = new Float64Array(rank * rank);
  for (let k = 0; k < rank; k++) for (let j = 0; j < rank; j++) gram[k * rank + j] = dot(x, k * width, y, j * width, width);
  return gram;
}

/** x + m y, with x and y [rank × width] and m [rank × rank]. */
function addTimes(x: Float64Array, m: Float64Array, y: Float64Array, rank: number, width: number): Float64Array {
  const sum = x.slice();
  for (let k = 0; k < rank; k++) {
    for (let j = 0; j < rank; j++) {
      const factor = m[k * rank + j]!;
      for (let i = 0; i < width; i++) sum[k * width + i]! += factor * y[j * width + i]!;
    }
  }
  return sum;
}

/** Points (count × dims) transformed by the maps, in new memory. */
export function mapPoints(points: Float32Array, dims: number, sections: readonly Section[], maps: readonly SectionMap[]): Float32Array {
  const out = new Float32Array(points.length);
  sections.forEach(({ start, dims: width }, at) => {
    const { weight, rank, a, b } = maps[at]!;
    const root = Math.sqrt(weight);
    for (let from = start; from < points.length; from += dims) {
      for (let i = 0; i < width; i++) out[from + i] = root * points[from + i]!;
      for (let k = 0, row = 0; k < rank; k++, row += width) {
        let sum = 0;
        for (let i = 0; i < width; i++) sum += a[row + i]! * points[from + i]!;
        for (let i = 0; i < width; i++) out[from + i]! += root * sum * b[row + i]!;
      }
    }
  });
  return out;
}
