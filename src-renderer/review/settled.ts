// Which questions the answers so far settle, those on their way included: the next question is shown before an answer is recorded, and must
// not be one that it settled. Kept up to date answer by answer, because the closure of thousands takes long to build.

import type { Judgment, JudgmentId, PhotoId, Statement } from '../../src-shared/contract.ts';
import { Constraints } from '../../src-shared/learning/linkage/constraints.ts';
import { nextTask } from '../state/next-task.ts';
import type { Asked } from './statement.ts';

/** Judgments taken in one task. */
const SLICE = 250;

export class Settled {
  /** `null` while it holds something that is not so, until the next `follow`. */
  #constraints: Constraints | null = null;
  /** How many judgments it holds, and the last of them. */
  #count = 0;
  #last: JudgmentId | null = null;
  /** How often something was forgotten: what was caught up with meanwhile does not count. */
  #forgotten = 0;

  /** Catches up with the judgments in force, oldest first. */
  async follow(judgments: readonly Judgment[]): Promise<void> {
    const forgotten = this.#forgotten;
    const grown = this.#constraints !== null && judgments.length >= this.#count && (this.#count === 0 || judgments[this.#count - 1]?.id === this.#last);
    const constraints = grown && this.#constraints !== null ? this.#constraints : new Constraints();
    for (let at = grown ? this.#count : 0; at < judgments.length; at++) {
      constraints.add(judgments[at]!.id, judgments[at]!.statement);
      if (at % SLICE === SLICE - 1) await nextTask();
    }
    if (forgotten !== this.#forgotten) return;
    this.#constraints = constraints;
    this.#count = judgments.length;
    this.#last = judgments.at(-1)?.id ?? null;
  }

  /** It is being recorded. */
  say(statement: Statement): void {
    this.#constraints?.add(0 as JudgmentId, statement); // its own id says nothing here
  }

  /** Something that was said does not hold: nothing counts as settled until the next `follow`. */
  forget(): void {
    this.#constraints = null;
    this.#forgotten++;
  }

  /**
   * Whether its answer follows: for a comparison, whether one of its pairs is known to be alike or not, which is the answer; for a sheet,
   * whether that is known of each photo and the first.
   */
  has({ kind, photos: [first, ...others] }: Asked): boolean {
    const constraints = this.#constraints;
    if (!constraints) return false;
    const isKnown = (other: PhotoId): boolean => constraints.relation(first, other) !== 'open';
    return kind === 'sheet' ? others.every(isKnown) : others.some(isKnown);
  }
}
