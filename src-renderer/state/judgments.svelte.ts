// What the user said, as the log stands: says, undoes, redoes. A contradiction waits here until it is answered.

import type { Judgment, JudgmentId, JudgmentLog, JudgmentStep, LensId, LibraryBridge, Origin, Statement, StepId } from '../../src-shared/contract.ts';
import { type Act, type Came, OnTheWay } from './on-the-way.ts';

export interface Contradiction {
  /** What was to be said at once. */
  readonly statements: readonly Statement[];
  /** Earlier answers already given up for it. */
  readonly dropped: readonly JudgmentId[];
  readonly chain: readonly Judgment[];
}

export interface JudgmentsOptions {
  readonly bridge: Pick<LibraryBridge, 'request'>;
  readonly lensId: LensId;
  /** Called with the judgments in force whenever they changed; awaited before the change counts as done. */
  readonly onChange?: (judgments: readonly Judgment[]) => Promise<void>;
  /** Where the tree of the groups on the screen is cut: part of what is recorded of everything that is volunteered. */
  readonly height?: () => number | null;
}

export interface SayingOptions {
  /** Earlier judgments that are given up for it. */
  readonly drop?: readonly JudgmentId[];
  /** It answers a question of the app, which predicted "similar" with this probability, 0 … 1; left out of what is volunteered. */
  readonly asked?: number;
}

/** `step`: what undo takes back of it. `judgments`: what was new of it. */
export type SayOutcome =
  | { readonly status: 'recorded'; readonly step: StepId; readonly judgments: readonly JudgmentId[] }
  | { readonly status: 'already-known' | 'contradiction' };

/** `not-recorded`: what was to be undone or redone was still on its way, and did not come to pass. */
export type TurnOutcome = { readonly status: 'done'; readonly step: StepId } | { readonly status: 'nothing' | 'not-recorded' };

const none: readonly Judgment[] = [];

export class Judgments {
  #log = $state.raw<JudgmentLog | null>(null);
  #contradiction = $state.raw<Contradiction | null>(null);
  /** Of the log as it is here; logs below it come too late. */
  #revision = 0;
  readonly #bridge: Pick<LibraryBridge, 'request'>;
  readonly #lensId: LensId;
  readonly #onChange: (judgments: readonly Judgment[]) => Promise<void>;
  readonly #height: () => number | null;
  /** What the last log changes. */
  #changing: Promise<void> = Promise.resolve();
  /** One thing after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  readonly #onTheWay = new OnTheWay();
  #coming: Promise<unknown> | null = null;
  #undoneAt = 0;

  constructor({ bridge, lensId, onChange = async () => {}, height = () => null }: JudgmentsOptions) {
    this.#bridge = bridge;
    this.#lensId = lensId;
    this.#onChange = onChange;
    this.#height = height;
  }

  get inForce(): readonly Judgment[] {
    return this.#log?.judgments ?? none;
  }

  get undoable(): JudgmentStep | null {
    return this.#log?.undoable ?? null;
  }

  get redoable(): JudgmentStep | null {
    return this.#log?.redoable ?? null;
  }

  /** When something was last taken back here, in ms of this page; 0 before. */
  get undoneAt(): number {
    return this.#undoneAt;
  }

  /** Resolves once all that was given by now is recorded; `null` where it is. */
  get coming(): Promise<unknown> | null {
    return this.#coming;
  }

  /** Counts as given from now on, though it is said later, once its turn has come; `said` resolves then. */
  expect(said: Promise<unknown>): void {
    const all = Promise.allSettled([this.#coming, said]).then(() => {
      if (this.#coming === all) this.#coming = null;
    });
    this.#coming = all;
  }

  /** How many cannot be read any more. */
  get unreadable(): number {
    return this.#log?.unreadable ?? 0;
  }

  get contradiction(): Contradiction | null {
    return this.#contradiction;
  }

  async read(): Promise<void> {
    this.#revision = 0; // a library that was repaired while the connection was lost may count from fewer
    await this.take(await this.#bridge.request('judgments.read', { lensId: this.#lensId }));
  }

  /** Says it all at once, giving up `drop` for it. What became of it; a contradiction is kept until `settle`. */
  say(said: Statement | readonly Statement[], { drop = [], asked }: SayingOptions = {}): Promise<SayOutcome> {
    // by the groups of now, which may be others when its turn comes
    const origin: Origin = asked === undefined ? { kind: 'volunteered', height: this.#height() } : { kind: 'asked', probability: asked };
    const outcome = this.#inTurn(() => this.#say('kind' in said ? [said] : said, drop, origin));
    this.#note('say', outcome.then((came) => (came.status === 'recorded' ? came.step : null)));
    return outcome;
  }

  /** Resolves when nothing is on its way any more. */
  async settled(): Promise<void> {
    await this.#turn;
  }

  settle(): void {
    this.#contradiction = null;
  }

  /** Takes back what was last said, on its way or recorded; or the one step that is named. */
  undo(step?: StepId): Promise<TurnOutcome> {
    return this.#goBack('undo', step ?? this.#onTheWay.takeForUndo() ?? undefined);
  }

  /** Brings back what was last undone, on its way or recorded; or the one step that is named. */
  redo(step?: StepId): Promise<TurnOutcome> {
    return this.#goBack('redo', step ?? this.#onTheWay.takeForRedo() ?? undefined);
  }

  /** Takes the log, unless it is older than the one that is here: answers and events overtake each other. The same one twice changes nothing. */
  async take(log: JudgmentLog): Promise<void> {
    if (log.lensId !== this.#lensId || log.revision < this.#revision) return;
    const changed = !sameJudgments(this.inForce, log.judgments);
    this.#revision = log.revision;
    this.#log = log;
    if (changed) this.#changing = this.#onChange(log.judgments);
    // the same log may have come as an event before: what it changes is done only when this is
    await this.#changing;
  }

  async #say(statements: readonly Statement[], drop: readonly JudgmentId[], origin: Origin): Promise<SayOutcome> {
    const [only] = statements;
    const outcome =
      only && statements.length + drop.length === 1
        ? await this.#bridge.request('judgments.add', { lensId: this.#lensId, statement: only, origin })
        : await this.#bridge.request('judgments.change', { lensId: this.#lensId, drop: [...drop], statements: [...statements], origin });
    await this.take(outcome.log);
    this.#contradiction = outcome.status === 'contradiction' ? { statements, dropped: drop, chain: outcome.chain } : null;
    if (outcome.status !== 'recorded') return { status: outcome.status };
    return { status: 'recorded', step: outcome.log.undoable!.id, judgments: outcome.judgments.map(({ id }) => id) }; // the log as it was right after
  }

  #goBack(act: 'undo' | 'redo', wanted: StepId | Came | undefined): Promise<TurnOutcome> {
    if (act === 'undo') this.#undoneAt = performance.now();
    const outcome = this.#inTurn(async (): Promise<TurnOutcome> => {
      const step = wanted === undefined ? (act === 'undo' ? this.undoable : this.redoable)?.id : await wanted;
      if (step === undefined) return { status: 'nothing' };
      if (step === null) return { status: 'not-recorded' };
      const log = await this.#bridge.request(`judgments.${act}`, { lensId: this.#lensId, step });
      await this.take(log);
      return (act === 'undo' ? log.redoable : log.undoable)?.id === step ? { status: 'done', step } : { status: 'nothing' };
    });
    this.#note(act, outcome.then((came) => (came.status === 'done' ? came.step : null)));
    return outcome;
  }

  #note(act: Act, came: Came): void {
    const settled = came.catch(() => null); // who asked is told
    this.#onTheWay.add(act, settled);
    this.expect(settled);
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => {}); // who asked is told
    return done;
  }
}

/** Whether the same are in force, in the same order. */
export function sameJudgments(a: readonly Judgment[], b: readonly Judgment[]): boolean {
  return a.length === b.length && a.every(({ id }, at) => id === b[at]?.id);
}
