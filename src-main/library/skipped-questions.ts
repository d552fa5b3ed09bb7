// The questions that the user skipped, of each lens: kept, so that they are not asked again. Chooses no questions.

import type { LensId, PhotoId } from '../../src-shared/contract.ts';
import { keyOf } from '../../src-shared/learning/questions/ask.ts';
import type { Store } from '../store/database.ts';
import { readFact, writeFact } from '../store/facts.ts';
import { requireLens } from '../store/lenses.ts';

/** Their keys, oldest first. Throws a `CodedError` `bad-request` for an unknown lens, as does the one below. */
export function readSkipped(store: Store, lensId: LensId): readonly string[] {
  requireLens(store, lensId);
  return (readFact(store, nameOf(lensId)) as readonly string[] | null) ?? []; // written only below
}

/** Records that the question about `photos` was skipped, or that it may be asked again. */
export function writeSkipped(store: Store, lensId: LensId, photos: readonly PhotoId[], skipped: boolean): void {
  const key = keyOf(photos);
  const others = readSkipped(store, lensId).filter((other) => other !== key);
  writeFact(store, nameOf(lensId), skipped ? [...others, key] : others);
}

function nameOf(lensId: LensId): string {
  return `skipped ${lensId}`;
}
