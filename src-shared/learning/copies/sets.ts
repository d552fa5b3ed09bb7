// Photos that are copies of each other, as sets: of the same picture, and of the same shot. What was said not to be the same is never in one set.
import type { PhotoId } from '../../contract.ts';
import { Vetoes } from '../linkage/bonds.ts';
import { Joined } from './joined.ts';
import { type Difference, type Facts, type Likeness, type Verdict, verdictOf } from './likeness.ts';

/** Two photos that were compared, and what was measured. */
export interface Compared {
  readonly first: PhotoId;
  readonly second: PhotoId;
  readonly likeness: Likeness;
}

export interface Judged extends Omit<Compared, 'likeness'> {
  readonly verdict: Verdict;
}

/** None of `photos` is the same as any of `others`. */
export interface NotTheSame {
  readonly photos: readonly PhotoId[];
  readonly others: readonly PhotoId[];
}

export interface CopySet {
  readonly photos: readonly PhotoId[];
  /** What joined them: two of the set each, surest first. */
  readonly joined: readonly Judged[];
}

/** What follows from the likenesses; `factsOf` returns `null` for a photo that is not there. */
export function judgeAll(compared: readonly Compared[], factsOf: (id: PhotoId) => Facts | null): Judged[] {
  return compared.flatMap(({ first, second, likeness }) => {
    const [a, b] = [factsOf(first), factsOf(second)];
    const verdict = a && b && verdictOf(likeness, a, b);
    return verdict ? [{ first, second, verdict }] : [];
  });
}

/** Differences of copies of one picture: at every level of granularity they are together. */
const ONE_PICTURE: ReadonlySet<Difference> = new Set<Difference>(['turned', 'mirrored', 'bordered', 'unbordered', 'grey', 'coloured', 'marked', 'unmarked']);
/** Whether two photos are the same picture, or were made of one by turning, framing, greying or marking it. */
export function isOfOnePicture({ verdict }: Judged): boolean {
  return verdict.differences.every((difference) => ONE_PICTURE.has(difference));
}

/** Sets of two and more, by the lowest id of each, joined by the surest first. */
export function joinSets(judged: readonly Judged[], apart: readonly NotTheSame[]): CopySet[] {
  const sets = new Joined();
  const vetoes = new Vetoes(apart.map(({ photos, others }, judgment) => ({ judgment, left: photos, right: others })));
  const joined = new Map<PhotoId, Judged[]>();
  for (const edge of judged.toSorted((a, b) => b.verdict.certainty - a.verdict.certainty || a.first - b.first || a.second - b.second)) {
    const [a, b] = [sets.root(edge.first), sets.root(edge.second)];
    if (a === b || vetoes.forbids(a, b)) continue;
    const [stays, goes] = a < b ? [a, b] : [b, a];
    vetoes.merge(goes, stays, stays);
    sets.join(goes, stays);
    joined.set(stays, [...(joined.get(stays) ?? []), ...(joined.get(goes) ?? []), edge]);
    joined.delete(goes);
  }
  return [...joined].sort(([a], [b]) => a - b).map(([, edges]) => ({
    photos: [...new Set(edges.flatMap(({ first, second }) => [first, second]))].sort((a, b) => a - b),
    joined: edges.toSorted((a, b) => b.verdict.certainty - a.verdict.certainty)
  }));
}
