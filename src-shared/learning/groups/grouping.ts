// The groups of a library as the app and the command line show them: one call takes photos, judgments and the last
// grouping to the next one. It keeps the linked tree, so that moving the slider only cuts it and a judgment relinks only
// what it affects. It stores nothing.
import type { JudgmentId, PhotoSpace, SavedGroup, SavedGrouping } from '../../contract.ts';
import { bestHeight } from './best-height.ts';
import type { JudgedStatement } from '../metric/evidence.ts';
import { drain } from '../drain.ts';
import type { Bonds } from '../linkage/bonds.ts';
import { findCandidatesInSteps, type Candidates } from '../linkage/candidates.ts';
import { Constraints } from '../linkage/constraints.ts';
import { Portraits } from './covers.ts';
import { ArrangedGroup, type Group } from './group.ts';
import { cut, membersOf } from '../linkage/cut.ts';
import { granularityScale, type GranularityScale } from './granularity.ts';
import { observeHeldOut } from './held-out-heights.ts';
import { carryIdentities } from './identity.ts';
import { linkInSteps } from '../linkage/linkage.ts';
import type { Linked } from '../linkage/linked.ts';
import { orderGroups } from './order.ts';
import { asPoints, type Points } from '../linkage/points.ts';
import type { Tree } from '../linkage/tree.ts';

/** Groups as they are shown, wherever they come from. */
export interface Arranged {
  /** In display order. `photos` of all groups are views of one buffer. */
  readonly groups: readonly Group[];
  /** Named groups of earlier groupings that have no counterpart in this one: see `toSaved`. */
  readonly dormant: readonly SavedGroup[];
}

export interface Grouping extends Arranged {
  /** Where the tree was cut. */
  readonly height: number;
  /** Maps slider positions to heights; made when it is asked for. */
  readonly scale: GranularityScale;
  /** Judgments in force that contradict earlier ones and are therefore ignored. */
  readonly contradictions: readonly JudgmentId[];
}

export interface ArrangeRequest {
  /** Cached by identity: pass the same object until the points change. */
  readonly space: PhotoSpace;
  /** The grouping whose ids, names, covers and places are carried over. */
  readonly previous?: SavedGrouping | null;
  /** Groups keep their places (after a judgment) instead of being sorted by size. */
  readonly keepPlaces?: boolean;
}

export interface GroupingRequest extends ArrangeRequest {
  /** Those in force, oldest first. */
  readonly judgments: readonly JudgedStatement[];
  /** `null` for the default, which follows what was learned. */
  readonly height?: number | null;
}

export class Grouper {
  private space: { readonly of: PhotoSpace; readonly points: Points; candidates: Candidates | null; readonly portraits: Portraits } | undefined;
  private linked: Linked | undefined;
  /** Linked without judgments, when a default height first needs it; trees that know some judgments are relinked from it. */
  private free: Linked | undefined;
  private scale: GranularityScale | undefined;
  private best: number | undefined;
  private constraints = new Constraints();
  private contradictions: JudgmentId[] = [];
  private judged: JudgmentId[] = [];
  /** Judgments were added that the tree does not know yet. */
  private stale = true;

  /** Throws a `RangeError` if the space is invalid (see `asPoints`, `findCandidates`), a judgment is malformed, or the height is negative. */
  group({ space, judgments, height = null, ...rest }: GroupingRequest): Grouping {
    const at = height ?? this.suggest({ space, judgments });
    const { tree } = this.linkUnder(space, judgments);
    const scale = (): GranularityScale => (this.scale ??= granularityScale(space.levels, tree));
    return { height: at, ...this.arrange(membersOf(cut(tree, at)), { space, ...rest }), get scale() { return scale(); }, contradictions: this.contradictions };
  }

  /** Groups of `members` (rows of each, ascending, not empty) instead of a cut of the tree, with the identities of `previous`. */
  arrange(members: readonly Uint32Array[], { space, previous = null, keepPlaces = false }: ArrangeRequest): Arranged {
    const drawing = { portraits: this.open(space).portraits, ids: space.ids };
    const photos = toIds(members, space.ids);
    const { identities, dormant } = carryIdentities(photos, previous?.groups ?? []);
    const order = orderGroups(photos, identities, { keepPlaces });
    const groups = Array.from(order, (group): Group => new ArrangedGroup({ ...identities[group]!, photos: photos[group]! }, members[group]!, drawing));
    return { groups, dormant };
  }

  /** The points of a space, which are checked once. @throws {RangeError} where they are not valid */
  pointsOf(space: PhotoSpace): Points {
    this.open(space);
    return this.space!.points;
  }

  /** The default height: from the levels until there are judgments, then where the groups have the best expected score. Throws as `group` does. */
  suggest({ space, judgments }: Pick<GroupingRequest, 'space' | 'judgments'>): number {
    const { tree } = this.linkUnder(space, judgments);
    return this.defaultHeight(tree, judgments);
  }

  /** The tree, where it knows all judgments. */
  get tree(): Tree | null {
    return this.linked === undefined || this.stale ? null : this.linked.tree;
  }

  /** The default height of this space under these judgments is known from before, and perhaps the tree: they are not looked for again. Throws as `group` does. */
  recall({ space, judgments }: Pick<GroupingRequest, 'space' | 'judgments'>, best: number, tree: Tree | null = null): void {
    this.open(space, tree !== null); // such a tree was made of these points
    this.best = best;
    if (tree === null) return;
    this.judge(judgments);
    this.linked = { tree, bonds: this.constraints.toBonds(space.ids, space.copies) };
    this.scale = undefined;
    this.stale = false;
  }

  /** Does what `group` at that height takes long for, in steps; other calls may come between them. What they change is left to `group`. Throws as that does. */
  *prepare({ space, judgments, height = null }: Pick<GroupingRequest, 'space' | 'judgments' | 'height'>): Generator<undefined, void> {
    this.open(space);
    yield;
    if (this.space?.of !== space) return;
    this.judge(judgments);
    yield* this.linking();
    if (height === null && this.linked !== undefined && !this.stale) yield* this.finding(this.linked.tree, judgments);
  }

  /** The height at which the tree has as many groups, those of one photo included. Throws as `group` does. */
  heightOf(groups: number, { space, judgments }: Pick<GroupingRequest, 'space' | 'judgments'>): number {
    const { size, heights } = this.linkUnder(space, judgments).tree;
    return heights[Math.min(heights.length, size - groups) - 1] ?? 0;
  }

  private linkUnder(space: PhotoSpace, judgments: GroupingRequest['judgments']): Linked {
    this.open(space);
    this.judge(judgments);
    return this.link();
  }

  private open(space: PhotoSpace, areChecked = false): { readonly portraits: Portraits } {
    if (this.space?.of !== space) {
      const points = areChecked ? { size: space.points.length / space.dims, dims: space.dims, values: space.points } : asPoints(space.points, space.dims);
      if (points.size !== space.ids.length) throw new RangeError(`a space of ${space.ids.length} photos has ${points.size} points`);
      this.space = { of: space, points, candidates: null, portraits: new Portraits(points) };
      this.linked = this.free = this.scale = this.best = undefined;
      this.judged = [];
      this.constraints = new Constraints();
      this.contradictions = [];
    }
    return this.space;
  }

  /** Updates the closure: adds appended judgments, or starts over if one was revoked. */
  private judge(judgments: GroupingRequest['judgments']): void {
    const appended = this.judged.length <= judgments.length && this.judged.every((id, at) => judgments[at]!.id === id);
    if (appended && this.judged.length === judgments.length && this.linked !== undefined) return;
    if (!appended) {
      this.constraints = new Constraints();
      this.contradictions = [];
      this.judged = [];
    }
    for (const { id, statement } of judgments.slice(this.judged.length)) {
      if (this.constraints.add(id, statement).status === 'contradiction') this.contradictions = [...this.contradictions, id];
      this.judged.push(id);
    }
    this.stale = true;
  }

  /** Computed once per space: a judgment moves only the photos it is about; the others stay until what was learned from it makes a new space. */
  private defaultHeight(tree: Tree, judgments: GroupingRequest['judgments']): number {
    return this.best ?? drain(this.finding(tree, judgments));
  }

  private *finding(tree: Tree, judgments: GroupingRequest['judgments']): Generator<undefined, number> {
    if (this.best !== undefined) return this.best;
    const { of, points } = this.space!;
    const candidates = yield* this.proposing();
    const linkUnder = function* (this: Grouper, bonds: Bonds): Generator<undefined, Tree> {
      const free = this.space?.of === of ? this.free : undefined;
      const from = free ?? (yield* linkInSteps(points, candidates));
      if (this.space?.of === of) this.free ??= from;
      return (yield* linkInSteps(points, candidates, bonds, from)).tree;
    };
    const best = bestHeight({ tree, observed: yield* observeHeldOut(judgments, of, linkUnder.bind(this)), usual: of.levels.default });
    if (this.space?.of === of) this.best ??= best;
    return best;
  }

  /** Made when the space is linked first: a tree that is known from before needs none. */
  private *proposing(): Generator<undefined, Candidates> {
    const space = this.space!;
    return (space.candidates ??= yield* findCandidatesInSteps(space.points, space.of));
  }

  private link(): Linked {
    return drain(this.linking()) ?? this.linked!; // nothing comes between
  }

  /** `null` where photos or judgments became others between steps. */
  private *linking(): Generator<undefined, Linked | null> {
    if (this.linked !== undefined && !this.stale) return this.linked;
    const { of, points } = this.space!;
    const { judged, constraints, judged: { length } } = this;
    const isAsBefore = (): boolean => this.space?.of === of && this.judged === judged && judged.length === length;
    const candidates = yield* this.proposing();
    if (!isAsBefore()) return null;
    const linked = yield* linkInSteps(points, candidates, constraints.toBonds(of.ids, of.copies), this.linked ?? this.free);
    if (!isAsBefore()) return null;
    this.linked = linked;
    this.scale = undefined;
    this.stale = false;
    return linked;
  }
}

/** What to save of a grouping: the groups shown, with the covers that are known by the time they are saved, then the named ones that are dormant. */
export function toSaved({ height, groups, dormant }: Pick<Grouping, 'groups' | 'dormant'> & Pick<SavedGrouping, 'height'>): SavedGrouping {
  return { height, groups: [...groups, ...dormant] };
}

function toIds(members: readonly Uint32Array[], ids: Uint32Array): Uint32Array[] {
  const photos = new Uint32Array(ids.length);
  let from = 0;
  return members.map((group) => {
    const start = from;
    for (const photo of group) photos[from++] = ids[photo]!;
    return photos.subarray(start, from);
  });
}
