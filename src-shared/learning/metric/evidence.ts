// What judgments say about distances, as pairs and triplets of rows: those that were judged, and some of those that follow from them
// by closure. Few are taken of a big group, so that it does not drown the rest. No distances here.
import type { Judgment, Statement } from '../../contract.ts';
import { Constraints } from '../groups/constraints.ts';
import { uniform } from '../training/random.ts';

export interface Pair {
  /** Rows of the space. */
  readonly a: number;
  readonly b: number;
  /** 1 similar, 0 different, between them a degree. */
  readonly similar: number;
}

/** The first is closer to the second than to the third: rows of the space. */
export type Ranked = readonly [first: number, closer: number, farther: number];

export interface Evidence {
  /** As they were judged. */
  readonly judged: readonly Pair[];
  /** By closure, and out of judgments about many photos. */
  readonly implied: readonly Pair[];
  readonly ranked: readonly Ranked[];
}

export type JudgedStatement = Pick<Judgment, 'id' | 'statement'>;

/** Judgments used, at most: the newest. Older ones still bind groups. */
const MOST_JUDGMENTS = 2000;
/** Pairs implied by one judgment that holds sets of photos apart. */
const PAIRS_APART = 3;
/** Implied pairs in all, at most: a fit that its user waits for looks at each a thousand times. */
const MOST_IMPLIED = 2000;

/**
 * The evidence in `judgments` about the photos of `ids` (row → photo id). What names other photos is left out.
 * Bounded: at most 2,000 judged pairs and rankings, and 2,000 implied pairs.
 */
export function gatherEvidence(judgments: readonly JudgedStatement[], ids: Uint32Array, constraints: Constraints = Constraints.of(judgments).constraints): Evidence {
  const rows = rowsOf(ids);
  const ranked = judgments.slice(-MOST_JUDGMENTS).flatMap(({ statement }): Ranked[] => {
    if (statement.kind !== 'closer') return [];
    const [a = -1, b = -1, c = -1] = statement.photos.map((photo) => rows.get(photo) ?? -1);
    return a >= 0 && b >= 0 && c >= 0 ? [[a, b, c]] : [];
  });
  return { judged: judgedPairs(judgments, ids), implied: implied(constraints, ids), ranked };
}

/** What was said of pairs of photos of `ids`, as it was said: at most the newest 2,000. */
export function judgedPairs(judgments: readonly Pick<Judgment, 'statement'>[], ids: Uint32Array): Pair[] {
  const rows = rowsOf(ids);
  return judgments.slice(-MOST_JUDGMENTS).flatMap(({ statement }): Pair[] => {
    const similar = likeness(statement);
    const [a = -1, b = -1] = statement.photos.map((photo) => rows.get(photo) ?? -1);
    return similar === null || statement.photos.length !== 2 || a < 0 || b < 0 ? [] : [{ a, b, similar }];
  });
}

function rowsOf(ids: Uint32Array): Map<number, number> {
  return new Map(Array.from(ids, (id, row) => [id, row]));
}

function likeness(statement: Statement): number | null {
  switch (statement.kind) {
    case 'similar':
    case 'together':
      return 1;
    case 'different':
      return 0;
    case 'degree':
      return statement.degree;
    default:
      return null;
  }
}

/** Pairs that follow: of a set of n photos about n − 1, as many as it took to say so; of each judgment that holds apart some. */
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
  // taken evenly, so that neither kind nor any set is left out for standing last
  return Array.from({ length: Math.min(pairs.length, MOST_IMPLIED) }, (_, at) => pairs[Math.floor(at * step)]!);
}
