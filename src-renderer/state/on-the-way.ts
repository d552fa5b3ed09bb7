// What is on its way to the log, so that undo and redo take back and bring back exactly that, whatever becomes of it: an undo of an
// answer that is then not recorded must not take an older one.

import type { StepId } from '../../src-shared/contract.ts';

export type Act = 'say' | 'undo' | 'redo';
/** The step that an act recorded, took back or brought back; `null` where it did not come to that. */
export type Came = Promise<StepId | null>;

interface OneAct {
  readonly act: Act;
  readonly came: Came;
}

export class OnTheWay {
  readonly #acts: OneAct[] = [];

  /** Notes an act until it has come; `came` must not reject. */
  add(act: Act, came: Came): void {
    const entry = { act, came };
    this.#acts.push(entry);
    void came.then(() => this.#drop(entry));
  }

  /** What an undo asked for now means, where that is still on its way: what was last said or redone. */
  takeForUndo(): Came | null {
    return this.#take((act) => act !== 'undo');
  }

  /** What a redo asked for now means, where that is still on its way: what was last undone. */
  takeForRedo(): Came | null {
    return this.#take((act) => act === 'undo');
  }

  #take(fits: (act: Act) => boolean): Came | null {
    const last = this.#acts.at(-1);
    if (!last || !fits(last.act)) return null;
    this.#drop(last);
    return last.came;
  }

  #drop(entry: OneAct): void {
    const at = this.#acts.indexOf(entry);
    if (at >= 0) this.#acts.splice(at, 1);
  }
}
