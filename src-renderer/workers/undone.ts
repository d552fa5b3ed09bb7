// Groupings as they were under earlier judgments, so that undo brings groups, covers and places back as they were, and redo as well.

import type { Judgment, SavedGrouping } from '../../src-shared/contract.ts';
import { namedAsNow } from './naming.ts';

/** Groupings kept: steps that can be taken back at once. */
const KEPT = 30;

export class Undone {
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

  /** After the user cut or accepted other groups, going back must not bring the old ones. */
  clear(): void {
    this.#kept.clear();
  }
}

function keyOf(judgments: readonly Judgment[]): string {
  return judgments.map(({ id }) => id).join(' ');
}
