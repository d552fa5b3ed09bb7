// The closure of judgments: what "similar" and "together" join, what "different" and "apart" keep apart, and which
// judgments a new one would contradict. Pairs are never listed: sets of photos are joined (union-find, Tarjan 1975) and a
// cannot-link is a mark on each side's sets. Photos are ids, present or not; there is no log: to undo, build a new closure.
import type { JudgmentId, PhotoId, Statement } from '../../contract.ts';
import type { Apart, Bonds } from './bonds.ts';
import { bindCopies } from './copies.ts';
import { Joins, nearest, wayTo } from './joins.ts';

export type Verdict =
  | { readonly status: 'added' }
  | { readonly status: 'already-known' }
  /** `chain`: the smallest set of earlier judgments that together imply the opposite; the one that keeps apart is placed between those that join. */
  | { readonly status: 'contradiction'; readonly chain: readonly JudgmentId[] };

interface Said {
  readonly id: JudgmentId;
  readonly photos: readonly PhotoId[];
  /** The other side of a judgment that keeps apart; `null` if it joins. */
  readonly others: readonly PhotoId[] | null;
}

export class Constraints {
  private readonly parent = new Map<PhotoId, PhotoId>();
  private readonly members = new Map<PhotoId, PhotoId[]>();
  /** Per set: 2 × index in `apart` + side. */
  private readonly marks = new Map<PhotoId, Set<number>>();
  private readonly apart: Said[] = [];
  private readonly joins = new Joins();

  /** The closure of judgments in order; those that contradict earlier ones are left out and returned. */
  static of(judgments: Iterable<{ readonly id: JudgmentId; readonly statement: Statement }>): { constraints: Constraints; contradictions: JudgmentId[] } {
    const constraints = new Constraints();
    const contradictions: JudgmentId[] = [];
    for (const { id, statement } of judgments) {
      if (constraints.add(id, statement).status === 'contradiction') contradictions.push(id);
    }
    return { constraints, contradictions };
  }

  /**
   * What `statement` would do, without recording it. `degree` and `closer` add no constraint: they are always 'added'.
   * Throws a `RangeError` if a photo is on both sides, a side is empty, or fewer than two photos are put together.
   */
  check(statement: Statement): Verdict {
    const said = read(0 as JudgmentId, statement); // only `add` records the id
    return said === null ? { status: 'added' } : this.judge(said);
  }

  /** Records a judgment if it is new; a redundant or contradicting one changes nothing. */
  add(id: JudgmentId, statement: Statement): Verdict {
    const said = read(id, statement);
    if (said === null) return { status: 'added' };
    const verdict = this.judge(said);
    if (verdict.status !== 'added') return verdict;
    if (said.others === null) this.join(said);
    else this.hold(said, said.others);
    return verdict;
  }

  /** Whether judgments join the two, keep them apart, or imply nothing. */
  relation(a: PhotoId, b: PhotoId): 'together' | 'apart' | 'open' {
    const [first, second] = [this.find(a), this.find(b)];
    if (first === second) return 'together';
    return this.heldApart(first, second) ? 'apart' : 'open';
  }

  /**
   * The bonds among the photos of `ids`, as indices into it. Missing photos still join those that are present.
   * @param copies sets of photos that are copies of each other: bound as far as no judgment keeps them apart
   */
  toBonds(ids: Uint32Array, copies: readonly (readonly PhotoId[])[] = []): Bonds {
    const index = indexOf(ids);
    const present = new Map<PhotoId, number[]>();
    for (const [root, photos] of this.members) {
      const indices = photos.flatMap((photo) => index.get(photo) ?? []);
      if (indices.length > 0) present.set(root, indices.sort((a, b) => a - b));
    }
    const side = (photos: readonly PhotoId[]) => {
      const roots = new Set(photos.map((photo) => this.find(photo)));
      // a set is bound, so one of its photos represents all
      return [...roots].flatMap((root) => present.get(root)?.[0] ?? index.get(root) ?? []);
    };
    const apart = this.apart.map(({ id, photos, others }): Apart => ({ judgment: id, left: side(photos), right: side(others!) }));
    const bonds = {
      together: [...present.values()].filter((photos) => photos.length > 1).sort((a, b) => a[0]! - b[0]!),
      apart: apart.filter(({ left, right }) => left.length > 0 && right.length > 0)
    };
    return bindCopies(bonds, copies.map((photos) => photos.flatMap((photo) => index.get(photo) ?? [])), ids.length);
  }

  private judge({ photos, others }: Said): Verdict {
    const roots = new Set(photos.map((photo) => this.find(photo)));
    if (others === null) {
      if (roots.size === 1) return { status: 'already-known' };
      const clashes = this.clashes([...roots]);
      return clashes.length === 0 ? { status: 'added' } : { status: 'contradiction', chain: this.chainApart(photos, clashes) };
    }
    const otherRoots = new Set(others.map((photo) => this.find(photo)));
    if ([...otherRoots].some((root) => roots.has(root))) return { status: 'contradiction', chain: this.chainTogether(photos, others) };
    return { status: this.allHeldApart(roots, otherRoots) ? 'already-known' : 'added' };
  }

  /** Whether every set of `roots` is kept apart from every one of `others`. Sets with the same marks are checked only once. */
  private allHeldApart(roots: ReadonlySet<PhotoId>, others: ReadonlySet<PhotoId>): boolean {
    if (roots.size * others.size <= 16) return [...roots].every((a) => [...others].every((b) => this.heldApart(a, b)));
    const bearers = new Map<number, PhotoId[]>();
    for (const other of others) {
      for (const mark of this.marks.get(other) ?? []) {
        const known = bearers.get(mark);
        if (known === undefined) bearers.set(mark, [other]);
        else known.push(other);
      }
    }
    const seen = new Set<string>();
    for (const root of roots) {
      const against = [...(this.marks.get(root) ?? [])].map((mark) => mark ^ 1).filter((mark) => bearers.has(mark)).sort((a, b) => a - b);
      if (seen.has(against.join())) continue;
      const apart = new Set(against.flatMap((mark) => bearers.get(mark)!));
      if (apart.size < others.size) return false;
      seen.add(against.join());
    }
    return true;
  }

  /** Indices in `apart` of the judgments with a side in two of these sets; walks all sets except the largest. */
  private clashes(roots: readonly PhotoId[]): number[] {
    const [largest, ...rest] = roots.flatMap((root) => this.marks.get(root) ?? []).sort((a, b) => b.size - a.size);
    const seen = new Set<number>();
    const clashes = new Set<number>();
    rest.forEach((marks, at) => {
      // opposite marks differ in the lowest bit
      for (const mark of marks) if (largest!.has(mark ^ 1) || seen.has(mark ^ 1)) clashes.add(mark >> 1);
      if (at < rest.length - 1) for (const mark of marks) seen.add(mark);
    });
    return [...clashes];
  }

  private heldApart(a: PhotoId, b: PhotoId): boolean {
    const [first, second] = [this.marks.get(a), this.marks.get(b)];
    if (first === undefined || second === undefined) return false;
    const [fewer, more] = first.size <= second.size ? [first, second] : [second, first];
    for (const mark of fewer) if (more.has(mark ^ 1)) return true;
    return false;
  }

  private join(said: Said): void {
    this.joins.add(said.id, said.photos);
    const first = said.photos[0]!;
    for (const photo of said.photos) this.unite(this.find(first), this.find(photo));
  }

  private unite(a: PhotoId, b: PhotoId): void {
    if (a === b) return;
    const of = (root: PhotoId) => this.members.get(root) ?? [root];
    const [less, more] = of(a).length <= of(b).length ? [a, b] : [b, a];
    const members = of(more);
    for (const photo of of(less)) members.push(photo);
    this.members.set(more, members);
    this.members.delete(less);
    this.parent.set(less, more);

    const [first, second] = [this.marks.get(less), this.marks.get(more)];
    if (first === undefined) return;
    this.marks.delete(less);
    const [fewer, most] = second === undefined || second.size > first.size ? [first, second ?? new Set<number>()] : [second, first];
    for (const mark of fewer) most.add(mark);
    this.marks.set(more, most);
  }

  private hold(said: Said, others: readonly PhotoId[]): void {
    const place = this.apart.push(said) - 1;
    const mark = (photo: PhotoId, value: number) => {
      const root = this.find(photo);
      const marks = this.marks.get(root);
      if (marks === undefined) this.marks.set(root, new Set([value]));
      else marks.add(value);
    };
    for (const photo of said.photos) mark(photo, 2 * place);
    for (const photo of others) mark(photo, 2 * place + 1);
  }

  private find(photo: PhotoId): PhotoId {
    let root = photo;
    for (let above = this.parent.get(root); above !== undefined; above = this.parent.get(root)) root = above;
    while (photo !== root) {
      const above = this.parent.get(photo)!;
      this.parent.set(photo, root);
      photo = above;
    }
    return root;
  }

  /** The fewest judgments that join one of `from` with one of `to`. */
  private chainTogether(from: readonly PhotoId[], to: readonly PhotoId[]): JudgmentId[] {
    const reached = this.joins.reach(from, new Set(to));
    return wayTo(reached, nearest(reached, to)!);
  }

  /** The fewest judgments that join `photos` with both sides of one of the judgments at `clashes`, and that judgment. */
  private chainApart(photos: readonly PhotoId[], clashes: readonly number[]): JudgmentId[] {
    const reached = this.joins.reach(photos);
    let best: { a: PhotoId; b: PhotoId; id: JudgmentId; length: number } | undefined;
    for (const place of clashes) {
      const { id, photos: left, others: right } = this.apart[place]!;
      const [a, b] = [nearest(reached, left)!, nearest(reached, right!)!];
      const length = reached.get(a)!.steps + reached.get(b)!.steps;
      if (best === undefined || length < best.length) best = { a, b, id, length };
    }
    const { a, b, id } = best!;
    return [...new Set([...wayTo(reached, a), id, ...wayTo(reached, b).toReversed()])];
  }
}

/** What a statement joins or keeps apart; `null` if it adds no constraint. */
function read(id: JudgmentId, statement: Statement): Said | null {
  switch (statement.kind) {
    case 'degree':
    case 'closer':
      return null;
    case 'similar':
      return { id, photos: statement.photos, others: null };
    case 'together':
      if (new Set(statement.photos).size < 2) throw new RangeError(`'together' needs two or more photos, got ${statement.photos.length}`);
      return { id, photos: statement.photos, others: null };
    case 'different':
      return sides(id, [statement.photos[0]], [statement.photos[1]]);
    case 'apart':
      return sides(id, statement.photos, statement.others);
  }
}

function sides(id: JudgmentId, photos: readonly PhotoId[], others: readonly PhotoId[]): Said {
  if (photos.length === 0 || others.length === 0) throw new RangeError(`'apart' needs photos on both sides, got ${photos.length} and ${others.length}`);
  const left = new Set(photos);
  const both = others.find((photo) => left.has(photo));
  if (both !== undefined) throw new RangeError(`photo ${both} is on both sides: a photo cannot differ from itself`);
  return { id, photos, others };
}

/** Where each id is. Kept with the ids: those of a space are asked about with every answer. */
function indexOf(ids: Uint32Array): ReadonlyMap<number, number> {
  const known = indexes.get(ids);
  if (known) return known;
  const index = new Map(Array.from(ids, (id, at) => [id, at]));
  indexes.set(ids, index);
  return index;
}

const indexes = new WeakMap<Uint32Array, ReadonlyMap<number, number>>();
