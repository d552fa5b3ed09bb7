// A session of questions: which is asked, what comes next, what was answered and skipped, and the outcome. The next question is
// shown without waiting: answers are recorded in the background, in order. Chooses no questions and draws nothing.

import type { PhotoId, Statement, StepId } from '../../src-shared/contract.ts';
import type { Kindred } from '../state/kindred.svelte.ts';
import type { OpenLibrary } from '../state/open-library.svelte.ts';
import { keyOf, type Question } from '../../src-shared/learning/questions/ask.ts';
import type { Standing } from '../workers/standing.ts';

export type Answer = 'similar' | 'different' | 'second' | 'third' | { readonly degree: number };
export type ReviewPhase = 'thinking' | 'asking' | 'nothing-left' | 'ended';

interface Past {
  readonly question: Question;
  /** The step that the answer recorded; `null` if nothing was. Absent for a skipped question. */
  readonly recorded?: Promise<StepId | null>;
}

/** Questions fetched at once: enough that one is left while an answer is recorded. */
const AHEAD = 4;

export class Review {
  #phase = $state<ReviewPhase>('thinking');
  #current = $state.raw<Question | null>(null);
  #queue = $state.raw<readonly Question[]>([]);
  #past = $state.raw<readonly Past[]>([]);
  #before = $state.raw<Standing | null>(null);
  #standing = $state.raw<Standing | null>(null);
  #moved = $state(0);
  readonly #skipped = new Set<string>();
  readonly #groupsBefore = new Map<number, number>();
  readonly #kindred: Kindred;
  readonly #library: OpenLibrary;
  /** Answers are recorded one after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor(kindred: Kindred, library: OpenLibrary) {
    this.#kindred = kindred;
    this.#library = library;
  }

  get phase(): ReviewPhase {
    return this.#phase;
  }

  /** The question being asked, or `null`. */
  get question(): Question | null {
    return this.#phase === 'asking' ? this.#current : null;
  }

  /** The one after it, for preloading its photos. */
  get next(): Question | null {
    return this.#queue[0] ?? null;
  }

  get answered(): number {
    return this.#past.filter(({ recorded }) => recorded !== undefined).length;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  /** How things stand; `null` until known. */
  get standing(): Standing | null {
    return this.#standing;
  }

  /** Pairs of photos that this session settled. */
  get settled(): number {
    return Math.max(0, (this.#standing?.settled ?? 0) - (this.#before?.settled ?? 0));
  }

  /** Estimated share of right groups before the session and now, 0 … 1; `null` if unknown. */
  get improvement(): { readonly before: number; readonly now: number } | null {
    const [before, now] = [this.#before, this.#standing];
    return before?.precision != null && now?.precision != null ? { before: before.precision, now: now.precision } : null;
  }

  /** Photos in another group than when the session started. */
  get moved(): number {
    return this.#moved;
  }

  async start(): Promise<void> {
    const { groups } = this.#library;
    this.#before = this.#standing = (await this.#kindred.attempt(groups.standing())) ?? null;
    const { table } = groups;
    for (let place = 0; place < table.count; place++) for (const photo of table.photosAt(place)) this.#groupsBefore.set(photo, table.idAt(place));
    await this.#fetch();
  }

  answer(answer: Answer): void {
    const question = this.question;
    const statement = question && statementOf(question, answer);
    if (!question || !statement) return;
    const recorded = this.#turn.then(() => this.#take(question, statement));
    this.#past = [...this.#past, { question, recorded }];
    this.#advance();
    this.#turn = recorded.then(() => this.#look());
  }

  skip(): void {
    const question = this.question;
    if (!question) return;
    this.#skipped.add(keyOf(question.photos));
    this.#past = [...this.#past, { question }];
    this.#advance();
    this.#turn = this.#turn.then(() => this.#fetch());
  }

  /** Undoes the last answer and asks its question again. */
  undo(): void {
    const last = this.#past.at(-1);
    if (!last) return;
    this.#past = this.#past.slice(0, -1);
    this.#skipped.delete(keyOf(last.question.photos));
    if (this.#current) this.#queue = [this.#current, ...this.#queue];
    this.#current = last.question;
    this.#phase = 'asking';
    const { recorded } = last;
    if (recorded) this.#turn = this.#turn.then(async () => this.#takeBack(await recorded));
  }

  /** Ends the session and shows its outcome. */
  end(): void {
    this.#phase = 'ended';
  }

  async resume(): Promise<void> {
    this.#phase = 'thinking';
    this.#current = null;
    await this.#fetch();
  }

  #advance(): void {
    const [next, ...rest] = this.#queue;
    this.#queue = rest;
    this.#current = next ?? null;
    if (!next) this.#phase = 'thinking';
  }

  /** The step that was recorded; `null` if nothing was. */
  async #take(question: Question, statement: Statement): Promise<StepId | null> {
    const outcome = await this.#kindred.attempt(this.#library.judgments.say(statement, { asked: question.kind === 'pair' ? question.probability : 0.5 })); // rankings predict none
    if (outcome?.status === 'recorded') return outcome.step;
    // nothing was recorded: there is nothing to count or undo
    this.#past = this.#past.filter((past) => past.question !== question);
    if (outcome === undefined && this.#current !== question) this.#queue = [question, ...this.#queue];
    return null;
  }

  async #takeBack(step: StepId | null): Promise<void> {
    if (step === null) return;
    await this.#kindred.attempt(this.#library.judgments.undo(step));
    await this.#measure();
  }

  async #look(): Promise<void> {
    await this.#measure();
    await this.#fetch();
  }

  /** The best questions now, besides the one being asked. */
  async #fetch(): Promise<void> {
    const { groups } = this.#library;
    const found = (await this.#kindred.attempt(groups.questions(AHEAD + 1, [...this.#skipped]))) ?? [];
    const current = this.#current && keyOf(this.#current.photos);
    this.#queue = found.filter(({ photos }) => keyOf(photos) !== current).slice(0, AHEAD);
    if (this.#phase !== 'thinking') return;
    this.#advance();
    this.#phase = this.#current ? 'asking' : 'nothing-left';
  }

  async #measure(): Promise<void> {
    const { groups } = this.#library;
    this.#standing = (await this.#kindred.attempt(groups.standing())) ?? this.#standing;
    const { table } = groups;
    let moved = 0;
    for (const [photo, group] of this.#groupsBefore) {
      const place = table.placeOfPhoto(photo as PhotoId); // from the table
      if (place < 0 || table.idAt(place) !== group) moved++;
    }
    for (let place = 0; place < table.count; place++) for (const photo of table.photosAt(place)) if (!this.#groupsBefore.has(photo)) moved++;
    this.#moved = moved;
  }
}

/** `null` if the answer does not fit the question. */
export function statementOf(question: Question, answer: Answer): Statement | null {
  if (question.kind === 'ranking') {
    const [first, second, third] = question.photos;
    if (answer === 'second') return { kind: 'closer', photos: [first, second, third] };
    return answer === 'third' ? { kind: 'closer', photos: [first, third, second] } : null;
  }
  if (typeof answer === 'object') return { kind: 'degree', photos: question.photos, degree: answer.degree };
  return answer === 'similar' || answer === 'different' ? { kind: answer, photos: question.photos } : null;
}
