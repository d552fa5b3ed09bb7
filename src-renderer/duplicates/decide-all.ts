// Deciding many sets at once, as proposed: which ones, and what would come of it. Pure; nothing is decided here.

import { DUPLICATE_KINDS, type DuplicateKind, type DuplicateSet, type DuplicateSummary } from '../../src-shared/duplicates/duplicate-set.ts';
import { type Amount, amountOf, filesToGo } from '../../src-shared/duplicates/to-go.ts';
import type { Decided } from '../state/decision-steps.svelte.ts';
import { CERTAINTIES, type CertaintyWord } from './certainty.ts';

export interface Wanted {
  readonly kinds: readonly DuplicateKind[];
  /** Sets as certain as this, or more. */
  readonly least: CertaintyWord;
}

/** Undecided sets of those kinds that are certain enough. */
export function wantedSets(sets: readonly DuplicateSummary[], { kinds, least }: Wanted): DuplicateSummary[] {
  const from = CERTAINTIES.find(({ word }) => word === least)!.from;
  return sets.filter(({ kind, certainty, decision }) => decision === null && kinds.includes(kind) && certainty >= from);
}

/** Keeps what is proposed for each. */
export function keepProposed(sets: readonly DuplicateSet[]): Decided[] {
  return sets.map(({ id, files }) => ({ id, decision: { kind: 'keep', files: [files[0]!.id] } })); // a set has two files and more
}

export interface Preview {
  readonly kinds: readonly ({ readonly kind: DuplicateKind; readonly sets: number } & Amount)[];
  /** Each file once: kinds share files. */
  readonly total: { readonly sets: number } & Amount;
  /** Sets in which a file that goes holds a date, place or camera that the kept one lacks. */
  readonly losing: number;
}

export function previewOf(sets: readonly DuplicateSet[]): Preview {
  const decided = sets.map((set): DuplicateSet => ({ ...set, decision: { kind: 'keep', files: [set.files[0]!.id] } })); // as above
  const amount = (some: readonly DuplicateSet[]) => ({ sets: some.length, ...amountOf(filesToGo(some)) });
  return {
    kinds: DUPLICATE_KINDS.map((kind) => ({ kind, ...amount(decided.filter((set) => set.kind === kind)) })),
    total: amount(decided),
    losing: sets.filter(({ files }) => files.some(({ only }) => only.length > 0)).length
  };
}
