// What surrounds some photos of a library in one feature group: the nearest others, and how far a sample of all is. What the prior concludes
// from it is in prominence.ts and agreement.ts.
import { kernelsWith } from '../kernels/choose.ts';

/** Rows of one feature group, evened out, where they lie among those of all groups. */
export interface EvenRows {
  /** count × stride, row-major; fastest if the first coordinates of a group vary most. */
  readonly values: Float32Array;
  /** Where the group's coordinates begin in a row, and how many they are. */
  readonly start: number;
  readonly dims: number;
  readonly stride: number;
}

export interface Surroundings extends EvenRows {
  /** Rows of the photos that were looked at. */
  readonly queries: Uint32Array;
  /** Rows of their `NEAREST` nearest others, nearest first: NEAREST for each query; `NONE` where there are fewer. */
  readonly nearest: Uint32Array;
  /** Their squared distances. */
  readonly squares: Float64Array;
  /** Squared distances of each query from `members` photos, ascending: queries × members. */
  readonly crowd: Float32Array;
  readonly members: number;
}

/** Others that are looked for around each photo. */
export const NEAREST = 3;
export const NONE = 0xffffffff;

/** Photos that stand for all, and that the nearest are looked for among, at most about: a look at a million photos takes as long as at 100,000. */
const CROWD = 1000;
const AMONG = 131_072;
/** Rows that all queries look at, before any looks at others: so many stay in the cache. */
const BLOCK = 128;
/** What a squared distance by products of floats may be off by, relative to the squared lengths, and ten times more. */
const OFF = 1e-5;

/** Looks around the photos in `queries`. With fewer than two photos there is nothing to see. */
export function lookAround(rows: EvenRows, count: number, queries: Uint32Array): Surroundings {
  const { values, dims, stride: width, start } = rows;
  const placeOf = (row: number): number => row * width + start;
  const nearest = new Uint32Array(queries.length * NEAREST).fill(NONE);
  const squares = new Float64Array(queries.length * NEAREST).fill(Infinity);
  const stride = Math.ceil(count / AMONG);
  const members = sampled(count, CROWD);
  const crowd = new Float32Array(queries.length * members.length).fill(Infinity);
  const kernels = kernelsWith((queries.length * (dims + BLOCK + 1) + BLOCK * dims) / 2 + 4);
  const [asked, block, products] = [kernels.floats(queries.length * dims), kernels.floats(BLOCK * dims), kernels.floats(BLOCK * queries.length)];
  queries.forEach((query, at) => asked.set(values.subarray(placeOf(query), placeOf(query) + dims), at * dims));
  const lengths = Float64Array.from(queries, (query) => squaredLength(values, placeOf(query), dims) * (1 - OFF));
  // ‖x − y‖² is ‖x‖² + ‖y‖² − 2 x·y: with half of ‖y‖² as its limit, x has to lie that far along y to be among the nearest
  const limits = kernels.floats(queries.length).fill(-Infinity);
  for (let top = 0; top < count; top += stride * BLOCK) {
    const size = Math.min(BLOCK, Math.ceil((count - top) / stride));
    for (let at = 0; at < size; at++) {
      const from = placeOf(top + at * stride);
      block.set(values.subarray(from, from + dims), at * dims);
    }
    kernels.projectFloats(asked, { values: block, start: 0, step: dims, width: dims, size }, products.subarray(0, size * queries.length));
    for (let at = 0; at < size; at++) {
      const row = top + at * stride;
      const half = (squaredLength(block, at * dims, dims) * (1 - OFF)) / 2;
      const along = products.subarray(at * queries.length, (at + 1) * queries.length);
      // nearly all are farther: only those that may be nearer than the nearest so far are measured
      for (let query = kernels.firstAbove(along, limits, half, 0); query < queries.length; query = kernels.firstAbove(along, limits, half, query + 1)) {
        if (row === queries[query]) continue;
        keepNearest(rows, queries[query]!, row, query * NEAREST, nearest, squares);
        limits[query] = (lengths[query]! - squares[query * NEAREST + NEAREST - 1]!) / 2;
      }
    }
  }
  queries.forEach((query, at) => {
    const distances = crowd.subarray(at * members.length, (at + 1) * members.length);
    members.forEach((row, member) => {
      if (row !== query) distances[member] = squaredDistance(values, placeOf(query), placeOf(row), dims);
    });
    distances.sort();
  });
  return { ...rows, queries, nearest, squares, crowd, members: members.length };
}

/** Keeps `row` if it is among the nearest of `query`, which are kept from `first` on in `nearest` and `squares`. */
function keepNearest({ values, start, dims, stride: width }: EvenRows, query: number, row: number, first: number, nearest: Uint32Array, squares: Float64Array): void {
  const square = squaredDistance(values, query * width + start, row * width + start, dims, squares[first + NEAREST - 1]);
  let place = first + NEAREST;
  for (; place > first && squares[place - 1]! > square; place--) {
    if (place === first + NEAREST) continue;
    squares[place] = squares[place - 1]!;
    nearest[place] = nearest[place - 1]!;
  }
  if (place === first + NEAREST) return;
  squares[place] = square;
  nearest[place] = row;
}

/** About `size` rows at equal steps. */
function sampled(count: number, size: number): Uint32Array {
  const stride = Math.max(1, Math.floor(count / size));
  return Uint32Array.from({ length: Math.ceil(count / stride) }, (_, k) => k * stride);
}

function squaredLength(values: Float32Array, from: number, dims: number): number {
  let sum = 0;
  for (let at = from, end = from + dims; at < end; at++) sum += values[at]! * values[at]!;
  return sum;
}

/** Squared distance of two rows; may stop early and return any value above `enough` once it is exceeded. */
export function squaredDistance(values: Float32Array, from: number, to: number, dims: number, enough = Infinity): number {
  let sum = 0;
  for (let i = 0; i < dims; ) {
    for (const end = Math.min(i + 8, dims); i < end; i++) {
      const difference = values[from + i]! - values[to + i]!;
      sum += difference * difference;
    }
    if (sum > enough) break;
  }
  return sum;
}
