// How the list of duplicates was left, while the page is there: it is the same again when the user comes back.

import type { DuplicateKind } from '../../src-shared/duplicates/duplicate-set.ts';

export const remembered = $state<{
  /** `null` until the user chose one. */
  kind: DuplicateKind | null;
  /** Whether decided sets are shown. */
  decided: boolean;
  /** The set that was opened last. */
  set: string | null;
  /** Whether two pictures are drawn in one place, to flick between them. */
  flicked: boolean;
}>({ kind: null, decided: false, set: null, flicked: false });
