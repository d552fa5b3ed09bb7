// Neighbours of a set of points that few came to and few left: what is known of the others is kept, and those that came are compared with all. Where nothing
// left, exact lists stay exact; a list that lost some is filled up with neighbours of its neighbours, as after points moved (refine-neighbours.ts).
import { measureRow, type Neighbours } from './neighbours.ts';
import type { Points } from './points.ts';
import { NONE, scanPairs } from './scan.ts';

/** This many of each photo's nearest contribute this many of theirs where some are missing. */
const ASKED = 10;

/**
 * The neighbours of `points`, in lists as long as those of `before`.
 * @param rowsBefore the row that each point had in `before`, where it lay in the same place; `NONE` for those that came
 */
export function changedNeighbours(points: Points, before: Neighbours, rowsBefore: Uint32Array): Neighbours {
  const { k } = before;
  const { size } = points;
  if (size <= k) throw new RangeError(`Expected more than ${k} points, got ${size}.`);
  const changed: Neighbours = { k, neighbours: new Uint32Array(size * k), distances: new Float32Array(size * k).fill(Infinity) };
  const counts = carryOver(before, rowsBefore, changed);
  fillUp(points, changed, counts);
  compareCome(points, rowsBefore, changed, counts);
  return changed;
}

/** Copies what is left of each list. How long each is now. */
function carryOver({ k, neighbours, distances }: Neighbours, rowsBefore: Uint32Array, to: Neighbours): Uint32Array {
  const rowsNow = new Uint32Array(neighbours.length / Math.max(1, k)).fill(NONE);
  rowsBefore.forEach((before, row) => {
    if (before !== NONE) rowsNow[before] = row;
  });
  return rowsBefore.map((before, row) => {
    if (before === NONE) return 0;
    let count = 0;
    for (let at = before * k; at < (before + 1) * k; at++) {
      const other = rowsNow[neighbours[at]!]!;
      if (other === NONE) continue;
      to.neighbours[row * k + count] = other;
      to.distances[row * k + count++] = distances[at]!;
    }
    return count;
  });
}

/** Fills up the lists that lost some, before any of the points that came is in a list. */
function fillUp(points: Points, to: Neighbours, counts: Uint32Array): void {
  const { k, neighbours } = to;
  const carried = counts.slice();
  const seenBy = new Uint32Array(points.size).fill(NONE);
  for (let row = 0; row < points.size; row++) {
    const count = carried[row]!;
    if (count === 0 || count === k) continue;
    const found: number[] = [];
    seenBy[row] = row;
    for (let at = row * k; at < row * k + count; at++) seenBy[neighbours[at]!] = row;
    for (let near = row * k; near < row * k + Math.min(ASKED, count); near++) {
      const other = neighbours[near]!;
      for (let at = other * k; at < other * k + Math.min(ASKED, carried[other]!); at++) {
        if (seenBy[neighbours[at]!] === row) continue;
        seenBy[neighbours[at]!] = row;
        found.push(neighbours[at]!);
      }
    }
    measureRow(points, row, found, to, count);
    counts[row] = Math.min(k, count + found.length);
  }
}

/** Compares those that came, and those whose lists are short all the same, with all. */
function compareCome(points: Points, rowsBefore: Uint32Array, to: Neighbours, counts: Uint32Array): void {
  const { size, dims, values } = points;
  const { k, distances } = to;
  const rows = Uint32Array.from(counts.keys()).filter((row) => counts[row]! < k);
  const queries: Points = { size: rows.length, dims, values: new Float32Array(rows.length * dims) };
  rows.forEach((row, query) => queries.values.set(values.subarray(row * dims, (row + 1) * dims), query * dims));
  const farthest = (row: number): number => (counts[row]! < k ? Infinity : distances[(row + 1) * k - 1]! ** 2);
  const limits = { queries: new Float64Array(rows.length).fill(Infinity), rows: Float64Array.from(counts.keys(), farthest) };
  const anew = new Uint8Array(size);
  for (const row of rows) {
    anew[row] = 1;
    counts[row] = 0;
    limits.rows[row] = 0; // seen as a query
  }
  const offer = (row: number, other: number): number => {
    measureRow(points, row, [other], to, counts[row]);
    counts[row] = Math.min(k, counts[row]! + 1);
    return farthest(row);
  };
  scanPairs(queries, points, limits, (query, row) => {
    const asked = rows[query]!;
    if (row === asked) return;
    limits.queries[query] = offer(asked, row);
    // one that was there before is in all lists that it belongs to
    if (anew[row] === 0 && rowsBefore[asked] === NONE) limits.rows[row] = offer(row, asked);
  });
}
