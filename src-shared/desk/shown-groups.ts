// The groups on the screen: the space and the tree they are cut from, what was said, and how they are stored. Knows nothing of what was
// learned since.

import type { Grouped, Judgment, PhotoSpace, SavedGrouping } from '../contract.ts';
import { amend } from '../learning/groups/amendment.ts';
import { granularityScale } from '../learning/groups/granularity.ts';
import { type Arranged, type Grouper, toSaved } from '../learning/groups/grouping.ts';
import { place } from '../learning/groups/placing.ts';
import { noBonds, type Bonds } from '../learning/linkage/bonds.ts';
import { Constraints } from '../learning/linkage/constraints.ts';
import type { Points } from '../learning/linkage/points.ts';
import { coversOf, shownOf, toColumns } from './columns.ts';
import { namedAsNow } from './naming.ts';
import { Rows } from './rows.ts';
import { estimate } from './standing.ts';

/** A space and the trees of its photos. */
export interface Side {
  readonly space: PhotoSpace;
  readonly grouper: Grouper;
}

/** The groups at one time, to go back to. */
export interface Before {
  readonly side: Side;
  readonly last: SavedGrouping;
  readonly height: number;
  readonly reached: number;
}

export class ShownGroups {
  /** What is stored of them: its height is the user's, `null` for the default. */
  last: SavedGrouping = { height: null, groups: [] };
  /** Where they were cut, and where the slider stands. */
  height = 0;
  /** The same, or where they followed to what was learned since: small changes do not move the slider. */
  reached = 0;
  /** Whether they were cut at the usual height, and are to be cut where answers suggest. */
  isUsual = false;
  #side: Side | null = null;
  #judgments: readonly Judgment[] = [];
  #constraints = new Constraints();
  #bonds: Bonds = noBonds;
  #shown: Arranged = { groups: [], dormant: [] };
  #edition = 0;
  #rows = new Rows(new Uint32Array());

  /** Throws where there is no space yet. */
  get side(): Side {
    if (!this.#side) throw new Error('expected a space before anything is grouped');
    return this.#side;
  }

  get shown(): Arranged {
    return this.#shown;
  }

  get judgments(): readonly Judgment[] {
    return this.#judgments;
  }

  get bonds(): Bonds {
    return this.#bonds;
  }

  get points(): Points {
    return this.side.grouper.pointsOf(this.side.space);
  }

  get constraints(): Constraints {
    return this.#constraints;
  }

  get rows(): Rows {
    return this.#rows;
  }

  /** Rows of each group, in the order shown. */
  get partition(): Uint32Array[] {
    return this.#shown.groups.map(({ rows }) => rows);
  }

  /** Photos that were said to be alike, as disjoint sets. */
  get together(): number[][] {
    return this.#bonds.together.map((rows) => rows.map((row) => this.side.space.ids[row]!));
  }

  get now(): Before {
    return { side: this.side, last: this.last, height: this.height, reached: this.reached };
  }

  /** Other photos: nothing is grouped until `cut`, `adopt` or `show`. */
  open(space: PhotoSpace, judgments: readonly Judgment[], grouper: Grouper): void {
    this.#side = { space, grouper };
    this.#rows = new Rows(space.ids);
    this.bind(judgments);
  }

  /** From now on these judgments hold; `amend` applies them. */
  bind(judgments: readonly Judgment[]): void {
    this.#judgments = judgments;
    this.#constraints = Constraints.of(judgments).constraints;
    this.#bonds = this.#constraints.toBonds(this.side.space.ids, this.side.space.copies);
  }

  /** From now on groups of the same photos are cut from this side. */
  hold(side: Side, reached: number): void {
    this.#side = side;
    this.reached = reached;
  }

  goBack({ side, last, height, reached }: Before): void {
    this.hold(side, reached);
    this.height = height;
    this.last = namedAsNow(last, this.last);
    this.show(this.amend(this.#rows.saved(this.last)), true);
  }

  /** `usual`: where nobody chose the height, at the usual one and not where answers suggest, which takes longer to find. */
  cut(keepPlaces = false, usual = false): void {
    const { space, grouper } = this.side;
    this.isUsual = usual;
    const grouping = grouper.group({ space, judgments: this.#judgments, previous: this.last, height: this.last.height ?? (usual ? space.levels.default : null), keepPlaces });
    this.height = this.reached = grouping.height;
    this.#set(grouping);
  }

  /** The stored groups, with new photos where the tree would put them. */
  adopt(keepPlaces: boolean): void {
    const { space, grouper } = this.side;
    const groups = this.amend(place(this.#rows.saved(this.last), this.cells()));
    this.height = this.reached = this.last.height ?? grouper.heightOf(groups.length, { space, judgments: this.#judgments });
    this.show(groups, keepPlaces);
  }

  /** `groups` (rows of each) with what was said applied to them. */
  amend(groups: readonly Uint32Array[]): readonly Uint32Array[] {
    return amend(groups, this.#bonds, this.points);
  }

  /** Rows of each group as the tree is cut. */
  cells(): Uint32Array[] {
    const { space, grouper } = this.side;
    return grouper.group({ space, judgments: this.#judgments, height: this.last.height }).groups.map(({ rows }) => rows);
  }

  /** `groups`: rows of each. */
  show(groups: readonly Uint32Array[], keepPlaces: boolean): void {
    const { space, grouper } = this.side;
    const before = this.last;
    this.#set(grouper.arrange(groups, { space, previous: before, keepPlaces }));
    this.last = this.#rows.withAbsent(this.last, before);
  }

  /** As they cross to the page. */
  get grouped(): Omit<Grouped, 'revision' | 'offer' | 'followed' | 'reverted'> {
    const { space } = this.side;
    // positions of the slider depend on the levels alone, so that they keep their meaning whatever is said or learned
    const scale = granularityScale(space.levels);
    return { usual: this.isUsual, edition: this.#edition, columns: toColumns(this.#shown), height: this.height, scale, precision: estimate(space, this.#bonds.together, this.partition) };
  }

  /** At places of the columns of an edition; `null` where that is not on the screen any more. */
  covers(edition: number, places: Uint32Array): Uint32Array | null {
    return edition === this.#edition ? coversOf(shownOf(this.#shown), places) : null;
  }

  #set(shown: Arranged): void {
    this.#shown = shown;
    this.#edition++;
    const { groups, dormant } = shown;
    this.last = toSaved({ groups, dormant, height: this.last.height });
  }
}
