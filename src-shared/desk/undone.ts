// Groupings as they were under earlier judgments, so that undo brings groups, covers and places back as they were, and redo as well.

import type { GroupsBefore, Judgment, SavedGrouping } from '../contract.ts';
import { namedAsNow } from './naming.ts';
import { StepsBefore } from './steps-before.ts';

/** Groupings kept: steps that can be taken back at once. */
const KEPT = 30;

export class Undone {
  /** What is stored of them. */
  readonly steps = new StepsBefore();
  readonly #kept = new Map<string, SavedGrouping>();

  keep(judgments: readonly Judgment[], grouping: SavedGrouping): void {
    const key = keyOf(judgments);
    this.#kept.delete(key);
    this.#kept.set(key, grouping);
    for (const oldest of this.#kept.keys()) if (this.#kept.size > KEPT) this.#kept.delete(oldest);
  }

  /** With the names that groups have by now; `null` where it is not kept. */
  take(judgments: readonly Judgment[], now: SavedGrouping): SavedGrouping | null {
    const kept = this.#kept.get(keyOf(judgments));
    return kept ? { ...namedAsNow(kept, now), height: now.height } : null;
  }

  /** After the user cut or accepted other groups, going back must not bring the old ones. `steps`: what is stored with those groups. */
  clear(steps: readonly GroupsBefore[] = []): void {
    this.#kept.clear();
    this.steps.recall(steps);
  }
}

/** The judgments that only one of both has. */
export function differing(before: readonly Judgment[], after: readonly Judgment[]): { readonly dropped: readonly Judgment[]; readonly made: readonly Judgment[] } {
  const [was, now] = [new Set(before.map(({ id }) => id)), new Set(after.map(({ id }) => id))];
  return { dropped: before.filter(({ id }) => !now.has(id)), made: after.filter(({ id }) => !was.has(id)) };
}

function keyOf(judgments: readonly Judgment[]): string {
  return judgments.map(({ id }) => id).join(' ');
}
