// Counts what the user said, over all lenses.
import type { Store } from './database.ts';
import { readLedger } from './judgments.ts';
import { readLenses } from './lenses.ts';

/** Judgments in force, of all existing lenses. */
export function countAnswers(store: Store): number {
  return readLenses(store).reduce((sum, { id }) => sum + readLedger(store, id).size, 0);
}
