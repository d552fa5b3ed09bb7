// Simulates a user who answers the app's own questions from known groups, and scores the groups after given numbers of answers. For
// measurement only. This user is always right and skips a question now and then, which makes runs with different seeds differ.

import type { Judgment, JudgmentId, LensId, PhotoId, PhotoSpace, Statement } from '../../src-shared/contract.ts';
import { Constraints } from '../../src-shared/learning/linkage/constraints.ts';
import { Grouper, type Grouping } from '../../src-shared/learning/groups/grouping.ts';
import { lensSpace } from '../../src-shared/learning/metric/lens-space.ts';
import { ask, keyOf } from '../../src-shared/learning/questions/ask.ts';
import { scoreBcubed } from '../../src-shared/learning/scores/bcubed.ts';
import { scoreInformation } from '../../src-shared/learning/scores/information.ts';
import { scorePairs } from '../../src-shared/learning/scores/pairs.ts';
import { scoreRetrieval } from '../../src-shared/learning/scores/retrieval.ts';
import { uniform } from '../../src-shared/learning/random.ts';

/**
 * What is simulated: `app` as it is, or a baseline. `constraints`: the app's questions, groups constrained by the answers, but the
 * metric never learns. `random`: questions about random pairs, with learning as in the app.
 */
export const strategies = ['app', 'constraints', 'corrections', 'random'] as const;
export type Strategy = (typeof strategies)[number];

type Said = Pick<Judgment, 'statement' | 'origin'>;

export interface GroupScores {
  readonly pairwiseF1: number;
  readonly ami: number;
  readonly bcubedF1: number;
  /** NaN if no photo has a partner. */
  readonly mAP: number;
}

export interface CurvePoint {
  /** The requested number; `given` is less if nothing was left to ask. */
  readonly answers: number;
  readonly given: number;
  readonly all: GroupScores;
  /** Over the photos that no answer named; `null` if there are none. */
  readonly untouched: GroupScores | null;
}

export interface SimulateOptions {
  /** Numbers of answers at which to score, ascending. */
  readonly counts: readonly number[];
  readonly seed?: number;
  readonly strategy?: Strategy;
  /** Called with each score. */
  readonly probe?: (state: State, judgments: readonly Judgment[]) => void;
}

/** One question in this many is skipped. */
const SKIPPED = 10;

/**
 * The learning curve of one run. `space` is the prior's; `labels` has the known group of each of its photos, −1 if unknown (such
 * photos are grouped but neither asked about nor scored). If nothing is left to ask, it ends early and repeats the last scores.
 */
export function simulate(space: PhotoSpace, labels: Int32Array, { counts, seed = 1, strategy = 'app', probe }: SimulateOptions): CurvePoint[] {
  const next = uniform(seed);
  const rowOf = new Map(Array.from(space.ids, (id, row) => [id, row]));
  const known = [...labels.keys()].filter((row) => labels[row]! >= 0);
  const judgments: Judgment[] = [];
  const skipped = new Set<string>();
  const touched = new Set<number>();
  let state = learn(space, judgments, strategy, null);
  /** Answers included in the current state. */
  let learned = 0;
  const know = (): State => {
    learned = judgments.length;
    return learn(space, judgments, strategy, state);
  };
  const curve: CurvePoint[] = [];
  let exhausted = false;
  for (const count of counts) {
    while (judgments.length < count && !exhausted) {
      const said = strategy === 'random' ? pick(known, labels, judgments, space, state, next)
        : strategy === 'corrections' ? correct(known, labels, judgments, space, state, next)
        : answer(state, judgments, labels, rowOf, skipped, next);
      if (said === null) {
        // grouping with the latest answers may allow more questions
        exhausted = learned === judgments.length;
        state = know();
        continue;
      }
      judgments.push({ id: (judgments.length + 1) as JudgmentId, lensId: 1 as LensId, madeAt: 0, ...said }); // branded ids: there is no store
      for (const photo of said.statement.photos) touched.add(rowOf.get(photo)!);
      if (false ? judgments.length === count : learnsAfter(judgments.length) || judgments.length === count) state = know();
    }
    probe?.(state, judgments);
    const rest = known.filter((row) => !touched.has(row));
    curve.push({ answers: count, given: judgments.length, all: scoreRows(state, known, labels), untouched: rest.length > 0 ? scoreRows(state, rest, labels) : null });
  }
  return curve;
}

/** After each of the first answers, then after every fifth: like a user at work, since the app learns when it has time. */
function learnsAfter(answers: number): boolean {
  return answers <= 10 || answers % 5 === 0;
}

/** The app's state and groups after some answers. */
export interface State {
  readonly grouper: Grouper;
  readonly space: PhotoSpace;
  readonly grouping: Grouping;
}

function learn(prior: PhotoSpace, judgments: readonly Judgment[], strategy: Strategy, before: State | null): State {
  const grouper = before?.grouper ?? new Grouper();
  const space = strategy === 'constraints' || judgments.length === 0 ? prior : lensSpace(prior, judgments);
  return { grouper, space, grouping: grouper.group({ space, judgments }) };
}

/** The answer to the app's next question that the truth can answer; `null` if the app has none. */
function answer({ space, grouping }: State, judgments: readonly Judgment[], labels: Int32Array, rowOf: ReadonlyMap<number, number>, skipped: Set<string>, next: () => number): Said | null {
  const members = grouping.groups.map(({ cover, photos }) => [cover, ...Array.from(photos).filter((photo) => photo !== cover)].map((photo) => rowOf.get(photo)!));
  for (;;) {
    const questions = ask(space, judgments, { members, count: 4, skipped });
    if (questions.length === 0) return null;
    for (const question of questions) {
      const of = question.photos.map((photo) => labels[rowOf.get(photo)!]!);
      const statement = next() * SKIPPED < 1 || of.some((label) => label < 0) ? null : reply(question.photos, of);
      if (statement) return { statement, origin: { kind: 'asked', probability: question.kind === 'pair' ? question.probability : 0.5 } };
      skipped.add(keyOf(question.photos));
    }
  }
}

function reply(photos: readonly PhotoId[], [a, b, c]: readonly number[]): Statement | null {
  const [first, second, third] = photos as [PhotoId, PhotoId, PhotoId?];
  if (third === undefined) return { kind: a === b ? 'similar' : 'different', photos: [first, second] };
  if ((a === b) === (a === c)) return null; // the truth does not tell which is closer
  return { kind: 'closer', photos: a === b ? [first, second, third] : [first, third, second] };
}

/** Pairs by their labels, half of them similar: as a user does who gives examples. */
function pick(known: readonly number[], labels: Int32Array, judgments: readonly Judgment[], { ids }: PhotoSpace, state: State, next: () => number): Said | null {
  const { constraints } = Constraints.of(judgments);
  const similar = next() < 0.5;
  for (let turn = 0; turn < 10_000; turn++) {
    const [a, b] = [0, 0].map(() => known[Math.floor(next() * known.length)]!) as [number, number];
    const photos = [ids[a] as PhotoId, ids[b] as PhotoId] as const; // the space holds photo ids
    if (a !== b && (labels[a] === labels[b]) === similar && constraints.relation(...photos) === 'open') {
      return { statement: { kind: similar ? 'similar' : 'different', photos }, origin: { kind: 'volunteered', height: state.grouping.height } };
    }
  }
  return null;
}

/**
 * As a user does who corrects what is shown: opens a random group; where a photo is not of the kind of most others, marks it different
 * from one that is; else marks the cover similar to that of another group of this kind.
 */
function correct(known: readonly number[], labels: Int32Array, judgments: readonly Judgment[], { ids }: PhotoSpace, { grouping }: State, next: () => number): Said | null {
  const { constraints } = Constraints.of(judgments);
  const labelOf = new Map(known.map((row) => [ids[row]!, labels[row]!]));
  const of = (photo: number): number => labelOf.get(photo) ?? -1;
  const draw = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const origin = { kind: 'volunteered', height: grouping.height } as const;
  const groups = grouping.groups.map(({ cover, photos }) => ({ cover, photos: Array.from(photos).filter((photo) => of(photo) >= 0), kind: -1 })).filter(({ photos }) => photos.length > 0);
  for (const group of groups) group.kind = majority(group.photos.map(of));
  for (let turn = 0; turn < 500; turn++) {
    const group = draw(groups);
    const { photos, cover, kind } = group;
    const [odd, even] = [photos.filter((photo) => of(photo) !== kind), photos.filter((photo) => of(photo) === kind)];
    const pairs = odd.length > 0 ? [[draw(odd), draw(even)] as const] : groups.filter((other) => other !== group && other.kind === kind && of(other.cover) === kind).map((other) => [cover, other.cover] as const);
    if (pairs.length === 0 || (odd.length === 0 && of(cover) !== kind)) continue;
    const found = draw(pairs) as readonly [PhotoId, PhotoId];
    if (constraints.relation(...found) === 'open') return { statement: { kind: odd.length > 0 ? 'different' : 'similar', photos: found }, origin };
  }
  return null;
}

function majority(labels: readonly number[]): number {
  const count = new Map<number, number>();
  for (const label of labels) count.set(label, (count.get(label) ?? 0) + 1);
  return [...count].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}

function scoreRows({ space, grouping }: State, rows: readonly number[], labels: Int32Array): GroupScores {
  const groupOf = new Map(grouping.groups.flatMap(({ photos }, group) => Array.from(photos, (id) => [id, group] as const)));
  const truth = Uint32Array.from(rows, (row) => labels[row]!);
  const found = Uint32Array.from(rows, (row) => groupOf.get(space.ids[row]!)!); // every photo is in a group
  const points = new Float32Array(rows.length * space.dims);
  rows.forEach((row, at) => points.set(space.points.subarray(row * space.dims, (row + 1) * space.dims), at * space.dims));
  return {
    pairwiseF1: scorePairs(truth, found).f1, ami: scoreInformation(truth, found).ami, bcubedF1: scoreBcubed(truth, found).f1,
    mAP: scoreRetrieval({ points, dims: space.dims, labels: truth }).mAP
  };
}
