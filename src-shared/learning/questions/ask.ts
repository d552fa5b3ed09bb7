// Chooses the next questions: do two groups belong together? The question shows one representative photo of each, chosen where "similar" is
// likely and joins many photos (its probability × the reach of the groups). Less often it asks whether a photo is in the wrong group, and
// sometimes for a comparison, where two feature groups disagree which photo is closer. Builds on explore-and-consolidate schemes for
// constrained clustering (Basu et al. 2004, doi:10.1137/1.9781611972740.31), which prefer answers that join, because "similar" is
// transitive and "different" hardly is; unlike in uncertainty sampling (Lewis & Gale 1994, doi:10.1007/978-1-4471-2099-5_1), the most
// uncertain pair is not the best. Unlike both it works on the current groups and asks about each once before repeating any.
import type { Judgment, PhotoId, PhotoSpace, Question } from '../../contract.ts';
import { Constraints } from '../linkage/constraints.ts';
import { probabilityAt } from '../metric/calibration.ts';

export interface AskOptions {
  /** Rows of each group's photos in the space, its representative first; what is in none is not asked about. */
  readonly members: readonly ArrayLike<number>[];
  readonly count: number;
  /** Questions to skip, by `keyOf`; sheets by that of the photos that stand for their groups. */
  readonly skipped: ReadonlySet<string>;
}

/** Pairs more certain than this are not worth asking about. */
const CERTAIN = 0.02;
/**
 * Exponent of the product of two groups' sizes: an answer settles that many pairs, but the larger the groups, the more often
 * it is "different", which settles little beyond itself. On kinds of objects a hundred answers led to an F1 of
 * .255 with ½ (ten seeds), .239 with 0 (three), .273 with this (ten).
 */
const SIZE = 0.25;
/** Weight of a photo in the wrong group, relative to two groups that belong together. */
const DOUBT = 0.3;
/** One question in this many is a comparison, if there is one to ask. */
const RANKING_EVERY = 12;
/** A comparison says nothing where all pairs of its photos are at least this likely alike … */
const SURELY_ALIKE = 0.9;
/** … or where neither candidate is more likely alike than this. */
const SURELY_UNLIKE = 0.1;
/** Most photos of a group that are compared with its representative. */
const MOST_INSIDE = 24;

interface Candidate {
  readonly a: number;
  readonly b: number;
  readonly probability: number;
  readonly score: number;
  readonly groups: readonly [number, number];
}

/** The next questions, best first; none if nothing is left that is worth asking. Same input, same questions. */
export function ask(space: PhotoSpace, judgments: readonly Judgment[], { members, count, skipped }: AskOptions): Question[] {
  if (!space.metric) return [];
  const { constraints } = Constraints.of(judgments);
  const group = new Int32Array(space.ids.length).fill(-1);
  members.forEach((rows, index) => { for (let at = 0; at < rows.length; at++) group[rows[at]!] = index; });
  const closed = new Set([...skipped, ...answered(judgments)]);
  const open = (a: number, b: number): boolean => !closed.has(keyOf([idOf(space, a), idOf(space, b)])) && constraints.relation(idOf(space, a), idOf(space, b)) === 'open';

  const candidates = [...inside(space, members, open), ...across(space, members, group, open)].sort((x, y) => y.score - x.score);
  const touched = new Set<number>();
  const questions: Question[] = [];
  // each group once, then repeats
  for (let round = 0; round < 2 && questions.length < count; round++) {
    for (const candidate of candidates) {
      if (questions.length >= count) break;
      if (round === 0 && candidate.groups.some((index) => touched.has(index))) continue;
      for (const index of candidate.groups) touched.add(index);
      const ranking = (judgments.length + questions.length) % RANKING_EVERY === RANKING_EVERY - 1 ? compare(space, candidate, { group, closed, constraints }) : null;
      const question = ranking ?? { kind: 'pair', photos: [idOf(space, candidate.a), idOf(space, candidate.b)], probability: candidate.probability } as const;
      if (!questions.some((other) => keyOf(other.photos) === keyOf(question.photos))) questions.push(question);
    }
  }
  return questions;
}

/** Key of a question, the same for both orders of a pair. */
export function keyOf(photos: readonly PhotoId[]): string {
  return photos.length === 2 ? [...photos].sort((a, b) => a - b).join(' ') : photos.join(' ');
}

/** Keys of answered questions that leave no constraint to recognise them by: degrees, and comparisons in either order. */
function answered(judgments: readonly Judgment[]): string[] {
  return judgments.flatMap(({ statement: { kind, photos } }) => {
    const [first, second, third] = photos;
    if (kind === 'degree') return [keyOf(photos)];
    return kind === 'closer' && first && second && third ? [keyOf(photos), keyOf([first, third, second])] : [];
  });
}

/** Photos that may be in the wrong group: the least certain of each group, paired with the representative. */
function* inside(space: PhotoSpace, members: AskOptions['members'], open: (a: number, b: number) => boolean): Generator<Candidate> {
  for (const [index, rows] of members.entries()) {
    const first = rows[0];
    if (first === undefined || rows.length < 2) continue;
    let best: Candidate | null = null;
    const step = Math.max(1, Math.floor((rows.length - 1) / MOST_INSIDE));
    for (let at = 1; at < rows.length; at += step) {
      const row = rows[at]!;
      const probability = likeness(space, first, row);
      const score = DOUBT * (1 - probability) * Math.sqrt(rows.length);
      if (probability < 1 - CERTAIN && (best === null || score > best.score) && open(first, row)) best = { a: first, b: row, probability, score, groups: [index, index] };
    }
    if (best) yield best;
  }
}

/** Groups that may belong together: the representatives of each two groups with neighbouring photos. */
function across(space: PhotoSpace, members: AskOptions['members'], group: Int32Array, open: (a: number, b: number) => boolean): Candidate[] {
  const { k, neighbours, ids } = space;
  const seen = new Set<number>();
  const candidates: Candidate[] = [];
  for (let row = 0; row < ids.length; row++) {
    for (let at = row * k; at < (row + 1) * k; at++) {
      const [p, q] = [group[row]!, group[neighbours[at]!]!];
      if (p === q || p < 0 || q < 0) continue;
      const key = Math.min(p, q) * members.length + Math.max(p, q);
      if (seen.has(key)) continue;
      seen.add(key);
      const [a, b] = [members[p]![0]!, members[q]![0]!];
      const probability = likeness(space, a, b);
      if (probability < CERTAIN || !open(a, b)) continue;
      candidates.push({ a, b, probability, score: probability * (members[p]!.length * members[q]!.length) ** SIZE, groups: [p, q] });
    }
  }
  return candidates;
}

/** How likely the photos of two rows are alike, 0 … 1. */
export function likeness(space: PhotoSpace, a: number, b: number): number {
  return probabilityAt(Math.sqrt(squared(space, a, b, 0, space.dims)), space.metric?.calibration);
}

/**
 * A third photo about as far from the first as the second is, where the largest feature groups disagree; `null` if there is none.
 * Not one that answers put together with the first or hold apart from it: of the second nothing is known yet, so that would be the answer.
 */
function compare(space: PhotoSpace, { a, b }: Candidate, { group, closed, constraints }: { readonly group: Int32Array; readonly closed: ReadonlySet<string>; readonly constraints: Constraints }): Question | null {
  const sections = [...(space.metric?.sections ?? [])].sort((x, y) => y.share - x.share).slice(0, 2);
  const [one, other] = sections;
  if (!one || !other) return null;
  const whole = squared(space, a, b, 0, space.dims);
  for (let at = a * space.k; at < (a + 1) * space.k; at++) {
    const c = space.neighbours[at]!;
    if (c === b || group[c]! < 0) continue;
    const ratio = squared(space, a, c, 0, space.dims) / whole;
    const says = [one, other].map(({ start, dims }) => squared(space, a, c, start, dims) - squared(space, a, b, start, dims));
    const photos = [idOf(space, a), idOf(space, b), idOf(space, c)] as const;
    if (!(ratio > 0.7 && ratio < 1.4 && says[0]! * says[1]! < 0) || closed.has(keyOf(photos)) || constraints.relation(photos[0], photos[2]) !== 'open') continue;
    const [second, third] = [likeness(space, a, b), likeness(space, a, c)];
    const unlike = Math.max(second, third) <= SURELY_UNLIKE;
    const alike = Math.min(second, third, likeness(space, b, c)) >= SURELY_ALIKE;
    if (!unlike && !alike) return { kind: 'ranking', photos };
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
