// The learned part of the metric: a non-negative weight per feature group and a low-rank map near the identity,
// d = ‖Wφ(x) − Wφ(y)‖ with W = √w (I + BᵀA) in each section of the points. Distances of pairs and their gradients are written by hand,
// because this is the inner loop of a fit that the user waits for. The choice of objective and the optimisation are in fit.ts and learn.ts.
import type { Section } from './prior.ts';
import { addOuter, dot, project } from './dot.ts';
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

/** Pairs of photos as differences of their prior points. */
export interface Differences {
  readonly count: number;
  /** count × dims, row-major. */
  readonly values: Float64Array;
  /** Squared length of each section's part, [count] per section: all that weights without maps need. */
  readonly squares: readonly Float64Array[];
}

/** The differences of `pairs` of rows of `points` (row-major, `dims` wide). */
export function differencesOf(points: Float32Array, dims: number, sections: readonly Section[], pairs: readonly { readonly a: number; readonly b: number }[]): Differences {
  const values = new Float64Array(pairs.length * dims);
  pairs.forEach(({ a, b }, at) => {
    for (let i = 0; i < dims; i++) values[at * dims + i] = points[a * dims + i]! - points[b * dims + i]!;
  });
  const squares = sections.map(({ start, dims: width }) => squaresOf(values, dims, start, width));
  return { count: pairs.length, values, squares };
}

function squaresOf(values: Float64Array, dims: number, start: number, width: number): Float64Array {
  const squares = new Float64Array(values.length / dims);
  for (let pair = 0; pair < squares.length; pair++) {
    let sum = 0;
    for (let i = pair * dims + start, end = i + width; i < end; i++) sum += values[i]! * values[i]!;
    squares[pair] = sum;
  }
  return squares;
}

/** Distances [count] of pairs under the parameters, and the backward pass to the parameters. */
export function measure({ count, values, squares: plain }: Differences, dims: number, sections: readonly Section[], parameters: MapParameters) {
  const weights = weightsOf(sections, parameters);
  const parts = parameters.rank === 0 ? [] : sections.map((section, at) => partsOf(values, dims, section, parameters.a[at]!, parameters.b[at]!));
  const squares = parameters.rank === 0 ? plain : parts.map((part, at) => squaresUnder(part, plain[at]!));
  const distances = new Float64Array(count);
  squares.forEach((square, at) => {
    for (let pair = 0; pair < count; pair++) distances[pair]! += weights[at]! * square[pair]!;
  });
  for (let pair = 0; pair < count; pair++) distances[pair] = Math.sqrt(distances[pair]!);

  /** Gradients of a loss by the parameters, from its gradients by the distances [count]. */
  const back = (byDistance: ArrayLike<number>): MapParameters => {
    // ∂d/∂(d²) = 1 / 2d; the gradient is 0 where photos coincide
    const bySquare = distances.map((distance, pair) => (distance > 1e-9 ? byDistance[pair]! / (2 * distance) : 0));
    const byWeight = squares.map((square) => square.reduce((sum, value, pair) => sum + value * bySquare[pair]!, 0));
    let weighed = 0;
    byWeight.forEach((value, at) => (weighed += weights[at]! * value));
    const gradients: MapParameters = {
      rank: parameters.rank,
      logWeights: Float64Array.from(byWeight, (value, at) => weights[at]! * (value - sections[at]!.share * weighed)),
      a: parameters.a.map(({ length }) => new Float64Array(length)),
      b: parameters.b.map(({ length }) => new Float64Array(length))
    };
    if (parameters.rank === 0) return gradients;
    sections.forEach((section, at) => addGradients({ a: gradients.a[at]!, b: gradients.b[at]! }, { values, dims, section, b: parameters.b[at]!, part: parts[at]! }, bySquare.map((value) => 2 * weights[at]! * value)));
    return gradients;
  };
  return { distances, back };
}

/** What the distances under (I + BᵀA) need of differences v, without mapping them: ‖v + BᵀAv‖² = ‖v‖² + 2 Av·Bv + Av·BBᵀ·Av. */
interface Parts {
  readonly rank: number;
  /** Av and Bv: [count × rank]. */
  readonly byA: Float64Array;
  readonly byB: Float64Array;
  /** BBᵀ·Av + Bv, which is B(v + BᵀAv): [count × rank]. */
  readonly mappedByB: Float64Array;
}

function partsOf(values: Float64Array, dims: number, { start, dims: width }: Section, a: Float64Array, b: Float64Array): Parts {
  const rank = a.length / width;
  const gram = Float64Array.from({ length: rank * rank }, (_, at) => dot(b, Math.floor(at / rank) * width, b, (at % rank) * width, width));
  const [byA, byB, mappedByB] = Array.from({ length: 3 }, () => new Float64Array((values.length / dims) * rank)) as [Float64Array, Float64Array, Float64Array]; // three
  for (let from = start, to = 0; from < values.length; from += dims, to += rank) {
    project(a, width, values, from, byA, to, rank);
    project(b, width, values, from, byB, to, rank);
    for (let k = 0; k < rank; k++) {
      let sum = byB[to + k]!;
      for (let j = 0; j < rank; j++) sum += gram[k * rank + j]! * byA[to + j]!;
      mappedByB[to + k] = sum;
    }
  }
  return { rank, byA, byB, mappedByB };
}

/** Squared length [count] of each mapped difference of a section. */
function squaresUnder({ rank, byA, byB, mappedByB }: Parts, plain: Float64Array): Float64Array {
  return plain.map((square, pair) => {
    let sum = square;
    for (let at = pair * rank, end = at + rank; at < end; at++) sum += byA[at]! * (byB[at]! + mappedByB[at]!);
    return Math.max(0, sum); // a difference of nothing may round to less
  });
}

interface Mapped {
  readonly values: Float64Array;
  readonly dims: number;
  readonly section: Section;
  readonly b: Float64Array;
  readonly part: Parts;
}

/** Adds the gradients of Σ `scales` × squared length / 2 by A and B: outer products of B·mapped and v, and of Av and the mapped v. */
function addGradients(to: { readonly a: Float64Array; readonly b: Float64Array }, { values, dims, section: { start, dims: width }, b, part: { rank, byA, mappedByB } }: Mapped, scales: Float64Array): void {
  const [forA, forB] = [new Float64Array(rank), new Float64Array(rank)];
  const mixed = new Float64Array(rank * rank);
  for (let pair = 0, from = start, at = 0; pair < scales.length; pair++, from += dims, at += rank) {
    const scale = scales[pair]!;
    if (scale === 0) continue;
    for (let k = 0; k < rank; k++) {
      forA[k] = scale * mappedByB[at + k]!;
      forB[k] = scale * byA[at + k]!;
      for (let j = 0; j < rank; j++) mixed[k * rank + j]! += forB[k]! * byA[at + j]!;
    }
    addOuter(to.a, width, values, from, forA, 0);
    addOuter(to.b, width, values, from, forB, 0);
  }
  // the mapped v is v + BᵀAv: the second part for all pairs at once
  for (let j = 0; j < rank; j++) {
    addOuter(to.b, width, b, j * width, Float64Array.from({ length: rank }, (_, k) => mixed[k * rank + j]!), 0);
  }
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
