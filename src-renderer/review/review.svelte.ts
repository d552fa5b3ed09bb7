// A session of questions: which is asked, what comes next, what was answered and skipped, what was guessed, and the outcome. The next
// question is shown without waiting: answers are recorded in the background, in order. Chooses no questions and draws nothing.

import type { Settings, Statement, StepId } from '../../src-shared/contract.ts';
import type { Kindred } from '../state/kindred.svelte.ts';
import type { OpenLibrary } from '../state/open-library.svelte.ts';
import { t } from '../messages/messages.svelte.ts';
import type { RefusableChange } from '../groups/changed.ts';
import { guessedRight, tally, type Guesses } from './guesses.ts';
import { Outcome } from './outcome.svelte.ts';
import type { Past } from './past.ts';
import { Settled } from './settled.ts';
import { Skipped } from './skipped.ts';
import { type Answer, type Asked, asksTheSame, statementsOf } from './statement.ts';

export type ReviewPhase = 'thinking' | 'asking' | 'nothing-left' | 'ended';

/** Questions fetched at once: enough that one is left while an answer is recorded. */
const AHEAD = 4;

export class Review {
  #phase = $state<ReviewPhase>('thinking');
  #current = $state.raw<Asked | null>(null);
  #queue = $state.raw<readonly Asked[]>([]);
  #past = $state.raw<readonly Past[]>([]);
  /** What was taken back of it, the last at the end; until something new is answered. */
  #undone: readonly Past[] = [];
  readonly #skipped: Skipped;
  readonly #settled = new Settled();
  /** What became of the answers. */
  readonly outcome: Outcome;
  readonly #kindred: Kindred;
  readonly #library: OpenLibrary;
  /** Answers are recorded one after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(kindred: Kindred, library: OpenLibrary) {
    this.#kindred = kindred;
    this.#library = library;
    this.#skipped = new Skipped(library.bridge, library.state.lensId);
    this.outcome = new Outcome(kindred, library.groups);
  }

  get phase(): ReviewPhase {
    return this.#phase;
  }

  /** Pairs or sheets. */
  get by(): Settings['reviewBy'] {
    return this.#kindred.settings.reviewBy;
  }

  /** The question being asked, or `null`. */
  get question(): Asked | null {
    return this.#phase === 'asking' ? this.#current : null;
  }

  /** The one after it, for preloading its photos. */
  get next(): Asked | null {
    return this.#queue[0] ?? null;
  }

  /** Answers of this session, less those taken back here or elsewhere. */
  get answered(): number {
    return this.#answers.length;
  }

  /** Answers in all: of every session, and those given on other screens. */
  get total(): number {
    return Math.max(this.#library.judgments.inForce.length, this.answered);
  }

  /** How often the guess was the answer in this session; `null` while that says nothing. */
  get guesses(): Guesses | null {
    return tally(this.#answers.map(({ guessed }) => guessed).filter((guessed) => typeof guessed === 'boolean'));
  }

  get #answers(): readonly Past[] {
    const inForce = new Set(this.#library.judgments.inForce.map(({ id }) => id));
    return this.#past.filter(({ recorded, made }) => recorded !== undefined && (made === undefined || made.some((id) => inForce.has(id))));
  }

  /** When that was answered or skipped which undo would take back, and that taken back which redo would bring back, in ms of this page; 0 where nothing was. */
  get times(): { readonly acted: number; readonly undone: number } {
    return { acted: this.#past.at(-1)?.at ?? 0, undone: this.#undone.at(-1)?.at ?? 0 };
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  /** Undoes a change by an answer of its own, which takes the place of those answers of this session that it goes against. */
  async refuse({ refusal, isBecauseOf }: RefusableChange): Promise<void> {
    const made = new Set(this.#answers.flatMap((past) => past.made ?? []));
    const drop = this.#library.judgments.inForce.filter(({ id, statement }) => made.has(id) && isBecauseOf(statement)).map(({ id }) => id);
    await this.#kindred.say(refusal(), { words: t('review.refused'), drop });
    await this.outcome.measure();
  }

  /** Starts the session, or goes on with it where Review was left: whatever was done elsewhere meanwhile is not its outcome. */
  async start(): Promise<void> {
    this.#phase = 'thinking';
    this.#current = null;
    this.#queue = [];
    await this.#turn;
    await this.#kindred.attempt(this.#skipped.read());
    await this.outcome.begin();
    await this.#fetch();
  }

  answer(answer: Answer): void {
    const question = this.question;
    const statements = question ? statementsOf(question, answer) : [];
    if (!question || statements.length === 0) return;
    const recorded = this.#turn.then(() => this.#take(question, statements));
    this.#library.judgments.expect(recorded);
    this.#past = [...this.#past, { question, recorded, guessed: guessedRight(question, answer), at: performance.now() }];
    this.#undone = [];
    for (const statement of statements) this.#settled.say(statement);
    this.#advance();
    this.#turn = recorded.then(() => this.#look());
  }

  skip(): void {
    const question = this.question;
    if (!question) return;
    this.#store(this.#skipped.add(question));
    this.#past = [...this.#past, { question, at: performance.now() }];
    this.#undone = [];
    this.#advance();
    this.#turn = this.#turn.then(() => this.#fetch());
  }

  /** Back to the previous question, which is asked again: its answer is taken back, or it is no longer skipped. Whether there was one. */
  undo(): boolean {
    const last = this.#past.at(-1);
    if (!last) return false;
    this.#past = this.#past.slice(0, -1);
    this.#undone = [...this.#undone, { ...last, at: performance.now() }];
    this.#settled.forget();
    this.#store(this.#skipped.remove(last.question));
    if (this.#current) this.#queue = [this.#current, ...this.#queue];
    this.#current = last.question;
    this.#phase = 'asking';
    const { recorded } = last;
    if (recorded) this.#turn = this.#turn.then(async () => this.#takeBack(await recorded));
    return true;
  }

  /** Brings back what was taken back last, and goes on to the next question. Whether there was anything, which nothing said elsewhere came after. */
  redo(): Promise<boolean> {
    const done = this.#turn.then(() => this.#bringBack());
    this.#turn = done.then((was) => (was ? this.#look() : undefined));
    return done;
  }

  /** Ends the session and shows its outcome. */
  end(): void {
    this.#phase = 'ended';
  }

  async resume(): Promise<void> {
    this.#phase = 'thinking';
    this.#current = null;
    this.#queue = [];
    await this.#fetch();
  }

  /** Asks about pairs or about sheets from now on. */
  async askBy(by: Settings['reviewBy']): Promise<void> {
    if (by === this.by) return;
    await this.#kindred.change({ reviewBy: by });
    if (this.#phase !== 'ended') await this.resume();
  }

  #advance(): void {
    const [next, ...rest] = this.#queue.filter((question) => !this.#settled.has(question));
    this.#queue = rest;
    this.#current = next ?? null;
    if (!next) this.#phase = 'thinking';
  }

  /** The step that was recorded; `null` if nothing was. */
  async #take(question: Asked, statements: readonly Statement[]): Promise<StepId | null> {
    const outcome = await this.#kindred.attempt(this.#library.judgments.say(statements, { asked: question.kind === 'ranking' ? 0.5 : question.probability })); // rankings predict none
    if (outcome?.status === 'recorded') {
      const { step, judgments: made } = outcome;
      this.#past = this.#past.map((past) => (past.question === question ? { ...past, made } : past));
      return step;
    }
    // nothing was recorded: there is nothing to count or undo
    this.#settled.forget();
    this.#past = this.#past.filter((past) => past.question !== question);
    if (outcome === undefined && this.#current !== question) this.#queue = [question, ...this.#queue];
    return null;
  }

  /** Stores what was skipped in the background; closing the library waits for it. */
  #store(stored: Promise<void>): void {
    this.#library.track(stored);
    void this.#kindred.attempt(stored);
  }

  async #takeBack(step: StepId | null): Promise<void> {
    if (step === null) return;
    await this.#kindred.attempt(this.#library.judgments.undo(step));
    this.#settled.forget();
    await this.outcome.measure();
  }

  async #bringBack(): Promise<boolean> {
    const last = this.#undone.at(-1);
    const step = (await last?.recorded) ?? null;
    const { judgments } = this.#library;
    if (!last || (last.recorded && (step === null || step !== judgments.redoable?.id)) || last !== this.#undone.at(-1)) return false;
    this.#undone = this.#undone.slice(0, -1);
    if (step === null) this.#store(this.#skipped.add(last.question));
    else if ((await this.#kindred.attempt(judgments.redo(step)))?.status !== 'done') return true;
    this.#past = [...this.#past, { ...last, at: performance.now() }];
    if (this.#current && asksTheSame(last.question, this.#current) && this.#phase === 'asking') this.#advance();
    return true;
  }

  async #look(): Promise<void> {
    await this.outcome.measure();
    await this.#fetch();
  }

  /** The best questions now, besides the one being asked. */
  async #fetch(): Promise<void> {
    const { groups, judgments, filter } = this.#library;
    await this.#settled.follow(judgments.inForce);
    const { by } = this;
    const { photos: among } = filter;
    const wanted: Promise<readonly Asked[]> = by === 'sheets' ? groups.sheets(AHEAD + 1, this.#skipped.keys, among) : groups.questions(AHEAD + 1, this.#skipped.keys, among);
    const found = (await this.#kindred.attempt(wanted)) ?? [];
    if (by !== this.by) return; // it was switched meanwhile, which fetches again
    if (among !== filter.photos) return this.#fetch();
    const current = this.#current;
    this.#queue = found.filter((question) => !current || !asksTheSame(question, current)).slice(0, AHEAD);
    if (this.#phase !== 'thinking') return;
    this.#advance();
    this.#phase = this.#current ? 'asking' : 'nothing-left';
  }
}
