// What the judgments that bind no group say of each other: degrees of a pair, where a newer one stands for an older, and
// comparisons, which order distances and must not run in a circle. It decides nothing about groups.

import type { JudgmentId, PhotoId, Statement } from '../../../src-shared/contract.ts';

export type RankingVerdict =
  | { readonly status: 'added' }
  | { readonly status: 'already-known' }
  /** `chain`: the fewest earlier comparisons that together say the opposite. */
  | { readonly status: 'contradiction'; readonly chain: readonly JudgmentId[] }
  /** A degree of this pair was given before. */
  | { readonly status: 'replaces'; readonly judgment: JudgmentId };

type Ranking = Extract<Statement, { kind: 'degree' | 'closer' }>;

export class Rankings {
  /** Recorded, but not in the maps yet: those are only needed once something is checked. */
  #fresh: { readonly id: JudgmentId; readonly statement: Ranking }[] = [];
  readonly #degrees = new Map<string, { readonly id: JudgmentId; readonly degree: number }>();
  /** From a pair to those said to be farther apart, and by which judgment. */
  readonly #farther = new Map<string, Map<string, JudgmentId>>();

  /** What `statement` would do, without recording it. */
  check(statement: Ranking): RankingVerdict {
    this.#index();
    if (statement.kind === 'degree') {
      const known = this.#degrees.get(pairOf(...statement.photos));
      if (known === undefined) return { status: 'added' };
      return known.degree === statement.degree ? { status: 'already-known' } : { status: 'replaces', judgment: known.id };
    }
    const [near, far] = ends(statement);
    if (this.#way(near, far) !== null) return { status: 'already-known' };
    const back = this.#way(far, near);
    return back === null ? { status: 'added' } : { status: 'contradiction', chain: back };
  }

  /** Records it, whatever `check` says: what is stored is in force. */
  add(id: JudgmentId, statement: Ranking): void {
    this.#fresh.push({ id, statement });
  }

  #index(): void {
    for (const { id, statement } of this.#fresh) {
      if (statement.kind === 'degree') {
        this.#degrees.set(pairOf(...statement.photos), { id, degree: statement.degree });
        continue;
      }
      const [near, far] = ends(statement);
      const farther = this.#farther.get(near);
      if (farther === undefined) this.#farther.set(near, new Map([[far, id]]));
      else if (!farther.has(far)) farther.set(far, id);
    }
    this.#fresh = [];
  }

  /** The fewest comparisons by which `to` is farther apart than `from`; `null` where none say so. */
  #way(from: string, to: string): JudgmentId[] | null {
    const before = new Map<string, { readonly pair: string; readonly id: JudgmentId } | null>([[from, null]]);
    const open = [from];
    for (let pair = open.shift(); pair !== undefined && !before.has(to); pair = open.shift()) {
      for (const [next, id] of this.#farther.get(pair) ?? []) {
        if (before.has(next)) continue;
        before.set(next, { pair, id });
        open.push(next);
      }
    }
    if (!before.has(to)) return null;
    const way: JudgmentId[] = [];
    for (let step = before.get(to); step; step = before.get(step.pair)) way.push(step.id);
    return way.reverse();
  }
}

/** The nearer pair, the farther pair. */
function ends({ photos: [first, nearer, farther] }: Extract<Statement, { kind: 'closer' }>): [near: string, far: string] {
  return [pairOf(first, nearer), pairOf(first, farther)];
}

function pairOf(a: PhotoId, b: PhotoId): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
