// Which questions to ask next: pairs whose answer is least certain (uncertainty sampling, Lewis & Gale 1994, doi:10.1007/978-1-4471-2099-5_1)
// and settles most, spread over groups, as explore-consolidate schemes for clustering do (Basu et al. 2004,
// doi:10.1137/1.9781611972740.31); now and then a comparison, where two feature groups disagree which photo is closer.

import type { Judgment, PhotoId, PhotoSpace } from '../../src-shared/contract.ts';
import { Constraints } from '../../src-shared/learning/groups/constraints.ts';
import { probabilityAt } from '../../src-shared/learning/metric/calibration.ts';

export type Question =
  /** Are these two alike? `probability`: what is expected, 0 … 1. */
  | { readonly kind: 'pair'; readonly photos: readonly [PhotoId, PhotoId]; readonly probability: number }
  /** Which of the second and the third is closer to the first? */
  | { readonly kind: 'ranking'; readonly photos: readonly [PhotoId, PhotoId, PhotoId] };

export interface AskOptions {
  /** Rows of each group's photos in the space, the photo it is known by first. */
  readonly members: readonly ArrayLike<number>[];
  readonly count: number;
  /** Questions not to be asked again, by `keyOf`. */
  readonly skipped: ReadonlySet<string>;
}

/** Answers more certain than this tell too little to ask for. */
const CERTAIN = 0.04;
/** One question in so many is a comparison, where there is one to ask. */
const RANKING_EVERY = 6;
/** Photos of a group that are compared with the one it is known by, at most. */
const MOST_INSIDE = 24;

interface Candidate {
  readonly a: number;
  readonly b: number;
  readonly probability: number;
  readonly score: number;
  readonly groups: readonly [number, number];
}

/** The next questions, best first; none where nothing is left that is worth asking. Same input, same questions. */
export function ask(space: PhotoSpace, judgments: readonly Judgment[], { members, count, skipped }: AskOptions): Question[] {
  if (!space.metric) return [];
  const { constraints } = Constraints.of(judgments);
  const group = new Int32Array(space.ids.length).fill(-1);
  members.forEach((rows, index) => { for (let at = 0; at < rows.length; at++) group[rows[at]!] = index; });
  const open = (a: number, b: number): boolean => !skipped.has(keyOf([idOf(space, a), idOf(space, b)])) && constraints.relation(idOf(space, a), idOf(space, b)) === 'open';

  const candidates = [...inside(space, members, open), ...across(space, members, group, open)].sort((x, y) => y.score - x.score);
  const touched = new Set<number>();
  const questions: Question[] = [];
  // each group once, then again
  for (let round = 0; round < 2 && questions.length < count; round++) {
    for (const candidate of candidates) {
      if (questions.length >= count) break;
      if (round === 0 && candidate.groups.some((index) => touched.has(index))) continue;
      for (const index of candidate.groups) touched.add(index);
      const ranking = (judgments.length + questions.length) % RANKING_EVERY === RANKING_EVERY - 1 ? compare(space, candidate, skipped) : null;
      const question = ranking ?? { kind: 'pair', photos: [idOf(space, candidate.a), idOf(space, candidate.b)], probability: candidate.probability } as const;
      if (!questions.some((other) => keyOf(other.photos) === keyOf(question.photos))) questions.push(question);
    }
  }
  return questions;
}

/** Names a question, whichever way round a pair stands. */
export function keyOf(photos: readonly PhotoId[]): string {
  return photos.length === 2 ? [...photos].sort((a, b) => a - b).join(' ') : photos.join(' ');
}

/** Photos that may be in the wrong group: of each group the least certain beside the one it is known by. */
function* inside(space: PhotoSpace, members: AskOptions['members'], open: (a: number, b: number) => boolean): Generator<Candidate> {
  for (const [index, rows] of members.entries()) {
    const first = rows[0];
    if (first === undefined || rows.length < 2) continue;
    let best: Candidate | null = null;
    const step = Math.max(1, Math.floor((rows.length - 1) / MOST_INSIDE));
    for (let at = 1; at < rows.length; at += step) {
      const row = rows[at]!;
      const candidate = weigh(space, first, row, rows.length, [index, index]);
      if (candidate && (best === null || candidate.score > best.score) && open(first, row)) best = candidate;
    }
    if (best) yield best;
  }
}

/** Groups that may be one: of each two that are neighbours the nearest pair of photos. */
function across(space: PhotoSpace, members: AskOptions['members'], group: Int32Array, open: (a: number, b: number) => boolean): Iterable<Candidate> {
  const { k, neighbours, distances, ids } = space;
  const nearest = new Map<number, { a: number; b: number; distance: number }>();
  for (let a = 0; a < ids.length; a++) {
    for (let at = a * k; at < (a + 1) * k; at++) {
      const b = neighbours[at]!;
      const [p, q] = [group[a]!, group[b]!];
      if (p === q || p < 0 || q < 0) continue;
      const key = Math.min(p, q) * members.length + Math.max(p, q);
      const known = nearest.get(key);
      if (known === undefined || distances[at]! < known.distance) nearest.set(key, { a, b, distance: distances[at]! });
    }
  }
  return [...nearest.values()].flatMap(({ a, b }) => {
    if (!open(a, b)) return [];
    const [p, q] = [group[a]!, group[b]!];
    return weigh(space, a, b, Math.sqrt(members[p]!.length * members[q]!.length), [p, q]) ?? [];
  });
}

/** How much an answer tells: how uncertain it is, times how many photos it is likely to speak for. */
function weigh(space: PhotoSpace, a: number, b: number, speaksFor: number, groups: readonly [number, number]): Candidate | null {
  const probability = probabilityAt(Math.sqrt(squared(space, a, b, 0, space.dims)), space.metric?.calibration);
  if (!(probability > CERTAIN && probability < 1 - CERTAIN)) return null;
  const entropy = -probability * Math.log2(probability) - (1 - probability) * Math.log2(1 - probability);
  return { a, b, probability, score: entropy * Math.sqrt(speaksFor), groups };
}

/** A third photo about as far from the first as the second is, of which the largest feature groups say opposite things; `null` where there is none. */
function compare(space: PhotoSpace, { a, b }: Candidate, skipped: ReadonlySet<string>): Question | null {
  const sections = [...(space.metric?.sections ?? [])].sort((x, y) => y.share - x.share).slice(0, 2);
  const [one, other] = sections;
  if (!one || !other) return null;
  const whole = squared(space, a, b, 0, space.dims);
  for (let at = a * space.k; at < (a + 1) * space.k; at++) {
    const c = space.neighbours[at]!;
    if (c === b) continue;
    const ratio = squared(space, a, c, 0, space.dims) / whole;
    const says = [one, other].map(({ start, dims }) => squared(space, a, c, start, dims) - squared(space, a, b, start, dims));
    const photos = [idOf(space, a), idOf(space, b), idOf(space, c)] as const;
    if (ratio > 0.7 && ratio < 1.4 && says[0]! * says[1]! < 0 && !skipped.has(keyOf(photos))) return { kind: 'ranking', photos };
  }
  return null;
}

function squared({ points, dims }: PhotoSpace, a: number, b: number, start: number, width: number): number {
  let sum = 0;
  for (let i = start, p = a * dims, q = b * dims; i < start + width; i++) sum += (points[p + i]! - points[q + i]!) ** 2;
  return sum;
}

function idOf({ ids }: PhotoSpace, row: number): PhotoId {
  return ids[row] as PhotoId; // the space holds photo ids
}
