// Groups after judgments were given up whose groups of before are not kept: what they kept together or apart is cut anew, the rest stays.

import type { Judgment } from '../../src-shared/contract.ts';
import type { Constraints } from '../../src-shared/learning/linkage/constraints.ts';
import type { Rows } from './rows.ts';

/** The judgments of `dropped` without which groups may be others: a degree or a comparison binds nothing, and some others follow from those that hold. */
export function binding(dropped: readonly Judgment[], constraints: Constraints): readonly Judgment[] {
  return dropped.filter(({ statement }) => statement.kind !== 'degree' && statement.kind !== 'closer' && constraints.check(statement).status !== 'already-known');
}

/** `groups` with those that hold photos of the judgments `dropped` as `cells` (rows as the tree without them is cut) has them. */
export function recut(groups: readonly Uint32Array[], cells: readonly Uint32Array[], { dropped, rows }: { readonly dropped: readonly Judgment[]; readonly rows: Rows }): Uint32Array[] {
  const about = new Set(dropped.flatMap(({ statement }) => [...statement.photos, ...(statement.kind === 'apart' ? statement.others : [])]).map((photo) => rows.of(photo)));
  const touched = new Set(groups.filter((group) => group.some((row) => about.has(row))));
  const inside = new Set([...touched].flatMap((group) => [...group]));
  return [...groups.filter((group) => !touched.has(group)), ...cells.map((cell) => cell.filter((row) => inside.has(row))).filter(({ length }) => length > 0)];
}
