// Groups after judgments were given up whose groups of before are not kept: what they were about is cut anew, the rest stays.

import type { Judgment } from '../../src-shared/contract.ts';
import type { Rows } from './rows.ts';

/** `groups` with those that hold photos of the judgments `dropped` as `cells` (rows as the tree without them is cut) has them. */
export function recut(groups: readonly Uint32Array[], cells: readonly Uint32Array[], { dropped, rows }: { readonly dropped: readonly Judgment[]; readonly rows: Rows }): Uint32Array[] {
  const about = new Set(dropped.flatMap(({ statement }) => [...statement.photos, ...(statement.kind === 'apart' ? statement.others : [])]).map((photo) => rows.of(photo)));
  const touched = new Set(groups.filter((group) => group.some((row) => about.has(row))));
  const inside = new Set([...touched].flatMap((group) => [...group]));
  return [...groups.filter((group) => !touched.has(group)), ...cells.map((cell) => cell.filter((row) => inside.has(row))).filter(({ length }) => length > 0)];
}
