// What was answered or skipped in a session of questions.

import type { JudgmentId, StepId } from '../../src-shared/contract.ts';
import type { Asked } from './statement.ts';

export interface Past {
  readonly question: Asked;
  /** The step that the answer recorded; `null` if nothing was. Absent for a skipped question. */
  readonly recorded?: Promise<StepId | null>;
  /** The judgments that it made, once they are known: a sheet makes several. */
  readonly made?: readonly JudgmentId[];
  /** Whether Kindred's guess was the answer; `null` if it made none. */
  readonly guessed?: boolean | null;
  /** When it was answered, skipped or taken back last, in ms of this page. */
  readonly at: number;
}
