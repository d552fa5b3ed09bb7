// Judgments of one lens: the stored log together with the closure that finds contradictions before they are recorded.

import type { Judgment, JudgmentLog, JudgmentOutcome, LensId, Statement } from '../../src-shared/contract.ts';
import { Constraints } from '../../src-shared/learning/groups/constraints.ts';
import type { Store } from '../store/database.ts';
import { addJudgment, readJudgmentLog, redoJudgment, undoJudgment } from '../store/judgments.ts';

export class Judge {
  readonly #store: Store;
  readonly #lensId: LensId;
  #log: JudgmentLog;
  #constraints: Constraints;

  /** Throws a `RangeError` for an unknown lens, a `StoreError` where the log cannot be read. */
  constructor(store: Store, lensId: LensId) {
    this.#store = store;
    this.#lensId = lensId;
    this.#log = readJudgmentLog(store, lensId);
    this.#constraints = Constraints.of(this.#log.judgments).constraints;
  }

  get log(): JudgmentLog {
    return this.#log;
  }

  /**
   * Records `statement`, unless it is known already or contradicts earlier ones: then nothing is recorded.
   * Throws a `RangeError` for a statement that says nothing, a `StoreError` `photo-missing` for an unknown photo.
   */
  add(statement: Statement, now = Date.now()): JudgmentOutcome {
    const verdict = this.#constraints.check(statement);
    if (verdict.status === 'already-known') return { status: 'already-known', log: this.#log };
    if (verdict.status === 'contradiction') {
      const byId = new Map(this.#log.judgments.map((judgment) => [judgment.id, judgment]));
      const chain = verdict.chain.map((id) => byId.get(id)).filter((judgment): judgment is Judgment => judgment !== undefined);
      return { status: 'contradiction', chain, log: this.#log };
    }
    const judgment = addJudgment(this.#store, this.#lensId, statement, now);
    this.#constraints.add(judgment.id, statement);
    this.#log = { lensId: this.#lensId, judgments: [...this.#log.judgments, judgment], undoable: judgment, redoable: null };
    return { status: 'recorded', judgment, log: this.#log };
  }

  /** Revokes the newest judgment in force, if there is one. */
  undo(now = Date.now()): JudgmentLog {
    undoJudgment(this.#store, this.#lensId, now);
    return this.#reload();
  }

  /** Restores what was last undone, if nothing was said since. */
  redo(now = Date.now()): JudgmentLog {
    redoJudgment(this.#store, this.#lensId, now);
    return this.#reload();
  }

  #reload(): JudgmentLog {
    this.#log = readJudgmentLog(this.#store, this.#lensId);
    this.#constraints = Constraints.of(this.#log.judgments).constraints;
    return this.#log;
  }
}
