// Where new photos go while the groups on the screen stay: each follows the photos that the tree would put it with. Groups nothing that is
// grouped already.

/**
 * `groups` (rows of each, disjoint) with the rows that are in none of them: those of one cell (a partition of all rows) join the group with
 * most photos in it, or are a group of their own. Each ascending; groups without rows are left out.
 */
export function place(groups: readonly ArrayLike<number>[], cells: readonly Uint32Array[]): Uint32Array[] {
  const groupOf = new Map<number, number>();
  groups.forEach((rows, group) => {
    for (let at = 0; at < rows.length; at++) groupOf.set(rows[at]!, group);
  });
  const placed: number[][] = groups.map((rows) => Array.from(rows));
  for (const cell of cells) {
    const fresh = cell.filter((row) => !groupOf.has(row));
    if (fresh.length === 0) continue;
    const shared = new Map<number, number>();
    for (const row of cell) {
      const group = groupOf.get(row);
      if (group !== undefined) shared.set(group, (shared.get(group) ?? 0) + 1);
    }
    const [home] = [...shared].reduce(([best, most], [group, count]) => (count > most ? [group, count] : [best, most]), [-1, 0]);
    if (home < 0) placed.push([...fresh]);
    else placed[home]!.push(...fresh);
  }
  return placed.filter(({ length }) => length > 0).map((rows) => Uint32Array.from(rows).sort());
}
