// What judgments say about distances, as pairs and triplets of rows: those that were judged, and some that follow from them by closure.
// Only a few are taken from a big group, so that it does not dominate. No distances here.
import type { Judgment, Origin, PhotoId, Statement } from '../../contract.ts';
import { Constraints } from '../linkage/constraints.ts';
import { uniform } from '../random.ts';
import { answersIn, isOfSheet } from './answers.ts';

export interface Pair {
  /** Rows of the space. */
  readonly a: number;
  readonly b: number;
  /** 1 similar, 0 different, between them a degree. */
  readonly similar: number;
}

/** The first is closer to the second than to the third: rows of the space. */
export type Ranked = readonly [first: number, closer: number, farther: number];

export interface JudgedPair extends Pair {
  readonly origin: Origin;
}

export interface Evidence {
  /** As judged. */
  readonly judged: readonly JudgedPair[];
  /** For each judged pair, the answer it is part of, counted from 0: the pairs of one gesture predict each other. */
  readonly answerOf: readonly number[];
  /** Implied by closure, and by judgments about many photos. */
  readonly implied: readonly Pair[];
  readonly ranked: readonly Ranked[];
}

export type JudgedStatement = Pick<Judgment, 'id' | 'statement' | 'origin'>;

/** Most judgments used: the newest. Older ones still constrain groups. */
const MOST_JUDGMENTS = 2000;
/** Pairs of a gesture on many photos that count as judged: it is one answer, not one per pair. */
const PAIRS_OF_GESTURE = 3;
/** Correlation of a sheet's pairs. Less than where a tree merges them (groups/held-out-heights): the directions that a metric learns differ from pair to pair. */
const SHEET_CORRELATION = 0.02;
/** Pairs implied by one judgment that keeps sets of photos apart. */
const PAIRS_APART = 3;
/** Most implied pairs in total: a fit, which the user waits for, evaluates each a thousand times. */
const MOST_IMPLIED = 2000;

/**
 * The evidence in `judgments` about the photos of `ids` (row → photo id). Judgments about other photos are left out.
 * Bounded: at most 2,000 judged pairs and rankings, and 2,000 implied pairs.
 */
export function gatherEvidence(judgments: readonly JudgedStatement[], ids: Uint32Array, constraints: Constraints = Constraints.of(judgments).constraints): Evidence {
  const rows = rowsOf(ids);
  const ranked = judgments.slice(-MOST_JUDGMENTS).flatMap(({ statement }): Ranked[] => {
    if (statement.kind !== 'closer') return [];
    const [a = -1, b = -1, c = -1] = statement.photos.map((photo) => rows.get(photo) ?? -1);
    return a >= 0 && b >= 0 && c >= 0 ? [[a, b, c]] : [];
  });
  const answers = pairsOfAnswers(judgments, ids).map(thinned);
  return { judged: answers.flat(), answerOf: answers.flatMap((pairs, answer) => pairs.map(() => answer)), implied: implied(constraints, ids), ranked };
}

/** Judgments about pairs of photos of `ids`, and a few pairs of each gesture on many photos: from the newest 2,000 judgments. */
export function judgedPairs(judgments: readonly Pick<Judgment, 'statement' | 'origin'>[], ids: Uint32Array): JudgedPair[] {
  return pairsOfAnswers(judgments, ids).flat();
}

/** The pairs of each answer that is about pairs, from the newest 2,000 judgments. */
export function pairsOfAnswers(judgments: readonly Pick<Judgment, 'statement' | 'origin'>[], ids: Uint32Array): JudgedPair[][] {
  const rows = rowsOf(ids);
  const found = (photos: readonly PhotoId[]): number[] => photos.flatMap((photo) => rows.get(photo) ?? []);
  const pairsOf = ({ statement, origin }: Pick<Judgment, 'statement' | 'origin'>): JudgedPair[] => {
    if (statement.kind === 'closer') return [];
    const left = found(statement.photos);
    const right = statement.kind === 'apart' ? found(statement.others) : left;
    return pairsAcross(left, right).map(([a, b]) => ({ a, b, similar: likeness(statement), origin }));
  };
  // the answer that the bound cuts into is left out: what is left of it does not begin with what its photos were compared with
  const newest = answersIn(judgments.slice(-MOST_JUDGMENTS - 1)).slice(judgments.length > MOST_JUDGMENTS ? 1 : 0);
  const answers = newest.map((answer) => (isOfSheet(answer[0]!) ? pairsOfSheet(answer, found) : answer.flatMap(pairsOf)));
  return answers.filter(({ length }) => length > 0);
}

/**
 * What was asked by a sheet: whether each photo belongs with the first. Those are fair samples, since photos are shown by their distance from
 * it; any other two of its photos were related by the answer.
 */
function pairsOfSheet(answer: readonly Pick<Judgment, 'statement' | 'origin'>[], found: (photos: readonly PhotoId[]) => number[]): JudgedPair[] {
  const first = answer[0]!.statement.photos[0];
  const [a] = found([first]);
  if (a === undefined) return [];
  return answer.flatMap(({ statement, origin }): JudgedPair[] => {
    if (!statement.photos.includes(first)) return [];
    const others = statement.kind === 'apart' ? statement.others : statement.photos.filter((photo) => photo !== first);
    return found(others).map((b) => ({ a, b, similar: statement.kind === 'apart' ? 0 : 1, origin }));
  });
}

/** As many pairs of an answer as count as independent (design effect, Kish 1965), spread evenly: of a sheet with twenty photos, fourteen. */
function thinned<T>(pairs: readonly T[]): T[] {
  const count = Math.ceil(pairs.length / (1 + (pairs.length - 1) * SHEET_CORRELATION));
  return Array.from({ length: Math.min(count, pairs.length) }, (_, at) => pairs[Math.floor(((at + 0.5) * pairs.length) / count)]!);
}

/** Up to three pairs between two lists, or within one (the same list twice), spread evenly. */
function pairsAcross(left: readonly number[], right: readonly number[]): [number, number][] {
  const within = left === right;
  const count = Math.min(PAIRS_OF_GESTURE, within ? left.length - 1 : left.length * right.length);
  return Array.from({ length: Math.max(0, count) }, (_, at) => {
    if (within) return [left[Math.floor((at * (left.length - 1)) / count)]!, left[Math.floor(((at + 1) * (left.length - 1)) / count)]!];
    return [left[at % left.length]!, right[Math.floor((at * right.length) / count)]!];
  });
}

function rowsOf(ids: Uint32Array): Map<number, number> {
  return new Map(Array.from(ids, (id, row) => [id, row]));
}

function likeness(statement: Exclude<Statement, { kind: 'closer' }>): number {
  if (statement.kind === 'degree') return statement.degree;
  return statement.kind === 'similar' || statement.kind === 'together' ? 1 : 0;
}

/** Implied pairs: n − 1 for a set of n photos, as many as it took to say so; a few for each judgment that keeps photos apart. */
function implied(constraints: Constraints, ids: Uint32Array): Pair[] {
  const { together, apart } = constraints.toBonds(ids);
  const next = uniform(together.length + apart.length);
  const draw = (rows: readonly number[]) => rows[Math.floor(next() * rows.length)]!; // never empty
  const setOf = new Map<number, readonly number[]>();
  const pairs: Pair[] = [];
  for (const rows of together.slice(-MOST_JUDGMENTS)) {
    for (const row of rows) setOf.set(row, rows);
    const wanted = Math.min(rows.length - 1, Math.ceil(4 * Math.sqrt(rows.length)));
    for (let at = 0; at < wanted; at++) {
      const [a, b] = [draw(rows), draw(rows)];
      if (a !== b) pairs.push({ a, b, similar: 1 });
    }
  }
  for (const { left, right } of apart.slice(-MOST_JUDGMENTS)) {
    const [first, second] = [setOf.get(left[0]!) ?? left, setOf.get(right[0]!) ?? right];
    const wanted = Math.min(PAIRS_APART, first.length * second.length);
    for (let at = 0; at < wanted; at++) pairs.push({ a: draw(first), b: draw(second), similar: 0 });
  }
  const step = Math.max(1, pairs.length / MOST_IMPLIED);
  // sampled evenly, so that no kind or set is left out because it comes last
  return Array.from({ length: Math.min(pairs.length, MOST_IMPLIED) }, (_, at) => pairs[Math.floor(at * step)]!);
}
