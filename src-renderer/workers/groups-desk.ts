// What the groups worker does, without the worker: keeps the space, the judgments and the groups on the screen, and answers each message.
// What the user says and where the slider stands changes the groups at once; what was learned changes a few photos, or is an offer that
// waits (`Learned`). The grouping itself is src-shared/learning/groups.

import type { Judgment, PhotoSpace, SavedGrouping } from '../../src-shared/contract.ts';
import { amend } from '../../src-shared/learning/groups/amendment.ts';
import { granularityScale } from '../../src-shared/learning/groups/granularity.ts';
import { Grouper, toSaved, type Arranged } from '../../src-shared/learning/groups/grouping.ts';
import { place } from '../../src-shared/learning/groups/placing.ts';
import { fromSavedColumns, toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { noBonds, type Bonds } from '../../src-shared/learning/linkage/bonds.ts';
import { Constraints } from '../../src-shared/learning/linkage/constraints.ts';
import { asPoints } from '../../src-shared/learning/linkage/points.ts';
import { ask } from '../../src-shared/learning/questions/ask.ts';
import { toColumns } from './columns.ts';
import { explain } from './explain.ts';
import type { Grouped, GroupsAnswer, GroupsMessage } from './groups-messages.ts';
import { Learned } from './learned.ts';
import { nameGroup, nameGroups } from './naming.ts';
import { Rows } from './rows.ts';
import { estimate, standing } from './standing.ts';
import { Undone } from './undone.ts';

/** A space and the trees of its photos. */
interface Side {
  readonly space: PhotoSpace;
  readonly grouper: Grouper;
}

export class GroupsDesk {
  /** What the groups on the screen are cut from, until what was learned is accepted. */
  #held: Side | null = null;
  /** What was learned since; `null` where that is held too. */
  #next: Side | null = null;
  #judgments: readonly Judgment[] = [];
  #bonds: Bonds = noBonds;
  #last: SavedGrouping = { height: null, groups: [] };
  /** Where the groups on the screen were cut. */
  #height = 0;
  #shown: Arranged = { groups: [], dormant: [] };
  #rows = new Rows(new Uint32Array());
  readonly #undone = new Undone();
  readonly #learned = new Learned();
  /** Before what was learned was applied last. */
  #before: { readonly held: Side; readonly last: SavedGrouping; readonly height: number } | null = null;

  /** The new groups, or what was asked for. Throws where no space came first, and what the grouper throws. */
  answer(message: GroupsMessage): GroupsAnswer {
    switch (message.kind) {
      case 'start':
        this.#open(message.space);
        this.#judgments = message.judgments;
        this.#bind();
        this.#last = fromSavedColumns(message.saved);
        if (!this.#isHeld || this.#last.groups.length === 0) return this.#cut();
        this.#adopt(false);
        return this.#learn();
      case 'space':
        return this.#take(message.space);
      case 'judgments':
        return this.#judge(message.judgments);
      case 'height':
        this.#last = { ...this.#last, height: message.height };
        this.#cut();
        // asked for, so that there is nothing to tell of what follows
        return this.#next ? { ...this.#learn(), followed: 0 } : this.#grouped();
      case 'rename':
        this.#last = nameGroup(this.#last, message.group, message.name);
        return this.#show(this.#partition, true);
      case 'merge':
        return this.#merge(message);
      case 'accept':
        return this.#accept();
      case 'decline':
        this.#learned.decline();
        return this.#grouped();
      case 'revert':
        return this.#revert();
      case 'follow':
        return this.#accept(null);
      case 'save':
        return toSavedColumns(this.#last);
      case 'ask':
        // by what is known by now, though the screen may show less
        return ask(this.#newest.space, this.#judgments, { members: this.#rows.members(this.#learned.offer?.grouping ?? this.#shown), count: message.count, skipped: new Set(message.skipped) });
      case 'explain':
        return { explanation: explain(this.#newest.space, this.#judgments, message.photos) };
      case 'changes':
        return this.#learned.shown;
      case 'suggest':
        return { suggested: this.#newest.grouper.suggest({ space: this.#newest.space, judgments: this.#judgments }) };
      case 'standing':
        return standing(this.#required.space, this.#judgments, this.#rows.members(this.#shown));
    }
  }

  get #required(): Side {
    if (!this.#held) throw new Error('expected a space before anything is grouped');
    return this.#held;
  }

  get #newest(): Side {
    return this.#next ?? this.#required;
  }

  /** Whether the groups stay until the user says otherwise: before anything is said or learned they follow freely. */
  get #isHeld(): boolean {
    return this.#judgments.length > 0 || this.#next !== null || isLearned(this.#required.space);
  }

  get #partition(): Uint32Array[] {
    return this.#rows.partition(this.#shown);
  }

  #open(space: PhotoSpace): void {
    this.#held = { space, grouper: new Grouper() };
    this.#next = null;
    this.#rows = new Rows(space.ids);
    this.#undone.clear();
    this.#before = null;
  }

  #bind(): void {
    this.#bonds = Constraints.of(this.#judgments).constraints.toBonds(this.#required.space.ids);
  }

  #take(space: PhotoSpace): Grouped {
    if (this.#rows.areOf(space.ids)) {
      this.#next = { space, grouper: this.#next?.grouper ?? new Grouper() };
      return this.#learn();
    }
    // photos came or went
    const held = isLearned(space) || this.#isHeld;
    this.#open(space);
    this.#bind();
    if (!held) return this.#cut();
    this.#adopt(true);
    return this.#learn();
  }

  /** What was said, applied to the groups as they are. */
  #judge(judgments: readonly Judgment[]): Grouped {
    const before = this.#judgments;
    this.#undone.keep(before, this.#last);
    this.#judgments = judgments;
    this.#bind();
    const kept = this.#undone.take(judgments, this.#last);
    if (kept) {
      this.#last = kept;
      return this.#show(this.#rows.saved(kept), true);
    }
    const now = new Set(judgments.map(({ id }) => id));
    const dropped = before.filter(({ id }) => !now.has(id));
    return this.#show(this.#amend(dropped.length === 0 ? this.#partition : this.#recut(dropped)), true);
  }

  /** The groups with photos of these judgments as the tree without them has them, the others as they are. */
  #recut(dropped: readonly Judgment[]): Uint32Array[] {
    const about = new Set(dropped.flatMap(({ statement }) => [...statement.photos, ...(statement.kind === 'apart' ? statement.others : [])] as number[]).map((photo) => this.#rows.of(photo)));
    const groups = this.#partition;
    const touched = new Set(groups.filter((rows) => rows.some((row) => about.has(row))));
    const inside = new Set([...touched].flatMap((rows) => [...rows]));
    const cells = this.#cells().map((rows) => rows.filter((row) => inside.has(row))).filter(({ length }) => length > 0);
    return [...groups.filter((rows) => !touched.has(rows)), ...cells];
  }

  #merge({ saved, renamed, keepHeight }: Extract<GroupsMessage, { kind: 'merge' }>): Grouped {
    const { height } = this.#last;
    const theirs = fromSavedColumns(saved);
    this.#last = keepHeight ? { ...theirs, height } : theirs;
    this.#undone.clear();
    let grouped = this.#isHeld && !keepHeight ? this.#adopt(true) : this.#cut(true);
    if (this.#next) grouped = { ...this.#learn(), followed: 0 }; // the other page may have accepted it
    if (renamed.length === 0) return grouped;
    this.#last = nameGroups(this.#last, renamed);
    return this.#show(this.#partition, true);
  }

  /** The saved groups, with new photos where the tree would put them. */
  #adopt(keepPlaces: boolean): Grouped {
    const { space, grouper } = this.#required;
    const groups = this.#amend(place(this.#rows.saved(this.#last), this.#cells()));
    this.#height = this.#last.height ?? grouper.heightOf(groups.length, { space, judgments: this.#judgments });
    return this.#show(groups, keepPlaces);
  }

  /** Compares the groups with what is known by now: nothing to tell, a few photos to move, or an offer. */
  #learn(): Grouped {
    const side = this.#newest;
    const grouping = side.grouper.group({ space: side.space, judgments: this.#judgments, previous: this.#last, height: this.#last.height, keepPlaces: true });
    const found = this.#learned.compare({ shown: this.#shown, grouping, together: this.#bonds.together.map((rows) => rows.map((row) => side.space.ids[row]!)) });
    if (found.offered) return this.#grouped();
    const before = { held: this.#required, last: this.#last, height: this.#height };
    [this.#held, this.#next, this.#height] = [side, null, grouping.height];
    if (found.moved === 0) return this.#grouped();
    this.#before = before;
    return { ...this.#show(found.groups.map((photos) => this.#rows.all(photos)), true), followed: found.moved };
  }

  #accept(height = this.#last.height): Grouped {
    this.#before = { held: this.#required, last: this.#last, height: this.#height };
    [this.#held, this.#next, this.#last] = [this.#newest, null, { ...this.#last, height }];
    this.#learned.accept();
    return this.#cut();
  }

  #revert(): Grouped {
    if (!this.#before) return this.#grouped();
    const { held, last, height } = this.#before;
    const newest = this.#newest;
    this.#before = null;
    [this.#held, this.#next, this.#last, this.#height] = [held, newest === held ? null : newest, last, height];
    this.#show(this.#amend(this.#rows.saved(last)), true);
    this.#learned.takeBack();
    return this.#grouped();
  }

  #amend(groups: readonly Uint32Array[]): readonly Uint32Array[] {
    const { points, dims } = this.#required.space;
    return amend(groups, this.#bonds, asPoints(points, dims));
  }

  /** As the tree is cut. */
  #cells(): Uint32Array[] {
    const { space, grouper } = this.#required;
    return this.#rows.partition(grouper.group({ space, judgments: this.#judgments, height: this.#last.height }));
  }

  #cut(keepPlaces = false): Grouped {
    const { space, grouper } = this.#required;
    const grouping = grouper.group({ space, judgments: this.#judgments, previous: this.#last, height: this.#last.height, keepPlaces });
    this.#undone.clear();
    this.#learned.clear();
    this.#height = grouping.height;
    return this.#set(grouping);
  }

  #show(groups: readonly Uint32Array[], keepPlaces: boolean): Grouped {
    const { space, grouper } = this.#required;
    return this.#set(grouper.arrange(groups, { space, previous: this.#last, keepPlaces }));
  }

  #set(shown: Arranged): Grouped {
    this.#shown = shown;
    this.#last = toSaved({ ...shown, height: this.#last.height });
    return this.#grouped();
  }

  #grouped(): Grouped {
    const { space } = this.#required;
    // positions of the slider depend on the levels alone, so that they keep their meaning whatever is said or learned
    const scale = granularityScale(space.levels);
    return { columns: toColumns(this.#shown), height: this.#height, scale, precision: estimate(space, this.#bonds.together, this.#rows.members(this.#shown)), offer: this.#learned.told, followed: 0 };
  }
}

/** Whether the user's answers changed what distances mean. */
function isLearned({ metric }: PhotoSpace): boolean {
  return (metric?.answers ?? 0) > 0;
}
