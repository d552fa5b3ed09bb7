// Parts one group that holds photos which are kept apart: into as few groups as average linkage of its own photos gives under the bonds.
// A large group is linked by some of its photos, and the others follow the nearest mean (mini-batch clustering, Sculley 2010, in one pass).
import type { Bonds } from '../linkage/bonds.ts';
import { findCandidates } from '../linkage/candidates.ts';
import { cut } from '../linkage/cut.ts';
import { link } from '../linkage/linkage.ts';
import type { Points } from '../linkage/points.ts';
import { squaredBetween } from '../linkage/points.ts';
import { forbids, Sides } from './sides.ts';

/** Photos that are linked with each other: a matrix of a few megabytes. */
const LINKED = 800;

interface Part {
  readonly rows: number[];
  readonly marks: Set<number>;
  readonly mean: Float32Array;
}

/** The parts of a group (`rows` of `points`, ascending), largest first, each ascending. Every must-link set is inside or outside the group. */
export function part(rows: Uint32Array, bonds: Bonds, points: Points, linked = LINKED): Uint32Array[] {
  const chosen = choose(rows, bonds, linked);
  const parts = linkParts(chosen, bonds, points);
  if (chosen.length < rows.length) assign(rows, chosen, parts, bonds, points);
  return parts.map((members) => Uint32Array.from(members.rows).sort()).sort((a, b) => b.length - a.length || a[0]! - b[0]!);
}

/** At most `most` rows: one of each side that is kept apart, then others evenly. */
function choose(rows: Uint32Array, { apart }: Bonds, most: number): Uint32Array {
  if (rows.length <= most) return rows;
  const inside = new Set(rows);
  const sides = apart.flatMap(({ left, right }) => [left, right].map((side) => side.find((row) => inside.has(row))));
  const chosen = new Set(sides.filter((row) => row !== undefined).slice(0, most / 2));
  for (let at = 0, step = rows.length / (most - chosen.size); at < rows.length; at += step) chosen.add(rows[Math.floor(at)]!);
  return Uint32Array.from(chosen).sort();
}

function linkParts(rows: Uint32Array, bonds: Bonds, { dims, values }: Points): Part[] {
  const points: Points = { size: rows.length, dims, values: new Float32Array(rows.length * dims) };
  rows.forEach((row, at) => points.values.set(values.subarray(row * dims, (row + 1) * dims), at * dims));
  const { tree } = link(points, findCandidates(points, { k: 0, neighbours: new Uint32Array() }, Infinity), within(rows, bonds));
  const sides = new Sides(bonds);
  const members: number[][] = [];
  cut(tree, Infinity).forEach((label, at) => (members[label] ??= []).push(rows[at]!));
  return members.map((own): Part => ({ rows: own, marks: sides.of(own), mean: meanOf(own, dims, values) }));
}

/** The bonds among these rows, by their places. */
function within(rows: Uint32Array, { together, apart }: Bonds): Bonds {
  const placeOf = new Map(Array.from(rows, (row, at) => [row, at]));
  const places = (some: readonly number[]): number[] => some.flatMap((row) => placeOf.get(row) ?? []);
  // where the photo that stands for a set was not chosen, another of it does
  const setOf = new Map(together.flatMap((set) => set.map((row) => [row, set] as const)));
  const side = (some: readonly number[]): number[] => some.flatMap((row) => placeOf.get(row) ?? places(setOf.get(row) ?? []).slice(0, 1));
  return {
    together: together.map(places).filter(({ length }) => length > 1),
    apart: apart.map(({ judgment, left, right }) => ({ judgment, left: side(left), right: side(right) })).filter(({ left, right }) => left.length > 0 && right.length > 0)
  };
}

/** Adds the rows that were not linked to the nearest part that may have them, each must-link set as a whole. */
function assign(rows: Uint32Array, chosen: Uint32Array, parts: Part[], bonds: Bonds, { dims, values }: Points): void {
  const sides = new Sides(bonds);
  const done = new Set(chosen);
  const setOf = new Map(bonds.together.flatMap((set) => set.map((row) => [row, set] as const)));
  for (const row of rows) {
    if (done.has(row)) continue;
    const set = setOf.get(row) ?? [row];
    const waiting = set.filter((member) => !done.has(member));
    for (const member of set) done.add(member);
    const marks = sides.of(set);
    let home = parts.find((candidate) => set.length > waiting.length && candidate.rows.includes(set.find((member) => !waiting.includes(member))!));
    if (!home) {
      const mean = meanOf(waiting, dims, values);
      let least = Infinity;
      for (const candidate of parts) {
        const distance = squaredBetween(candidate.mean, 0, mean, 0, dims);
        if (distance < least && !forbids(marks, candidate.marks)) [home, least] = [candidate, distance];
      }
      if (!home) parts.push((home = { rows: [], marks: new Set(), mean }));
    }
    home.rows.push(...waiting);
    for (const mark of marks) home.marks.add(mark);
  }
}

function meanOf(rows: readonly number[], dims: number, values: Float32Array): Float32Array {
  const sums = new Float64Array(dims);
  for (const row of rows) for (let d = 0; d < dims; d++) sums[d]! += values[row * dims + d]!;
  return Float32Array.from(sums, (sum) => sum / rows.length);
}
