// What was learned, against the groups on the screen: a few changes that are applied, or an offer that waits for the user's word. Applies
// nothing itself.

import type { ChangedGroup, Declined, Offer, PhotoSpace, ShownChange, ShownChanges } from '../contract.ts';
import { applyChanges, compare, movedBy, newTo, type Change } from '../learning/groups/changes.ts';
import { mostUnasked, rejoins, sparing } from '../learning/groups/following.ts';
import type { Group } from '../learning/groups/group.ts';
import type { Arranged } from '../learning/groups/grouping.ts';

/** Changes that are drawn: more are not looked through. */
const DRAWN = 60;
/** Offered again after "not now" where it moves so many times the photos. */
const MORE = 1.5;

/** Groups that are compared, and how they differ. */
interface Learnt {
  readonly shown: Arranged;
  /** As the groups would be. */
  readonly grouping: Arranged;
  readonly changes: readonly Change[];
  /** Counted when it is told first. */
  told?: Offer;
}

export interface CompareOptions {
  readonly shown: Arranged;
  /** The groups of the same photos as they would be. */
  readonly grouping: Arranged;
  /** As they would be by what was known before: the tree has groups that the screen has not, because what was said is applied to the groups as they are. `null` if that is not known. */
  readonly known: Arranged | null;
  /** Photos that were said to be alike, as disjoint sets. */
  readonly together: readonly (readonly number[])[];
  /** The photos of each group that the last steps changed, as it was. */
  readonly earlier: readonly (readonly number[])[];
  /** What the groups that would be come from, as `learnedBy` names it. */
  readonly learned: string;
}

export interface Found {
  readonly offered: boolean;
  /** Photos that move. */
  readonly moved: number;
  /** Photos of each group with the changes applied. */
  readonly groups: readonly Uint32Array[];
}

export class Learned {
  #offer: Learnt | null = null;
  /** The groups that the offer was found against were cut elsewhere since. */
  #stale = false;
  /** What was applied last, unasked or accepted. */
  #applied: Learnt | null = null;
  /** The offer to which the user said "not now". */
  #declined: Declined | null = null;
  /** That was before the groups were read: how many photos it moved is counted anew where the same is offered. */
  #recalled = false;
  #from = '';

  /** What waits, of the groups on the screen; the user may have said "not now" to it. */
  get offer(): Learnt | null {
    return this.#stale ? null : this.#offer;
  }

  get waits(): boolean {
    return this.#offer !== null;
  }

  /** What the user is told of it. */
  get told(): Offer | null {
    if (!this.#offer) return null;
    return this.#isDeclined(this.#offer.changes) ? null : (this.#offer.told ??= tellOf(this.#offer));
  }

  /** What is offered, else what was applied last, as it is drawn. */
  get shown(): ShownChanges {
    const of = this.#offer ?? this.#applied;
    if (!of) return { changes: [], count: 0 };
    const draw = (groups: readonly Group[], places: readonly number[]): ChangedGroup[] => places.map((place) => ({ photos: groups[place]!.photos.length, covers: Array.from(groups[place]!.covers) as unknown as ChangedGroup['covers'] })); // covers are photos
    const changes = of.changes.slice(0, DRAWN).map(({ kind, before, after, moved }): ShownChange => ({ kind, moved, before: draw(of.shown.groups, before), after: draw(of.grouping.groups, after) }));
    return { changes, count: of.changes.length };
  }

  /** Compares the groups that are shown with those that would be. */
  compare({ shown, grouping, known, together, earlier, learned }: CompareOptions): Found {
    const [before, after] = [photosOf(shown), photosOf(grouping)];
    const found = compare(before, after);
    const changes = sparing(known ? newTo(photosOf(known), found, after) : found, { before, after, together });
    this.#from = learned;
    const [moved, photos] = [movedBy(changes), before.reduce((sum, { length }) => sum + length, 0)];
    if (this.#recalled && this.#declined?.learned === learned && moved > this.#declined.moved) this.#declined = { moved, learned };
    this.#recalled = false;
    const offered = moved > mostUnasked(photos) || (moved > 0 && (this.#isDeclined(changes) || rejoins(changes, { before, after, earlier })));
    this.#stale = false;
    this.#offer = offered ? { shown, grouping, changes } : null;
    if (!offered && moved > 0) this.#applied = { shown, grouping, changes };
    return { offered, moved, groups: applyChanges(before, after, changes) };
  }

  decline(): void {
    if (this.#offer) this.#declined = { moved: movedBy(this.#offer.changes), learned: this.#from };
  }

  /** What is to be stored of it. */
  get declined(): Declined | null {
    return this.#declined;
  }

  /** What was stored of it, by this page before or by another one. */
  recall(declined: Declined | undefined): void {
    this.#declined = declined ?? null;
    this.#recalled = true;
  }

  /** It is being applied. */
  accept(): void {
    if (this.#offer) this.#applied = this.#offer;
    this.#offer = null;
    this.#declined = null;
  }

  /** The groups were cut elsewhere: what waits is told until it is compared with them. */
  outdate(): void {
    this.#stale = true;
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
    return movedBy(changes) <= (this.#declined?.moved ?? 0) * MORE;
  }
}

/** Names what was learned: the same name after the same answers about the same photos, whenever the library is opened. */
export function learnedBy({ metric, levels }: PhotoSpace): string {
  const { answers = 0, calibration } = metric ?? {};
  return [answers, calibration?.middle ?? 0, calibration?.slope ?? 0, levels.default].map((number) => Number(number.toPrecision(6))).join(' ');
}

/** Whether the user's answers changed what distances mean. */
export function isLearned({ metric }: PhotoSpace): boolean {
  return (metric?.answers ?? 0) > 0;
}

function tellOf({ shown, grouping, changes }: Learnt): Offer {
  return { before: several(photosOf(shown)), after: several(applyChanges(photosOf(shown), photosOf(grouping), changes)), moved: movedBy(changes) };
}

function photosOf({ groups }: Arranged): Uint32Array[] {
  return groups.map(({ photos }) => photos);
}

/** Groups of two or more. */
function several(groups: readonly Uint32Array[]): number {
  return groups.filter(({ length }) => length > 1).length;
}
