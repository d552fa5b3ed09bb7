// Users who answer from known groups, each with a habit of their own. They are always right, except `noisy`.

import type { Judgment, PhotoId, PhotoSpace, Sheet, Statement } from '../../src-shared/contract.ts';
import type { Grouping } from '../../src-shared/learning/groups/grouping.ts';
import { Constraints } from '../../src-shared/learning/linkage/constraints.ts';
import { ask, keyOf } from '../../src-shared/learning/questions/ask.ts';
import { type Marks, statementsOf } from '../../src-shared/learning/questions/sheet-answer.ts';
import { proposeSheets, SECONDS } from '../../src-shared/learning/questions/sheets.ts';

/**
 * What is simulated. `app`: a user who answers the app's questions. `constraints`: the same, but the metric never learns. `noisy`: the same as
 * `app`, with five wrong answers in a hundred. `corrections`: a user who asks for nothing and corrects the groups as shown. `random`: a user
 * who gives examples, half of them similar and half different, whatever the groups are.
 */
export const strategies = ['app', 'constraints', 'noisy', 'corrections', 'random', 'sheets'] as const;
export type Strategy = (typeof strategies)[number];

export type Said = Pick<Judgment, 'statement' | 'origin'>;

/** What is said at once, and how long that takes. */
export interface Turn {
  readonly said: readonly Said[];
  readonly seconds: number;
}

/** What a user sees, knows and has said. */
export interface Situation {
  readonly space: PhotoSpace;
  readonly grouping: Grouping;
  readonly judgments: readonly Judgment[];
  /** The known group of each photo; photos without one are neither named nor looked at. */
  readonly labelOf: ReadonlyMap<number, number>;
}

/** What a user says next; `null` if there is nothing to say. */
export type Player = Spoken<Turn>;
type Spoken<T> = (situation: Situation) => T | null;

/** One question in this many is skipped. */
const SKIPPED = 10;
/** Fraction of the answers of a noisy user that are wrong. */
const WRONG = 0.05;

/** A user with that habit; `next` gives numbers in [0, 1). */
export function playerOf(strategy: Strategy, next: () => number): Player {
  if (strategy === 'sheets') return answerSheets(next);
  const saying = strategy === 'random' ? giveExamples(next) : strategy === 'corrections' ? correctGroups(next) : answerQuestions(next, strategy === 'noisy' ? WRONG : 0);
  return (situation) => {
    const said = saying(situation);
    return said && { said: [said], seconds: SECONDS.pair };
  };
}

/**
 * Marks what is odd on the app's next sheet: all that is not of the kind of most of its photos. Where two groups are proposed as one and are
 * mostly of two kinds, a line between them says so; unless one side has photos of the other's kind, which no mark says.
 */
function answerSheets(next: () => number): Spoken<Turn> {
  const skipped = new Set<string>();
  return ({ space, grouping, judgments, labelOf }) => {
    const members = membersOf(space, grouping, (photo) => labelOf.has(photo));
    for (;;) {
      const [sheet] = proposeSheets(space, judgments, { members, count: 1, skipped });
      if (!sheet) return null;
      const marks = marksOf(sheet, labelOf);
      const statements = next() * SKIPPED < 1 ? [] : statementsOf(sheet, marks);
      if (statements.length > 0) {
        const seconds = SECONDS.sheet + SECONDS.photo * sheet.photos.length + SECONDS.mark * (marks.odd.size + (marks.line === null ? 0 : 1));
        return { said: statements.map((statement) => ({ statement, origin: { kind: 'asked', probability: sheet.probability } })), seconds };
      }
      skipped.add(keyOf(sheet.standing));
    }
  };
}

function marksOf({ photos, own, merge }: Sheet, labelOf: Situation['labelOf']): Marks {
  const labels = photos.map((photo) => labelOf.get(photo)!); // only such photos are shown
  const oddIn = (from: number, to: number, kind: number): PhotoId[] => photos.slice(from, to).filter((_, at) => labels[from + at] !== kind);
  const kind = majority(labels);
  const marks = { odd: new Set(oddIn(0, photos.length, kind)), line: null };
  if (!merge) return marks;
  const [left, right] = [majority(labels.slice(0, own)), majority(labels.slice(own))];
  const crosses = labels.some((label, at) => label === (at < own ? right : left));
  return left === right || crosses ? marks : { odd: new Set([...oddIn(0, own, left), ...oddIn(own, photos.length, right)]), line: own };
}

/** Rows of each group's photos, the one it is known by first. */
function membersOf(space: PhotoSpace, { groups }: Grouping, shown: (photo: number) => boolean): number[][] {
  const rowOf = new Map(Array.from(space.ids, (id, row) => [id, row]));
  const members = groups.map(({ covers, photos }) => [covers[0]!, ...Array.from(photos).filter((photo) => photo !== covers[0])].filter(shown));
  return members.filter(({ length }) => length > 0).map((photos) => photos.map((photo) => rowOf.get(photo)!));
}

/** Answers the app's next question that the truth can answer. */
function answerQuestions(next: () => number, wrong: number): Spoken<Said> {
  const skipped = new Set<string>();
  return ({ space, grouping, judgments, labelOf }) => {
    const members = membersOf(space, grouping, () => true);
    for (;;) {
      const questions = ask(space, judgments, { members, count: 4, skipped });
      if (questions.length === 0) return null;
      for (const question of questions) {
        const labels = question.photos.map((photo) => labelOf.get(photo));
        const statement = next() * SKIPPED < 1 || labels.includes(undefined) ? null : reply(question.photos, labels, wrong > 0 && next() < wrong);
        if (statement) return { statement, origin: { kind: 'asked', probability: question.kind === 'pair' ? question.probability : 0.5 } };
        skipped.add(keyOf(question.photos));
      }
    }
  };
}

function reply(photos: readonly PhotoId[], [a, b, c]: readonly (number | undefined)[], wrong: boolean): Statement | null {
  const [first, second, third] = photos as [PhotoId, PhotoId, PhotoId?];
  if (third === undefined) return { kind: (a === b) === wrong ? 'different' : 'similar', photos: [first, second] };
  if ((a === b) === (a === c)) return null; // the truth does not say which is closer
  return { kind: 'closer', photos: (a === b) === wrong ? [first, third, second] : [first, second, third] };
}

function giveExamples(next: () => number): Spoken<Said> {
  return ({ grouping, judgments, labelOf }) => {
    const { constraints } = Constraints.of(judgments);
    const known = [...labelOf.keys()] as PhotoId[]; // the keys are photos
    const wanted = next() < 0.5;
    for (const similar of [wanted, !wanted]) {
      for (let turn = 0; turn < 10_000; turn++) {
        const [a, b] = [draw(known, next), draw(known, next)];
        if (a === undefined || b === undefined || a === b || (labelOf.get(a) === labelOf.get(b)) !== similar || constraints.relation(a, b) !== 'open') continue;
        return { statement: { kind: similar ? 'similar' : 'different', photos: [a, b] }, origin: { kind: 'volunteered', height: grouping.height } };
      }
    }
    return null;
  };
}

/**
 * Opens a random group; if it has a photo that is not of the kind of most others, marks it different from one that is; else marks its cover
 * similar to that of another group of this kind.
 */
function correctGroups(next: () => number): Spoken<Said> {
  return ({ grouping, judgments, labelOf }) => {
    const { constraints } = Constraints.of(judgments);
    const groups = grouping.groups.flatMap(({ covers, photos }) => {
      const known = (Array.from(photos) as PhotoId[]).filter((photo) => labelOf.has(photo)); // ids, as the contract says
      return known.length > 0 ? [{ cover: covers[0] as PhotoId, known, kind: majority(known.map((photo) => labelOf.get(photo)!)) }] : [];
    });
    for (let turn = 0; turn < 500; turn++) {
      const group = draw(groups, next);
      if (!group) return null;
      const [odd, even] = [false, true].map((right) => group.known.filter((photo) => (labelOf.get(photo) === group.kind) === right)) as [PhotoId[], PhotoId[]];
      const kin = groups.filter((other) => other !== group && other.kind === group.kind && labelOf.get(other.cover) === group.kind && labelOf.get(group.cover) === group.kind);
      const photos = odd.length > 0 ? ([draw(odd, next)!, draw(even, next)!] as const) : ([group.cover, draw(kin, next)?.cover] as const);
      const [first, second] = photos;
      if (second === undefined || constraints.relation(first, second) !== 'open') continue;
      return { statement: { kind: odd.length > 0 ? 'different' : 'similar', photos: [first, second] }, origin: { kind: 'volunteered', height: grouping.height } };
    }
    return null;
  };
}

function draw<T>(list: readonly T[], next: () => number): T | undefined {
  return list[Math.floor(next() * list.length)];
}

function majority(labels: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}
