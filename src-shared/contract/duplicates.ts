// Duplicates. The shapes are in duplicates/ and keepers/.

import type { Decision, DuplicateSet, DuplicateSummary, KeeperHabits } from '../duplicates/duplicate-set.ts';
import type { Heir } from '../duplicates/heirs.ts';
import type { ChosenPhoto } from '../filing/plan.ts';
import type { KeeperOrder } from '../keepers/rules.ts';

/** Requests about sets of duplicates. */
export interface DuplicateRequests {
  /** All sets of duplicates; `left`: pairs of photos still to compare, `null` when all were. */
  'duplicates.list': { input: null; output: { readonly sets: readonly DuplicateSummary[]; readonly habits: KeeperHabits; readonly left: number | null } };
  /** These sets as a whole, at most 200; those that are no more are left out. */
  'duplicates.read': { input: { readonly ids: readonly string[] }; output: readonly DuplicateSet[] };
  /** Stores decisions, all or none, and returns ids to revoke them by. Nothing happens to files. Refuses (`bad-request`) sets that changed, and keeping none. */
  'duplicates.decide': { input: { readonly decided: readonly { readonly id: string; readonly decision: Decision }[] }; output: readonly number[] };
  'duplicates.revoke': { input: { readonly ids: readonly number[] }; output: null };
  /** The files that are to go by what was decided, for `plans.preview`, and what is kept in place of photos that go with all their files, for `plans.start`. */
  'duplicates.toGo': { input: null; output: { readonly chosen: readonly ChosenPhoto[]; readonly bytes: number; readonly heirs: readonly Heir[] } };
  /** Sets the order of the rules that keepers are proposed by. */
  'duplicates.order': { input: KeeperOrder; output: null };
  /** Forgets what choices taught; the decisions stay. */
  'duplicates.forget': { input: null; output: null };
}
