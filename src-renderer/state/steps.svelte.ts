// What was done here besides judging, be it to marks, albums or files, as steps that can be taken back and brought back, in the order in which
// things were done: a step knows which judgment was the last one by then. Judgments have a log of their own; those on duplicates, a screen of their own.

import type { StepId } from '../../src-shared/contract.ts';
import type { MessageKey } from '../messages/messages.svelte.ts';

export interface Step {
  readonly undo: () => Promise<unknown>;
  /** `null` where it cannot be brought back, nor what came after it. */
  readonly redo: (() => Promise<unknown>) | null;
  /** What is told when it was taken back, and when it was brought back; `null` where it tells so itself. */
  readonly undone: MessageKey | null;
  readonly redone: MessageKey | null;
  /** The judgments that it made itself: they are taken back with it. */
  readonly said?: StepId;
}

interface Placed {
  readonly step: Step;
  /** What had last been said before it was done, and once it was done. */
  readonly before: StepId | null;
  readonly after: StepId | null;
  /** When it was done, brought back or taken back last, in ms of this page. */
  readonly at: number;
}

export class Steps {
  #done = $state.raw<readonly Placed[]>([]);
  #undone = $state.raw<readonly Placed[]>([]);
  #didAt = $state(-Infinity);
  readonly #said: () => StepId | null;
  readonly #coming: () => Promise<unknown> | null;
  /** Steps that wait for their place behind judgments on their way. */
  readonly #waiting = new Set<Promise<unknown>>();
  /** One after the other, in the order they were asked for. */
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * @param said the judgment that undo would take back now; `null` if there is none
   * @param coming resolves once the judgments that were given by now are recorded, and must not reject; `null` where they are
   */
  constructor(said: () => StepId | null, coming: () => Promise<unknown> | null = () => null) {
    this.#said = said;
    this.#coming = coming;
  }

  /** Whether a step is what was done last, so that undo takes it back before any judgment. */
  get undoable(): boolean {
    return this.#done.length > 0 && this.#done.at(-1)?.after === this.#said();
  }

  get redoable(): boolean {
    return this.#undone.length > 0 && this.#undone.at(-1)?.before === this.#said();
  }

  /** What undo would take back now, and when it was done; `null` where that is no step. */
  get last(): { readonly step: Step; readonly at: number } | null {
    return this.undoable ? (this.#done.at(-1) ?? null) : null;
  }

  /** Whether a step is what undo would take back now, and was done after that moment of this page (ms). */
  isLastSince(at: number): boolean {
    return this.last !== null && this.last.at > at;
  }

  /** Whether a step is what redo would bring back now, and was taken back after that moment. */
  isUndoneSince(at: number): boolean {
    return this.redoable && this.#undone.at(-1)!.at > at; // redoable: there is one
  }

  /** Whether something new was done after that moment: what had been taken back by then is not to be brought back any more. */
  outdates(at: number): boolean {
    return this.#didAt > at;
  }

  /** Resolves when none is on its way any more, and each has its place. */
  async settled(): Promise<void> {
    await this.#turn;
    while (this.#waiting.size > 0) await Promise.all(this.#waiting);
  }

  /** Does something once its turn has come, and keeps the step that it was; `null` where nothing came of it. */
  do<S extends Step>(act: () => Promise<S | null>): Promise<S | null> {
    // it is done when it was asked for, whatever is recorded before it is
    const [at, before, coming] = [performance.now(), this.#said(), this.#coming()];
    const placed = coming?.then(() => this.#said()); // right after, before what was given later
    return this.#inTurn(async () => {
      const step = await act();
      if (step === null) return null;
      this.#didAt = Math.max(this.#didAt, at);
      this.#done = [...this.#done, { step, before, after: step.said ?? before, at }];
      this.#undone = [];
      if (placed) this.#wait(placed.then((said) => this.#place(step, said)));
      return step;
    });
  }

  /** Takes back the last step, or that one; `null` if there is none. */
  undo(wanted?: Step): Promise<Step | null> {
    return this.#inTurn(async () => {
      const placed = find(this.#done, wanted);
      if (!placed) return null;
      await placed.step.undo();
      this.#done = this.#done.filter((each) => each !== placed);
      this.#undone = placed.step.redo ? [...this.#undone, { ...placed, at: performance.now() }] : [];
      return placed.step;
    });
  }

  /** Brings back the step that was taken back last, or that one; `null` if there is none. */
  redo(wanted?: Step): Promise<Step | null> {
    return this.#inTurn(async () => {
      const placed = find(this.#undone, wanted);
      if (!placed?.step.redo) return null;
      await placed.step.redo();
      this.#undone = this.#undone.filter((each) => each !== placed);
      this.#done = [...this.#done, { ...placed, at: performance.now() }];
      return placed.step;
    });
  }

  /** Forgets a step that was taken back by other means. */
  forget(step: Step): void {
    this.#done = this.#done.filter((placed) => placed.step !== step);
  }

  #place(step: Step, said: StepId | null): void {
    this.#done = this.#done.map((placed) => (placed.step === step ? { ...placed, before: said, after: step.said ?? said } : placed));
  }

  #wait(work: Promise<unknown>): void {
    this.#waiting.add(work);
    void work.then(() => this.#waiting.delete(work));
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => {}); // who asked is told
    return done;
  }
}

function find(all: readonly Placed[], wanted: Step | undefined): Placed | undefined {
  return wanted ? all.find(({ step }) => step === wanted) : all.at(-1);
}
