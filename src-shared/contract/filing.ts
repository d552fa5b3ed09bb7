// Actions on files, lists of photos. The shapes are in filing/ and exchange/.

import type { Heir } from '../duplicates/heirs.ts';
import type { ListOutcome, ListRequest } from '../exchange/list.ts';
import type { DraftId, Plan, PlanId, PlanPreview, PlanProgress, PlanRequest, PlanSummary } from '../filing/plan.ts';

/** Requests about plans and lists. */
export interface FilingRequests {
  /** What an action on files would do, without doing it. `plans.start` does it while it is among the last few previews. */
  'plans.preview': { input: PlanRequest; output: PlanPreview };
  /**
   * Performs what a preview showed; progress arrives as `plans.progress`. Albums and marks of photos that go with their last file go over to their
   * `heirs`, as far as these have none, and come back with them. Refuses a preview that is forgotten (`bad-request`), and while another plan runs (`files-busy`).
   */
  'plans.start': { input: { readonly draft: DraftId; readonly heirs?: readonly Heir[] }; output: PlanProgress };
  /** Stops the running plan after the step in progress; the rest stays planned. */
  'plans.cancel': { input: null; output: PlanProgress | null };
  /** Performs what is still planned. */
  'plans.resume': { input: { readonly id: PlanId }; output: PlanProgress };
  /** Takes back what was done, the last step first. */
  'plans.undo': { input: { readonly id: PlanId }; output: PlanProgress };
  /** All plans, the latest first. */
  'plans.list': { input: null; output: readonly PlanSummary[] };
  /** One plan with all its steps. */
  'plans.read': { input: { readonly id: PlanId }; output: Plan };
  /** Writes a list of photos, or a contact sheet, into a file. Never replaces one unless asked to. */
  'lists.write': { input: ListRequest; output: ListOutcome };
}
