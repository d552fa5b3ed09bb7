// Compares a few points with all of a library, fast: inner products of blocks of both, in floats (learning/kernels). Only pairs that may be near enough are
// looked at; their distances are to be measured again, as those of points that nearly coincide lose their digits here.
import { kernelsWith } from '../kernels/choose.ts';
import { type Points, squaredBetween } from './points.ts';

/** Rows of each side that are compared together: half a megabyte. */
const QUERIES = 256;
const ROWS = 128;

/** What rounding may add to a squared distance, as a share of the squared lengths of both points. */
const ROUNDING = 4e-6;

/** Among rows where there are no more. */
export const NONE = 0xffffffff;

/** Squared distances from which on a pair is not looked at: of each query, and of each row. They may be lowered meanwhile. */
export interface ScanLimits {
  readonly queries: Float64Array;
  /** None unless given. */
  readonly rows?: Float64Array;
}

/** Calls `see` for each pair of a query and a row that may be nearer than one of their limits. */
export function scanPairs(queries: Points, points: Points, limits: ScanLimits, see: (query: number, row: number) => void): void {
  const { dims } = points;
  const many = Math.min(QUERIES, queries.size);
  const kernels = kernelsWith((many * dims) / 2 + (ROWS * (dims + many)) / 2 + 2);
  const [held, block, products] = [kernels.floats(many * dims), kernels.floats(ROWS * dims), kernels.floats(ROWS * many)];
  const [ofQueries, ofRows] = [squaredLengths(queries), squaredLengths(points)];
  for (let first = 0; first < queries.size; first += many) {
    const asked = Math.min(many, queries.size - first);
    held.set(queries.values.subarray(first * dims, (first + asked) * dims));
    for (let from = 0; from < points.size; from += ROWS) {
      const rows = Math.min(ROWS, points.size - from);
      block.set(points.values.subarray(from * dims, (from + rows) * dims));
      kernels.projectFloats(held.subarray(0, asked * dims), { values: block, start: 0, step: dims, width: dims, size: rows }, products.subarray(0, rows * asked));
      for (let row = from, at = 0; row < from + rows; row++) {
        const own = ofRows[row]!;
        for (let query = first; query < first + asked; query++, at++) {
          const lengths = own + ofQueries[query]!;
          const least = lengths - 2 * products[at]! - ROUNDING * lengths;
          if (least < limits.queries[query]! || (limits.rows !== undefined && least < limits.rows[row]!)) see(query, row);
        }
      }
    }
  }
}

/** The `count` rows of `points` that are nearest to each query, nearest first; `NONE` where there are fewer. @param but a row of each query that is left out */
export function scanNearest(queries: Points, points: Points, count: number, but?: (query: number) => number): Uint32Array {
  const found = new Uint32Array(queries.size * count).fill(NONE);
  const squares = new Float64Array(queries.size * count).fill(Infinity);
  const limits = new Float64Array(queries.size).fill(count > 0 ? Infinity : 0);
  const { dims } = points;
  scanPairs(queries, points, { queries: limits }, (query, row) => {
    if (but?.(query) === row) return;
    const square = squaredBetween(queries.values, query * dims, points.values, row * dims, dims);
    let at = (query + 1) * count - 1;
    if (!(square < squares[at]!)) return;
    for (; at > query * count && squares[at - 1]! > square; at--) {
      squares[at] = squares[at - 1]!;
      found[at] = found[at - 1]!;
    }
    squares[at] = square;
    found[at] = row;
    limits[query] = squares[(query + 1) * count - 1]!;
  });
  return found;
}

function squaredLengths({ size, dims, values }: Points): Float64Array {
  const squares = new Float64Array(size);
  for (let row = 0, at = 0; row < size; row++) for (let i = 0; i < dims; i++, at++) squares[row]! += values[at]! * values[at]!;
  return squares;
}
