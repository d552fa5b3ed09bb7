// What the user said, as the log stands: says, undoes, redoes. A contradiction waits here until it is answered.

import type { Judgment, JudgmentId, JudgmentLog, JudgmentStep, LensId, LibraryBridge, Statement } from '../../src-shared/contract.ts';

export interface Contradiction {
  /** What was to be said at once. */
  readonly statements: readonly Statement[];
  /** Earlier answers already given up for it. */
  readonly dropped: readonly JudgmentId[];
  readonly chain: readonly Judgment[];
}

export type SayOutcome = 'recorded' | 'already-known' | 'contradiction';

export class Judgments {
  #log = $state.raw<JudgmentLog | null>(null);
  #contradiction = $state.raw<Contradiction | null>(null);
  readonly #bridge: Pick<LibraryBridge, 'request'>;
  readonly #lensId: LensId;
  /** Called with the judgments in force whenever they changed; awaited before the change counts as done. */
  readonly #onChange: (judgments: readonly Judgment[]) => Promise<void>;
  /** One thing after the other: an undo takes back what is still on its way. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(bridge: Pick<LibraryBridge, 'request'>, lensId: LensId, onChange: (judgments: readonly Judgment[]) => Promise<void>) {
    this.#bridge = bridge;
    this.#lensId = lensId;
    this.#onChange = onChange;
  }

  get inForce(): readonly Judgment[] {
    return this.#log?.judgments ?? [];
  }

  get undoable(): JudgmentStep | null {
    return this.#log?.undoable ?? null;
  }

  get redoable(): JudgmentStep | null {
    return this.#log?.redoable ?? null;
  }

  get contradiction(): Contradiction | null {
    return this.#contradiction;
  }

  async read(): Promise<void> {
    await this.take(await this.#bridge.request('judgments.read', { lensId: this.#lensId }));
  }

  /** Says it all at once, giving up `drop` for it. What became of it; a contradiction is kept until `settle`. */
  say(said: Statement | readonly Statement[], drop: readonly JudgmentId[] = []): Promise<SayOutcome> {
    return this.#inTurn(() => this.#say('kind' in said ? [said] : said, drop));
  }

  /** Resolves when nothing is on its way any more. */
  async settled(): Promise<void> {
    await this.#turn;
  }

  settle(): void {
    this.#contradiction = null;
  }

  /** Whether there was anything to undo. */
  undo(): Promise<boolean> {
    return this.#inTurn(async () => {
      if (!this.undoable) return false;
      await this.take(await this.#bridge.request('judgments.undo', { lensId: this.#lensId }));
      return true;
    });
  }

  redo(): Promise<boolean> {
    return this.#inTurn(async () => {
      if (!this.redoable) return false;
      await this.take(await this.#bridge.request('judgments.redo', { lensId: this.#lensId }));
      return true;
    });
  }

  /** Takes the log as it is now; the same one twice changes nothing. */
  async take(log: JudgmentLog): Promise<void> {
    if (log.lensId !== this.#lensId) return;
    const changed = !sameJudgments(this.inForce, log.judgments);
    this.#log = log;
    if (changed) await this.#onChange(log.judgments);
  }

  async #say(statements: readonly Statement[], drop: readonly JudgmentId[]): Promise<SayOutcome> {
    const [only] = statements;
    const outcome =
      only && statements.length + drop.length === 1
        ? await this.#bridge.request('judgments.add', { lensId: this.#lensId, statement: only })
        : await this.#bridge.request('judgments.change', { lensId: this.#lensId, drop: [...drop], statements: [...statements] });
    await this.take(outcome.log);
    this.#contradiction = outcome.status === 'contradiction' ? { statements, dropped: drop, chain: outcome.chain } : null;
    return outcome.status;
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => {}); // who asked is told
    return done;
  }
}

function sameJudgments(a: readonly Judgment[], b: readonly Judgment[]): boolean {
  return a.length === b.length && a.every(({ id }, at) => id === b[at]?.id);
}
