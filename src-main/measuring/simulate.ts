// Simulates a user (players.ts) who judges photos by their known groups, and scores the groups after given numbers of answers. For
// measurement only.

import type { Judgment, JudgmentId, LensId, PhotoSpace } from '../../src-shared/contract.ts';
import { Grouper, type Grouping } from '../../src-shared/learning/groups/grouping.ts';
import { lensSpace } from '../../src-shared/learning/metric/lens-space.ts';
import { scoreBcubed } from '../../src-shared/learning/scores/bcubed.ts';
import { scoreInformation } from '../../src-shared/learning/scores/information.ts';
import { scorePairs } from '../../src-shared/learning/scores/pairs.ts';
import { scoreRetrieval } from '../../src-shared/learning/scores/retrieval.ts';
import { uniform } from '../../src-shared/learning/random.ts';
import { SECONDS } from '../../src-shared/learning/questions/sheets.ts';
import { playerOf, type Strategy, type Turn } from './players.ts';

export interface GroupScores {
  readonly pairwiseF1: number;
  readonly ami: number;
  readonly bcubedF1: number;
  /** NaN if no photo has a partner. */
  readonly mAP: number;
}

export interface CurvePoint {
  /** The requested number, or as much time as so many answers about pairs take; `given` judgments are fewer if nothing was left to ask, and on sheets. */
  readonly answers: number;
  readonly given: number;
  /** What the answers given took, by the time model of sheets. */
  readonly seconds: number;
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

/**
 * The learning curve of one run. `space` is the prior's; `labels` has the known group of each of its photos, −1 if unknown (such
 * photos are grouped but neither asked about nor scored). If nothing is left to ask, it ends early and repeats the last scores.
 */
export function simulate(space: PhotoSpace, labels: Int32Array, { counts, seed = 1, strategy = 'app', probe }: SimulateOptions): CurvePoint[] {
  const next = uniform(seed);
  const rowOf = new Map(Array.from(space.ids, (id, row) => [id, row]));
  const known = [...labels.keys()].filter((row) => labels[row]! >= 0);
  const judgments: Judgment[] = [];
  const player = playerOf(strategy, next);
  const labelOf = new Map(known.map((row) => [space.ids[row]!, labels[row]!]));
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
  let [turns, seconds] = [0, 0];
  /** A sheet that was begun, but not answered in time for the last count. */
  let turn: Turn | null = null;
  for (const count of counts) {
    const time = count * SECONDS.pair;
    // no turn takes less than an answer about a pair
    while (!exhausted && seconds + SECONDS.pair <= time) {
      turn ??= player({ ...state, judgments, labelOf });
      if (turn === null) {
        // grouping with the latest answers may allow more questions
        exhausted = learned === judgments.length;
        state = know();
        continue;
      }
      if (seconds + turn.seconds > time) break;
      for (const said of turn.said) {
        judgments.push({ id: (judgments.length + 1) as JudgmentId, lensId: 1 as LensId, madeAt: 0, ...said }); // branded ids: there is no store
        for (const photo of said.statement.photos) touched.add(rowOf.get(photo)!);
      }
      turns++;
      seconds += turn.seconds;
      turn = null;
      if (learnsAfter(turns)) state = know();
    }
    if (learned < judgments.length) state = know();
    probe?.(state, judgments);
    const rest = known.filter((row) => !touched.has(row));
    curve.push({ answers: count, given: judgments.length, seconds, all: scoreRows(state, known, labels), untouched: rest.length > 0 ? scoreRows(state, rest, labels) : null });
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

/** What several runs came to: the mean and the least of each score. */
export interface Summary extends Pick<CurvePoint, 'answers' | 'given' | 'seconds' | 'untouched'> {
  readonly all: GroupScores;
  readonly worst: GroupScores;
}

/** The summary of runs with the same numbers of answers. */
export function summarise(runs: readonly (readonly CurvePoint[])[]): Summary[] {
  return (runs[0] ?? []).map(({ answers }, at): Summary => {
    const points = runs.map((run) => run[at]!);
    const untouched = points.flatMap((point) => point.untouched ?? []);
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    return {
      answers, given: mean(points.map(({ given }) => given)), seconds: mean(points.map(({ seconds }) => seconds)), all: combine(points.map(({ all }) => all), mean),
      worst: combine(points.map(({ all }) => all), (values) => Math.min(...values)), untouched: untouched.length > 0 ? combine(untouched, mean) : null
    };
  });
}

/** Score by score; one that does not exist (no photo has a partner left) takes no part. */
function combine(scores: readonly GroupScores[], of: (values: readonly number[]) => number): GroupScores {
  const each = (name: keyof GroupScores): number => {
    const values = scores.map((score) => score[name]).filter(Number.isFinite);
    return values.length > 0 ? of(values) : NaN;
  };
  return { pairwiseF1: each('pairwiseF1'), ami: each('ami'), bcubedF1: each('bcubedF1'), mAP: each('mAP') };
}
