// Groups after judgments were given up whose groups of before are not kept, as of answers older than the last steps: what they parted is
// joined again, and what they joined is parted, as far as the tree without them says so. Everything else stays.

import type { Judgment, Statement } from '../contract.ts';
import { part } from '../learning/groups/parting.ts';
import type { Bonds } from '../learning/linkage/bonds.ts';
import type { Constraints } from '../learning/linkage/constraints.ts';
import type { Points } from '../learning/linkage/points.ts';
import type { Rows } from './rows.ts';

export interface RecutOptions {
  readonly dropped: readonly Judgment[];
  /** Rows of each group as the tree without them is cut. */
  readonly cells: readonly Uint32Array[];
  readonly rows: Rows;
  /** Of the judgments that hold. */
  readonly bonds: Bonds;
  readonly points: Points;
}

/** The judgments of `dropped` without which groups may be others: a degree or a comparison binds nothing, and some others follow from those that hold. */
export function binding(dropped: readonly Judgment[], constraints: Constraints): readonly Judgment[] {
  return dropped.filter(({ statement }) => statement.kind !== 'degree' && statement.kind !== 'closer' && constraints.check(statement).status !== 'already-known');
}

/** `groups` (rows of each) without the judgments `dropped`; what others still demand is left to the caller. */
export function recut(groups: readonly Uint32Array[], { dropped, cells, rows, bonds, points }: RecutOptions): Uint32Array[] {
  const cellOf = placesOf(cells, points.size);
  let now = [...groups];
  const here = (photos: readonly number[]): number[] => photos.flatMap((photo) => rows.of(photo) ?? []);
  for (const { statement } of dropped) {
    const [left, right] = sidesOf(statement).map(here) as [number[], number[]?]; // as many
    now = right ? rejoin(now, left, right, cellOf) : partAgain(now, left, { cellOf, bonds, points });
  }
  return now;
}

/** The photos that were said to belong together, or the two sides that were not to. */
function sidesOf(statement: Statement): (readonly number[])[] {
  if (statement.kind === 'apart') return [statement.photos, statement.others];
  return statement.kind === 'different' ? statement.photos.map((photo) => [photo]) : [statement.photos];
}

/** What was taken from a group goes back to it: all of a group that came of it, or the photos alone where they were put with others. */
function rejoin(groups: readonly Uint32Array[], left: readonly number[], right: readonly number[], cellOf: Int32Array): Uint32Array[] {
  const cells = new Set(right.map((row) => cellOf[row]));
  if (!left.some((row) => cells.has(cellOf[row]))) return [...groups];
  const [few, many] = left.length <= right.length ? [left, right] : [right, left];
  const [moving, staying] = [new Set(few), new Set(many)];
  const count = (group: Uint32Array, of: ReadonlySet<number>): number => group.reduce((sum, row) => sum + (of.has(row) ? 1 : 0), 0);
  const home = groups.reduce((most, group) => (count(group, staying) > count(most, staying) ? group : most));
  // two single photos were parted each with what is near it
  const goes = (group: Uint32Array): boolean => many.length === 1 || count(group, moving) === group.length;
  const back = groups.flatMap((group) => (group === home || count(group, moving) === 0 ? [] : [...(goes(group) ? group : group.filter((row) => moving.has(row)))]));
  const gone = new Set(back);
  return groups.map((group) => (group === home ? Uint32Array.from([...home, ...back]).sort() : group.filter((row) => !gone.has(row)))).filter(({ length }) => length > 0);
}

/** Photos that only a judgment kept together part, each with what is near it. */
function partAgain(groups: readonly Uint32Array[], photos: readonly number[], { cellOf, bonds, points }: Pick<RecutOptions, 'bonds' | 'points'> & { readonly cellOf: Int32Array }): Uint32Array[] {
  const firsts = [...new Map(photos.map((row) => [cellOf[row]!, row])).values()];
  if (firsts.length < 2) return [...groups];
  const apart = firsts.flatMap((left, at) => firsts.slice(at + 1).map((right) => ({ judgment: 0, left: [left], right: [right] })));
  const torn = new Set(firsts);
  return groups.flatMap((group) => (group.filter((row) => torn.has(row)).length < 2 ? [group] : part(group, { ...bonds, apart: [...bonds.apart, ...apart] }, points)));
}

function placesOf(groups: readonly Uint32Array[], size: number): Int32Array {
  const places = new Int32Array(size).fill(-1);
  groups.forEach((group, place) => group.forEach((row) => (places[row] = place)));
  return places;
}
