// Users who answer from known groups, each with a habit of their own. They are always right, except `noisy`.

import type { Judgment, PhotoId, PhotoSpace, Statement } from '../../src-shared/contract.ts';
import type { Grouping } from '../../src-shared/learning/groups/grouping.ts';
import { Constraints } from '../../src-shared/learning/linkage/constraints.ts';
import { ask, keyOf } from '../../src-shared/learning/questions/ask.ts';

/**
 * What is simulated. `app`: a user who answers the app's questions. `constraints`: the same, but the metric never learns. `noisy`: the same as
 * `app`, with five wrong answers in a hundred. `corrections`: a user who asks for nothing and corrects the groups as shown. `random`: a user
 * who gives examples, half of them similar and half different, whatever the groups are.
 */
export const strategies = ['app', 'constraints', 'noisy', 'corrections', 'random'] as const;
export type Strategy = (typeof strategies)[number];

export type Said = Pick<Judgment, 'statement' | 'origin'>;

/** What a user sees, knows and has said. */
export interface Situation {
  readonly space: PhotoSpace;
  readonly grouping: Grouping;
  readonly judgments: readonly Judgment[];
  /** The known group of each photo; photos without one are neither named nor looked at. */
  readonly labelOf: ReadonlyMap<number, number>;
}

/** What a user says next; `null` if there is nothing to say. */
export type Player = (situation: Situation) => Said | null;

/** One question in this many is skipped. */
const SKIPPED = 10;
/** Fraction of the answers of a noisy user that are wrong. */
const WRONG = 0.05;

/** A user with that habit; `next` gives numbers in [0, 1). */
export function playerOf(strategy: Strategy, next: () => number): Player {
  if (strategy === 'random') return giveExamples(next);
  if (strategy === 'corrections') return correctGroups(next);
  return answerQuestions(next, strategy === 'noisy' ? WRONG : 0);
}

/** Answers the app's next question that the truth can answer. */
function answerQuestions(next: () => number, wrong: number): Player {
  const skipped = new Set<string>();
  return ({ space, grouping, judgments, labelOf }) => {
    const rowOf = new Map(Array.from(space.ids, (id, row) => [id, row]));
    const members = grouping.groups.map(({ cover, photos }) => [cover, ...Array.from(photos).filter((photo) => photo !== cover)].map((photo) => rowOf.get(photo)!));
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

function giveExamples(next: () => number): Player {
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
function correctGroups(next: () => number): Player {
  return ({ grouping, judgments, labelOf }) => {
    const { constraints } = Constraints.of(judgments);
    const groups = grouping.groups.flatMap(({ cover, photos }) => {
      const known = (Array.from(photos) as PhotoId[]).filter((photo) => labelOf.has(photo)); // ids, as the contract says
      return known.length > 0 ? [{ cover, known, kind: majority(known.map((photo) => labelOf.get(photo)!)) }] : [];
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
