// What was learned, against the groups on the screen: a few changes that are applied, or an offer that waits for the user's word. Applies
// nothing itself.

import { applyChanges, compare, movedBy, type Change } from '../../src-shared/learning/groups/changes.ts';
import { following } from '../../src-shared/learning/groups/following.ts';
import type { Arranged, Group } from '../../src-shared/learning/groups/grouping.ts';
import type { ChangedGroup, Offer, ShownChange, ShownChanges } from './groups-messages.ts';

/** Changes that are drawn: more are not looked through. */
const DRAWN = 60;
/** Offered again after "not now" where it moves so many times the photos. */
const MORE = 1.5;

interface Learnt {
  readonly shown: Arranged;
  /** As the groups would be. */
  readonly grouping: Arranged;
  readonly changes: readonly Change[];
}

export interface Found {
  readonly offered: boolean;
  /** Photos that move unasked; 0 where it is an offer. */
  readonly moved: number;
  /** Photos of each group with these changes applied. */
  readonly groups: readonly Uint32Array[];
}

export class Learned {
  #offer: Learnt | null = null;
  /** What was applied last, unasked or accepted. */
  #applied: Learnt | null = null;
  /** Photos that the offer moved to which the user said "not now". */
  #declined = 0;

  /** What waits; the user may have said "not now" to it. */
  get offer(): Learnt | null {
    return this.#offer;
  }

  /** What the user is told of it. */
  get told(): Offer | null {
    if (!this.#offer) return null;
    const { shown, grouping, changes } = this.#offer;
    return this.#isDeclined(changes) ? null : { before: several(shown), after: several(grouping), moved: movedBy(changes) };
  }

  /** What is offered, else what was applied last, as it is drawn. */
  get shown(): ShownChanges {
    const of = this.#offer ?? this.#applied;
    if (!of) return { changes: [], count: 0 };
    const draw = (groups: readonly Group[], places: readonly number[]): ChangedGroup[] => places.map((place) => ({ photos: groups[place]!.photos.length, covers: Array.from(groups[place]!.covers) as unknown as ChangedGroup['covers'] })); // covers are photos
    const changes = of.changes.slice(0, DRAWN).map(({ kind, before, after, moved }): ShownChange => ({ kind, moved, before: draw(of.shown.groups, before), after: draw(of.grouping.groups, after) }));
    return { changes, count: of.changes.length };
  }

  /** Compares the groups that are `shown` with those of the same photos as they would be; `together`: photos that were said to be alike. */
  compare({ shown, grouping, together }: Pick<Learnt, 'shown' | 'grouping'> & { readonly together: readonly (readonly number[])[] }): Found {
    const [before, after] = [shown, grouping].map(({ groups }) => groups.map(({ photos }) => photos)) as [Uint32Array[], Uint32Array[]]; // of two
    const changes = compare(before, after);
    const unasked = following(changes, { before, together });
    if (unasked === null || (unasked.length > 0 && this.#isDeclined(changes))) {
      this.#offer = { shown, grouping, changes };
      return { offered: true, moved: 0, groups: before };
    }
    this.#offer = null;
    if (unasked.length > 0) this.#applied = { shown, grouping, changes: unasked };
    return { offered: false, moved: movedBy(unasked), groups: applyChanges(before, after, unasked) };
  }

  decline(): void {
    if (this.#offer) this.#declined = movedBy(this.#offer.changes);
  }

  /** It is being applied. */
  accept(): void {
    this.#applied = this.#offer;
    this.#declined = 0;
  }

  /** The groups are others now: what was found about those before says nothing. */
  clear(): void {
    this.#offer = null;
  }

  /** What was applied last waits again, but is not offered again. */
  takeBack(): void {
    this.#offer = this.#applied;
    this.decline();
  }

  #isDeclined(changes: readonly Change[]): boolean {
    return movedBy(changes) <= this.#declined * MORE;
  }
}

function several({ groups }: Arranged): number {
  return groups.filter(({ photos }) => photos.length > 1).length;
}
