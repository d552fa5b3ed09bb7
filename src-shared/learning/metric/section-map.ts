// The learned part of the metric: a non-negative weight per feature group and a low-rank map near the identity,
// d = ‖Wφ(x) − Wφ(y)‖ with W = √w (I + BᵀA) in each section of the points. Distances of pairs and their gradients are written by hand,
// because this is the inner loop of a fit that the user waits for. The choice of objective and the optimisation are in fit.ts and learn.ts.
import type { Section } from './prior.ts';
import { addOuterAll, dot, projectAll } from './dot.ts';
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
  /** The points of all photos in pairs, each once: a row-major matrix per section. */
  readonly photos: readonly Float64Array[];
  /** Squared length of each section's part of a difference, [count] per section: all that weights without maps need. */
  readonly squares: readonly Float64Array[];
}

/** The differences of `pairs` of rows of `points` (row-major, `dims` wide). */
export function differencesOf(points: Float32Array, dims: number, sections: readonly Section[], pairs: readonly { readonly a: number; readonly b: number }[]): Differences {
  const places = new Map<number, number>();
  const placeOf = (row: number): number => {
    const known = places.get(row);
    if (known === undefined) places.set(row, places.size);
    return known ?? places.size - 1;
  };
  const [first, second] = [new Uint32Array(pairs.length), new Uint32Array(pairs.length)];
  pairs.forEach(({ a, b }, at) => ([first[at], second[at]] = [placeOf(a), placeOf(b)]));
  const photos = sections.map(({ start, dims: width }) => {
    const part = new Float64Array(places.size * width);
    for (const [row, place] of places) part.set(points.subarray(row * dims + start, row * dims + start + width), place * width);
    return part;
  });
  const squares = sections.map(({ dims: width }, at) => {
    const part = new Float64Array(pairs.length);
    const values = photos[at]!;
    for (let pair = 0; pair < part.length; pair++) {
      let sum = 0;
      for (let i = first[pair]! * width, j = second[pair]! * width, end = i + width; i < end; i++, j++) sum += (values[i]! - values[j]!) ** 2;
      part[pair] = sum;
    }
    return part;
  });
  return { count: pairs.length, first, second, photos, squares };
}

/** Distances [count] of pairs under the parameters, and the backward pass to the parameters. */
export function measure(differences: Differences, sections: readonly Section[], parameters: MapParameters) {
  const { count, squares: plain } = differences;
  const weights = weightsOf(sections, parameters);
  const parts = parameters.rank === 0 ? [] : sections.map(({ dims }, at) => partsOf(differences, differences.photos[at]!, dims, parameters.a[at]!, parameters.b[at]!));
  const squares = parameters.rank === 0 ? plain : parts.map((part, at) => squaresUnder(part, plain[at]!));
  const distances = new Float64Array(count);
  squares.forEach((square, at) => {
    const weight = weights[at]!;
    for (let pair = 0; pair < count; pair++) distances[pair]! += weight * square[pair]!;
  });
  for (let pair = 0; pair < count; pair++) distances[pair] = Math.sqrt(distances[pair]!);

  /** Gradients of a loss by the parameters, from its gradients by the distances [count]. */
  const back = (byDistance: ArrayLike<number>): MapParameters => {
    // ∂d/∂(d²) = 1 / 2d; the gradient is 0 where photos coincide
    const bySquare = new Float64Array(count);
    for (let pair = 0; pair < count; pair++) if (distances[pair]! > 1e-9) bySquare[pair] = byDistance[pair]! / (2 * distances[pair]!);
    const byWeight = squares.map((square) => dot(square, 0, bySquare, 0, count));
    let weighed = 0;
    byWeight.forEach((value, at) => (weighed += weights[at]! * value));
    const gradients: MapParameters = {
      rank: parameters.rank,
      logWeights: Float64Array.from(byWeight, (value, at) => weights[at]! * (value - sections[at]!.share * weighed)),
      a: parameters.a.map(({ length }) => new Float64Array(length)),
      b: parameters.b.map(({ length }) => new Float64Array(length))
    };
    if (parameters.rank === 0) return gradients;
    sections.forEach(({ dims }, at) => addGradients({ a: gradients.a[at]!, b: gradients.b[at]! }, { differences, photos: differences.photos[at]!, width: dims, b: parameters.b[at]!, part: parts[at]!, scale: 2 * weights[at]! }, bySquare));
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

function partsOf({ count, first, second }: Omit<Differences, 'photos'>, photos: Float64Array, width: number, a: Float64Array, b: Float64Array): Parts {
  const rank = a.length / width;
  const gram = Float64Array.from({ length: rank * rank }, (_, at) => dot(b, Math.floor(at / rank) * width, b, (at % rank) * width, width));
  const onA = projectAll(a, width, photos);
  const onB = projectAll(b, width, photos);
  const [byA, byB, mappedByB] = Array.from({ length: 3 }, () => new Float64Array(count * rank)) as [Float64Array, Float64Array, Float64Array]; // three
  for (let pair = 0, to = 0; pair < count; pair++, to += rank) {
    for (let k = 0, i = first[pair]! * rank, j = second[pair]! * rank; k < rank; k++, i++, j++) {
      byA[to + k] = onA[i]! - onA[j]!;
      byB[to + k] = onB[i]! - onB[j]!;
    }
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
  const squares = new Float64Array(plain.length);
  for (let pair = 0, at = 0; pair < squares.length; pair++) {
    let sum = plain[pair]!;
    for (const end = at + rank; at < end; at++) sum += byA[at]! * (byB[at]! + mappedByB[at]!);
    squares[pair] = Math.max(0, sum); // a difference of nothing may round to less
  }
  return squares;
}

interface Mapped {
  readonly differences: Differences;
  /** Of the section. */
  readonly photos: Float64Array;
  readonly width: number;
  readonly b: Float64Array;
  readonly part: Parts;
  /** Of the gradients by the squared lengths. */
  readonly scale: number;
}

/** Adds the gradients by A and B: outer products of B·mapped and v, and of Av and the mapped v. A photo's share in all its pairs is summed first. */
function addGradients(to: { readonly a: Float64Array; readonly b: Float64Array }, { differences: { count, first, second }, photos, width, b, part: { rank, byA, mappedByB }, scale }: Mapped, bySquare: Float64Array): void {
  const size = (photos.length / width) * rank;
  const [forA, forB] = [new Float64Array(size), new Float64Array(size)];
  const mixed = new Float64Array(rank * rank);
  for (let pair = 0, at = 0; pair < count; pair++, at += rank) {
    const factor = scale * bySquare[pair]!;
    if (factor === 0) continue;
    for (let k = 0, i = first[pair]! * rank, j = second[pair]! * rank; k < rank; k++, i++, j++) {
      const ofA = factor * mappedByB[at + k]!;
      const ofB = factor * byA[at + k]!;
      forA[i]! += ofA;
      forA[j]! -= ofA;
      forB[i]! += ofB;
      forB[j]! -= ofB;
      for (let other = 0; other < rank; other++) mixed[k * rank + other]! += ofB * byA[at + other]!;
    }
  }
  addOuterAll(to.a, width, photos, forA);
  addOuterAll(to.b, width, photos, forB);
  // the mapped v is v + BᵀAv: the second part for all pairs at once
  addOuterAll(to.b, width, b, Float64Array.from(mixed, (_, at) => mixed[(at % rank) * rank + Math.floor(at / rank)]!));
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
