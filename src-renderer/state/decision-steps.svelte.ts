// Decisions about duplicates on their way, and as steps that can be undone and redone. Knows nothing of sets; the caller draws them.

import type { LibraryBridge } from '../../src-shared/contract.ts';
import type { Decision } from '../../src-shared/duplicates/duplicate-set.ts';

/** A decision about one set. */
export interface Decided {
  readonly id: string;
  readonly decision: Decision;
}

/** The same, or that there was none. */
export interface DecidedBefore {
  readonly id: string;
  readonly decision: Decision | null;
}

interface Step {
  readonly decided: readonly Decided[];
  readonly before: readonly DecidedBefore[];
  /** Ids to revoke it by, once it is stored. */
  readonly stored: Promise<readonly number[]>;
  /** When it was decided or taken back last, in ms of this page. */
  readonly at: number;
}

export class DecisionSteps {
  #done = $state.raw<readonly Step[]>([]);
  #undone = $state.raw<readonly Step[]>([]);
  readonly #bridge: LibraryBridge;
  readonly #show: (decisions: readonly DecidedBefore[]) => void;
  readonly #underWay = new Set<Promise<unknown>>();
  #writes = 0;
  #wroteAt = -Infinity;

  /** @param show draws decisions before they are stored, and what was before them where they cannot be */
  constructor(bridge: LibraryBridge, show: (decisions: readonly DecidedBefore[]) => void) {
    this.#bridge = bridge;
    this.#show = show;
  }

  get undoable(): boolean { return this.#done.length > 0; }
  get redoable(): boolean { return this.#undone.length > 0; }
  /** When that was decided which undo would take back, in ms of this page; 0 where there is none. */
  get decidedAt(): number { return this.#done.at(-1)?.at ?? 0; }
  /** When that was taken back which redo would bring back. */
  get undoneAt(): number { return this.#undone.at(-1)?.at ?? 0; }
  /** Rises with every write that is sent or answered: what was read in between may be older. */
  get writes(): number { return this.#writes; }

  /** When a write was sent last, in ms of this page. */
  get wroteAt(): number { return this.#wroteAt; }

  /** Stores decisions as one step. Rejects where they are refused; nothing of them is shown then. */
  async add(decided: readonly Decided[], before: readonly DecidedBefore[]): Promise<void> {
    this.#undone = [];
    await this.#add(decided, before);
  }

  /** Takes back the last step; `null` where there is none. */
  async undo(): Promise<readonly Decided[] | null> {
    const step = this.#done.at(-1);
    if (!step) return null;
    this.#done = this.#done.slice(0, -1);
    this.#undone = [...this.#undone, { ...step, at: performance.now() }];
    this.#show(step.before);
    await this.write(step.stored.then((ids) => this.#bridge.request('duplicates.revoke', { ids })));
    return step.decided;
  }

  /** Decides again what was last taken back. */
  async redo(): Promise<readonly Decided[] | null> {
    const step = this.#undone.at(-1);
    if (!step) return null;
    this.#undone = this.#undone.slice(0, -1);
    await this.#add(step.decided, step.before);
    return step.decided;
  }

  /** Counts a request as a write on its way, of decisions or of what else the list shows. */
  write<T>(sent: Promise<T>): Promise<T> {
    this.#writes++;
    this.#wroteAt = performance.now();
    this.#underWay.add(sent);
    const done = (): void => {
      this.#writes++;
      this.#underWay.delete(sent);
    };
    sent.then(done, done);
    return sent;
  }

  /** Resolves when nothing is on its way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay); // whoever started it is told
  }

  async #add(decided: readonly Decided[], before: readonly DecidedBefore[]): Promise<void> {
    this.#show(decided);
    const step: Step = { decided, before, stored: this.write(this.#bridge.request('duplicates.decide', { decided })), at: performance.now() };
    this.#done = [...this.#done, step];
    try {
      await step.stored;
    } catch (error) {
      this.#done = this.#done.filter((other) => other !== step);
      this.#undone = this.#undone.filter(({ stored }) => stored !== step.stored);
      this.#show(before);
      throw error;
    }
  }
}
