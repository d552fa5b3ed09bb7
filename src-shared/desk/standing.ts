// How things stand: how many pairs the judgments settle, and how many photos they place. And an estimate of how far groups are right, from
// the calibration of the metric and not from any truth: what judgments bind counts as right, everything else by its probability.

import type { Judgment, PhotoSpace, Standing } from '../contract.ts';
import { Constraints } from '../learning/linkage/constraints.ts';
import { squaredBetween } from '../learning/linkage/points.ts';
import { probabilityAt } from '../learning/metric/calibration.ts';

/** Pairs of a group that are measured, at most. */
const MOST_PAIRS = 24;
/** Pairs of all groups that are measured, about: of more, groups of a few photos are measured by every second, third … of them. Off by less than a hundredth. */
const MOST_MEASURED = 10_000;
/** Fewer photos are few. */
const FEW = 25;

/** `members`: rows of each group's photos in the space. */
export function standing(space: PhotoSpace, judgments: readonly Judgment[], members: readonly ArrayLike<number>[]): Standing {
  const { constraints } = Constraints.of(judgments);
  const { together, apart } = constraints.toBonds(space.ids);
  return { settled: settledPairs(space.ids.length, together, apart), placed: placedPhotos(space, judgments, members) };
}

/** Estimated share of pairs within groups that are alike, 0 … 1; `null` where nothing is grouped or the space has no calibration. */
export function estimate(space: PhotoSpace, together: readonly (readonly number[])[], members: readonly ArrayLike<number>[]): number | null {
  const { metric, points, dims } = space;
  const several = members.filter(({ length }) => length > 1);
  if (!metric || several.length === 0) return null;
  const set = new Map<number, number>();
  together.forEach((rows, index) => rows.forEach((row) => set.set(row, index)));
  const measured = several.reduce((sum, { length }) => sum + (length < FEW ? Math.min(MOST_PAIRS, (length * (length - 1)) / 2) : 0), 0);
  const every = Math.max(1, Math.ceil(measured / MOST_MEASURED));
  let [pairs, expected, small] = [0, 0, 0];
  for (const rows of several) {
    const stands = rows.length < FEW ? every : 1; // for so many groups like it
    if (rows.length < FEW && small++ % every !== 0) continue;
    const all = (rows.length * (rows.length - 1)) / 2;
    const mean = meanOver(rows, (a, b) => {
      const bound = set.get(a);
      if (bound !== undefined && bound === set.get(b)) return 1;
      return probabilityAt(Math.sqrt(squaredBetween(points, a * dims, points, b * dims, dims)), metric.calibration);
    });
    pairs += stands * all;
    expected += stands * all * mean;
  }
  return expected / pairs;
}

function placedPhotos({ ids }: PhotoSpace, judgments: readonly Judgment[], members: readonly ArrayLike<number>[]): number {
  const judged = new Set<number>();
  for (const { statement } of judgments) {
    for (const photo of statement.photos) judged.add(photo);
    if (statement.kind === 'apart') for (const photo of statement.others) judged.add(photo);
  }
  const placed = members.filter((rows) => Array.prototype.some.call(rows, (row: number) => judged.has(ids[row]!)));
  return placed.reduce((sum, { length }) => sum + length, 0);
}

/** Mean of `measure` over the pairs of a group; of a large one over some, each photo as often as the next. */
function meanOver(rows: ArrayLike<number>, measure: (a: number, b: number) => number): number {
  const { length } = rows;
  let [sum, count] = [0, 0];
  if ((length * (length - 1)) / 2 <= MOST_PAIRS) {
    for (let i = 0; i < length; i++) for (let j = i + 1; j < length; j++, count++) sum += measure(rows[i]!, rows[j]!);
    return sum / count;
  }
  // steps that grow walk over near and far places of the group alike
  for (; count < MOST_PAIRS; count++) {
    const a = Math.floor((count * length) / MOST_PAIRS);
    const b = (a + 1 + ((count * 7) % (length - 1))) % length;
    sum += measure(rows[a]!, rows[b]!);
  }
  return sum / count;
}

/** Pairs inside must-link sets, and pairs across sets that are held apart, each once. */
function settledPairs(size: number, together: readonly (readonly number[])[], apart: readonly { readonly left: readonly number[]; readonly right: readonly number[] }[]): number {
  const set = new Map<number, number>();
  const sizes: number[] = [];
  let pairs = 0;
  together.forEach((rows, index) => {
    sizes.push(rows.length);
    pairs += (rows.length * (rows.length - 1)) / 2;
    for (const row of rows) set.set(row, index);
  });
  // a photo that is in no set is one of its own
  const place = (row: number): number => set.get(row) ?? sizes.length + row;
  const seen = new Set<number>();
  for (const { left, right } of apart) {
    for (const a of left.map(place)) {
      for (const b of right.map(place)) {
        const key = Math.min(a, b) * (sizes.length + size) + Math.max(a, b);
        if (seen.has(key)) continue;
        seen.add(key);
        pairs += (sizes[a] ?? 1) * (sizes[b] ?? 1);
      }
    }
  }
  return pairs;
}
