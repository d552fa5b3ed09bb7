// Judgments of one lens: the stored log together with the closure that finds contradictions before they are recorded.
// Photos that this library has not seen count in the closure, under numbers below zero, but not in the log that is shown.
import type { Judgment, JudgmentId, JudgmentLog, JudgmentOutcome, LensId, Origin, Statement, StepId } from '../../../src-shared/contract.ts';
import { CodedError } from '../../failure.ts';
import type { Store } from '../../store/database.ts';
import { appendSaid, appendTurn, countUnreadable, describeStep, findPhoto, identityOf, type NewStep, readFinder, readLedger, readOneSaid, readRevision, readSaid, type Said, type SaidJudgment } from '../../store/judgments.ts';
import type { Ledger } from '../../store/ledger.ts';
import { UNKNOWN_ORIGIN } from '../../store/log-rows.ts';
import { mergedState } from '../../store/merge.ts';
import { type FindPhoto, fromPayload, identitiesIn, toPayload, wrongWith } from '../../store/statement.ts';
import { Closure } from './closure.ts';
import { Strangers } from './strangers.ts';

/** A judgment in force; `shown` where it says something of photos that are known. */
interface Kept {
  readonly id: JudgmentId;
  /** `null` where its photos turned out to be one, so that it says nothing. */
  readonly statement: Statement | null;
  readonly origin: Origin;
  readonly madeAt: number;
  readonly shown: Judgment | null;
}

/** What is said and dropped as one step; all that is said has one origin. */
interface Change {
  readonly drop?: readonly JudgmentId[];
  readonly statements?: readonly Statement[];
  readonly origin?: Origin;
}

/** What became of one of many statements that were to be taken over. */
export interface TakenOver {
  readonly status: 'recorded' | 'already-known' | 'contradiction';
  /** It names photos that are not known. */
  readonly waiting: boolean;
}

export class Judge {
  readonly #store: Store;
  readonly #lensId: LensId;
  readonly #ledger: Ledger;
  #kept: Kept[] = [];
  /** `null` after a change until it is asked for: several undos rebuild it once. */
  #made: Closure | null = null;
  #log: JudgmentLog | null = null;
  readonly #strangers = new Strangers();
  /** How many photos were merged when the log was read: ids of others are not current any more. */
  #merged = '';

  /** Throws a `CodedError`: `bad-request` for an unknown lens, others where the log cannot be read. */
  constructor(store: Store, lensId: LensId) {
    this.#store = store;
    this.#lensId = lensId;
    this.#ledger = readLedger(store, lensId);
    this.#readAll();
  }

  get log(): JudgmentLog {
    this.#log ??= {
      lensId: this.#lensId, revision: readRevision(this.#store, this.#lensId), judgments: this.#kept.flatMap(({ shown }) => shown ?? []),
      undoable: describeStep(this.#ledger.undoable), redoable: describeStep(this.#ledger.redoable), ...countUnreadable(this.#ledger, this.#kept)
    };
    return this.#log;
  }

  /** Of what is in force, also about photos that are not known. */
  get closure(): Closure {
    this.#made ??= Closure.of(this.#kept.filter(saysSomething));
    return this.#made;
  }

  /**
   * Records `statement`, unless it is known already or contradicts earlier ones: then nothing is recorded.
   * Throws a `CodedError` `bad-request` for a statement that says nothing or names an unknown photo.
   */
  add(statement: Statement, { origin = UNKNOWN_ORIGIN, now = Date.now() }: { readonly origin?: Origin; readonly now?: number } = {}): JudgmentOutcome {
    return this.change({ statements: [statement], origin }, now);
  }

  /**
   * Drops judgments and says new ones as one step, all of it or nothing. A degree takes the place of an earlier one of its pair.
   * Throws as `add`, and `bad-request` for a judgment to drop that is not in force, statements that contradict each other, and no change at all.
   */
  change({ drop = [], statements = [], origin = UNKNOWN_ORIGIN }: Change, now = Date.now()): JudgmentOutcome {
    const wrong = drop.find((id) => !this.#ledger.has(id));
    if (wrong !== undefined) throw new CodedError('bad-request', `There is no judgment ${wrong} in force. Reload the judgments.`);
    if (drop.length + statements.length === 0) throw new CodedError('bad-request', 'Expected something to say or to drop, got neither.');
    const said = statements.map((statement): Said => ({ kind: statement.kind, payload: toPayload(statement, (id) => identityOf(this.#store, id)), origin, madeAt: now }));
    // strangers no more, or merged
    if (said.some((each) => this.#namesStrangers(each)) || mergedState(this.#store) !== this.#merged) this.#readAll();
    const meant = said.map((each) => this.#number(each) ?? fail(each));

    const dropped = new Set(drop);
    // what is said is tried on the closure in force, which takes long to rebuild
    const closure = meant.length === 0 ? new Closure() : dropped.size === 0 ? this.closure : Closure.of(this.#kept.filter(saysSomething).filter(({ id }) => !dropped.has(id)));
    const [made, tried]: [Said[], JudgmentId[]] = [[], []];
    for (const [at, statement] of meant.entries()) {
      const verdict = closure.check(statement);
      if (verdict.status === 'already-known') continue;
      if (verdict.status === 'contradiction') {
        if (tried.length > 0) this.#made = null;
        const chain = this.#show(verdict.chain);
        if (chain.length === 0) throw new CodedError('bad-request', 'These answers contradict each other. Give them one by one.');
        return { status: 'contradiction', chain, log: this.log };
      }
      if (verdict.status === 'replaces' && verdict.judgment > 0) dropped.add(verdict.judgment);
      tried.push(closure.try(statement));
      made.push(said[at] as Said); // one per statement
    }
    if (made.length + dropped.size === 0) return { status: 'already-known', log: this.log };
    return { status: 'recorded', judgments: this.#record({ made, dropped: [...dropped] }, now, tried), log: this.log };
  }

  /** Takes over statements by content hash, as one step: those that are new and fit. Tells of each what became of it, in order. */
  takeOver(said: readonly Said[], now = Date.now()): TakenOver[] {
    const closure = Closure.of(this.#kept.filter(saysSomething));
    const made = new Map<JudgmentId, Said>();
    const dropped = new Set<JudgmentId>();
    const outcomes = said.map((each): TakenOver => {
      const statement = this.#number(each);
      if (statement === null) return { status: 'already-known', waiting: false }; // of one photo
      const waiting = this.#namesStrangers(each);
      const verdict = closure.check(statement);
      if (verdict.status === 'already-known' || verdict.status === 'contradiction') return { status: verdict.status, waiting };
      // of two degrees of a pair in one file the later stands
      if (verdict.status === 'replaces' && !made.delete(verdict.judgment)) dropped.add(verdict.judgment);
      made.set(closure.try(statement), each);
      return { status: 'recorded', waiting };
    });
    if (made.size > 0) this.#record({ made: [...made.values()], dropped: [...dropped] }, now);
    return outcomes;
  }

  /** Takes back what was last said at once, or the step that is named, if it can be (`Ledger.undoableStep`). */
  undo({ step: id, now = Date.now() }: { readonly step?: StepId; readonly now?: number } = {}): JudgmentLog {
    const step = id === undefined ? this.#ledger.undoable : this.#ledger.undoableStep(id);
    if (step === null) return this.log;
    appendTurn(this.#store, this.#lensId, 'undo', step, now);
    this.#ledger.undo(step.id);
    return this.#exchange(step.dropped, step.made);
  }

  /** Brings back what was last undone, if nothing was said since, and if it is the step that is named. */
  redo({ step: id, now = Date.now() }: { readonly step?: StepId; readonly now?: number } = {}): JudgmentLog {
    const step = this.#ledger.redoable;
    if (step === null || (id !== undefined && id !== step.id)) return this.log;
    appendTurn(this.#store, this.#lensId, 'redo', step, now);
    this.#ledger.redo(step.id);
    return this.#exchange(step.made, step.dropped);
  }

  /** Looks again for photos that were not known, or turned out to be one; whether there are any now. */
  refresh(): boolean {
    const met = this.#strangers.hashes.some((hash) => findPhoto(this.#store, { hash, picture: hash }) !== undefined);
    if (!met && mergedState(this.#store) === this.#merged) return false;
    this.#readAll();
    return true;
  }

  #readAll(): void {
    this.#strangers.clear();
    this.#merged = mergedState(this.#store);
    const find = readFinder(this.#store);
    this.#keep(readSaid(this.#store, this.#lensId, this.#ledger).map((said) => this.#understand(said, find)));
  }

  /** `tried`: stand-ins in the closure for what is made, if it is there already. */
  #record(step: NewStep, now: number, tried: readonly JudgmentId[] = []): Judgment[] {
    const closure = this.#made;
    this.#made = null; // what was tried is not to stay if it cannot be recorded
    const appended = appendSaid(this.#store, this.#lensId, step, now);
    this.#ledger.say(appended);
    const fresh = step.made.map((said, at) => this.#understand({ ...said, id: appended.made[at] as JudgmentId })); // one id each
    if (step.dropped.length === 0) {
      for (const [at, each] of fresh.entries()) {
        this.#kept.push(each);
        const standIn = tried[at];
        if (standIn !== undefined) closure?.record(standIn, each.id);
        else if (saysSomething(each)) closure?.add(each.id, each.statement);
      }
      this.#made = closure;
      this.#log = null;
    } else {
      const dropped = new Set(step.dropped);
      this.#keep([...this.#kept.filter(({ id }) => !dropped.has(id)), ...fresh]);
    }
    return fresh.flatMap(({ shown }) => shown ?? []);
  }

  /** Puts judgments back into force at their places in time, and others out of it. */
  #exchange(back: readonly JudgmentId[], out: readonly JudgmentId[]): JudgmentLog {
    const gone = new Set(out);
    const kept = this.#kept.filter(({ id }) => !gone.has(id));
    for (const id of back) {
      const said = readOneSaid(this.#store, id);
      if (said !== null) kept.push(this.#understand(said));
    }
    if (back.length > 0) kept.sort((a, b) => a.id - b.id);
    this.#keep(kept);
    return this.log;
  }

  #keep(kept: Kept[]): void {
    this.#kept = kept;
    this.#made = null;
    this.#log = null;
  }

  #show(chain: readonly JudgmentId[]): Judgment[] {
    const wanted = new Set(chain);
    const found = new Map(this.#kept.filter(({ id }) => wanted.has(id)).map((kept) => [kept.id, kept]));
    return chain.flatMap((id) => {
      const kept = found.get(id);
      return kept && saysSomething(kept) ? [kept.shown ?? { id, lensId: this.#lensId, statement: kept.statement, origin: kept.origin, madeAt: kept.madeAt }] : [];
    });
  }

  #understand(said: SaidJudgment, find: FindPhoto = (identity) => findPhoto(this.#store, identity)): Kept {
    const { id, kind, payload, origin, madeAt } = said;
    const seen = fromPayload(kind, payload, find);
    const shown = seen && { id, lensId: this.#lensId, statement: seen, origin, madeAt };
    const whole = identitiesIn(payload).every((identity) => find(identity) !== undefined);
    return { id, origin, madeAt, shown, statement: whole ? seen : this.#number(said, find) };
  }

  /** The statement with every photo in it, known or not; `null` where they are one photo. */
  #number({ kind, payload }: Said, find: FindPhoto = (identity) => findPhoto(this.#store, identity)): Statement | null {
    if (wrongWith(kind, payload) !== null) throw new CodedError('library-damaged', `A judgment of kind '${kind}' says nothing: ${wrongWith(kind, payload)}.`);
    return fromPayload(kind, payload, (identity) => find(identity) ?? this.#strangers.idOf(identity));
  }

  #namesStrangers({ payload }: Said): boolean {
    return identitiesIn(payload).some((identity) => this.#strangers.has(identity));
  }
}

function saysSomething(kept: Kept): kept is Kept & { readonly statement: Statement } {
  return kept.statement !== null;
}

function fail({ kind }: Said): never {
  throw new CodedError('bad-request', `This cannot be judged: the photos of '${kind}' are one picture. Reload the photos.`);
}
