// What was said, applied to the groups as they are and to nothing else. Linking a new tree under a new judgment would be consistent too,
// but it moves photos that nobody spoke of: a pair that is merged first changes the averages of everything near it.
import type { Bonds } from '../linkage/bonds.ts';
import type { Points } from '../linkage/points.ts';
import { part } from './parting.ts';
import { Sides } from './sides.ts';

/**
 * `groups` (rows of each, ascending, disjoint, all photos) changed as little as the bonds demand: groups with photos that belong together
 * become one, a group with photos that do not is parted. A group that no bond objects to stays the same object. Saying that photos
 * belong together never takes any out of the largest group with one of them.
 */
export function amend(groups: readonly Uint32Array[], bonds: Bonds, points: Points): readonly Uint32Array[] {
  const sides = new Sides(bonds);
  const amended: (Uint32Array | null)[] = [...groups];
  const groupOf = new Uint32Array(points.size);
  groups.forEach((rows, group) => rows.forEach((row) => (groupOf[row] = group)));
  const replace = (group: number, rows: Uint32Array | null): void => {
    amended[group] = rows;
    for (const row of rows ?? []) groupOf[row] = group;
  };

  for (const set of bonds.together) {
    const met = [...new Set(set.map((row) => groupOf[row]!))].sort((a, b) => amended[b]!.length - amended[a]!.length || a - b);
    if (met.length < 2) continue;
    const all = union(met.map((group) => amended[group]!));
    if (!sides.clash(all)) {
      met.slice(1).forEach((group) => replace(group, null));
      replace(met[0]!, all);
      continue;
    }
    // something else keeps these groups apart: only what was named moves, to the largest of them where it may be
    const home = met.find((group) => !sides.clash(union([amended[group]!, Uint32Array.from(set)]))) ?? null;
    const moving = new Set(set);
    for (const group of met) if (group !== home) replace(group, filled(amended[group]!.filter((row) => !moving.has(row))));
    if (home !== null) replace(home, union([amended[home]!, Uint32Array.from(set)]));
    else replace(amended.push(null) - 1, Uint32Array.from(set).sort());
  }

  // must-links are whole by now, so that one photo of a set stands for all of it
  const torn = new Set<number>();
  for (const { left, right } of bonds.apart) {
    const places = new Set(left.map((row) => groupOf[row]!));
    for (const row of right) if (places.has(groupOf[row]!)) torn.add(groupOf[row]!);
  }
  for (const group of torn) {
    const [first, ...others] = part(amended[group]!, bonds, points);
    replace(group, first!);
    for (const rows of others) replace(amended.push(null) - 1, rows);
  }
  return amended.filter((rows) => rows !== null);
}

function union(groups: readonly Uint32Array[]): Uint32Array {
  return Uint32Array.from(new Set(groups.flatMap((rows) => Array.from(rows)))).sort();
}

function filled(rows: Uint32Array): Uint32Array | null {
  return rows.length === 0 ? null : rows;
}
