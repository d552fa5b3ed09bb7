// The state that the log adds up to: which judgments are in force, and what undo and redo would remove or bring back. Entries made
// together are one step; steps are on two stacks. Knows neither SQL nor what a judgment says.
import type { JudgmentId } from '../../src-shared/contract.ts';

/** Judgments made, and earlier ones dropped for them, together. `id` is that of its first entry. */
export interface Step {
  readonly id: number;
  readonly made: readonly JudgmentId[];
  readonly dropped: readonly JudgmentId[];
}

export type Act = 'say' | 'undo' | 'redo';

const none: readonly JudgmentId[] = [];

export class Ledger {
  readonly #inForce = new Set<JudgmentId>();
  readonly #done: Step[] = [];
  readonly #undone: Step[] = [];
  #skipped = 0;

  /** Number of judgments in force. */
  get size(): number {
    return this.#inForce.size;
  }

  /** Judgments in force, oldest first. */
  get inForce(): JudgmentId[] {
    return [...this.#inForce].sort((a, b) => a - b);
  }

  /** What undo would revert; `null` if there is nothing to undo. */
  get undoable(): Step | null {
    return this.#done.at(-1) ?? null;
  }

  /**
   * The step `id`, if it can be undone: the last one, or an earlier one that dropped nothing and is still entirely in
   * force. Removing judgments cannot cause a contradiction; restoring dropped ones might contradict later answers.
   */
  undoableStep(id: number): Step | null {
    const step = this.#done.findLast((each) => each.id === id) ?? null;
    if (step === null || step === this.undoable) return step;
    return step.dropped.length === 0 && step.made.every((judgment) => this.has(judgment)) ? step : null;
  }

  get redoable(): Step | null {
    return this.#undone.at(-1) ?? null;
  }

  /** Number of entries that were damaged. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Counts an entry that makes no sense. */
  skip(): void {
    this.#skipped++;
  }

  has(id: JudgmentId): boolean {
    return this.#inForce.has(id);
  }

  /** Something new was said: nothing can be redone any more. */
  say({ id, made, dropped }: Step): void {
    this.#done.push({ id, made: made.length > 0 ? made : none, dropped: dropped.length > 0 ? dropped : none });
    this.#undone.length = 0;
    this.#put(made, dropped);
  }

  /** The step `id` was undone. */
  undo(id: number): void {
    const step = take(this.#done, id);
    if (step === null) return;
    this.#undone.push(step);
    this.#put(step.dropped, step.made);
  }

  redo(id: number): void {
    const step = take(this.#undone, id);
    if (step === null) return;
    this.#done.push(step);
    this.#put(step.made, step.dropped);
  }

  #put(into: readonly JudgmentId[], out: readonly JudgmentId[]): void {
    for (const id of out) this.#inForce.delete(id);
    for (const id of into) this.#inForce.add(id);
  }
}

/** Removes a step from a stack, searching from the top; `null` if it is not there. */
function take(stack: Step[], id: number): Step | null {
  const at = stack.findLastIndex((step) => step.id === id);
  return at < 0 ? null : (stack.splice(at, 1)[0] ?? null);
}
