// Judged photos take their likes along: where "similar" joins photos that lie apart, each carries the photos near it towards the middle
// of the joined set, as far as they probably belong with it (from instance-level constraints to space-level ones: Klein, Kamvar and
// Manning 2002). Photos near one that was judged but not joined stay. A new place depends on the old one alone, so distances between
// new places are a pseudo-metric like those between old ones.
import { squaredBetween } from '../groups/points.ts';
import { distanceAt, type Calibration } from './calibration.ts';

export interface Judged {
  /** Rows of each must-link set. */
  readonly together: readonly (readonly number[])[];
  /** Rows that judgments hold apart from others. */
  readonly apart: readonly number[];
}

/** Of each set, photos that attract; spread evenly over it. */
const MOST_OF_SET = 48;
/** Photos that attract or hold, at most; the newest. */
const MOST_ANCHORS = 3000;
/** A photo this unlikely to belong with another does not follow it. */
const LEAST_PROBABILITY = 0.002;

/**
 * The points (count × dims) after attraction, in new memory, and the rows that moved. `near` names the rows that may move (all of a
 * small library; those around judged photos of a large one).
 */
export function attract(points: Float32Array, dims: number, { together, apart }: Judged, calibration: Calibration, near: Iterable<number>): { points: Float32Array; moved: Map<number, number> } {
  const moved = new Map<number, number>();
  const out = points.slice();
  if (together.length === 0) return { points: out, moved };
  const middles = together.map((rows) => middleOf(points, dims, rows));
  const anchors: { readonly row: number; readonly set: number }[] = [];
  const setOf = new Map<number, number>();
  together.forEach((rows, set) => {
    for (const row of rows) setOf.set(row, set);
    const stride = Math.ceil(rows.length / MOST_OF_SET);
    for (let at = 0; at < rows.length; at += stride) anchors.push({ row: rows[at]!, set });
  });
  for (const row of new Set(apart)) if (!setOf.has(row)) anchors.push({ row, set: -1 });
  const used = anchors.slice(-MOST_ANCHORS);
  const reach = distanceAt(LEAST_PROBABILITY, calibration) ** 2;
  const held = new Set(apart);

  const carry = (row: number, set: number, anchor: number, share: number): void => {
    const middle = middles[set]!;
    for (let i = 0; i < dims; i++) out[row * dims + i]! += share * (middle[i]! - points[anchor * dims + i]!);
  };
  for (const row of near) {
    const own = setOf.get(row);
    if (own !== undefined) {
      carry(row, own, row, 1);
      moved.set(row, own);
      continue;
    }
    if (held.has(row)) continue;
    const pulls: { readonly row: number; readonly set: number; readonly odds: number }[] = [];
    let total = 1; // the odds of belonging with none of them
    for (const anchor of used) {
      const squared = squaredBetween(points, row * dims, points, anchor.row * dims, dims);
      if (squared > reach) continue;
      const odds = Math.exp(calibration.slope * (calibration.middle - Math.sqrt(squared)));
      total += odds;
      if (anchor.set >= 0) pulls.push({ ...anchor, odds });
    }
    let strongest = 0;
    for (const { row: anchor, set, odds } of pulls) {
      carry(row, set, anchor, odds / total);
      if (odds > strongest) {
        strongest = odds;
        moved.set(row, set);
      }
    }
  }
  return { points: out, moved };
}

function middleOf(points: Float32Array, dims: number, rows: readonly number[]): Float64Array {
  const middle = new Float64Array(dims);
  for (const row of rows) for (let i = 0; i < dims; i++) middle[i]! += points[row * dims + i]! / rows.length;
  return middle;
}
