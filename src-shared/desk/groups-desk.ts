// What a page shows of groups and does with them: answers each message. What the user says and where the slider stands changes the groups on
// the screen at once (`ShownGroups`); what was learned changes a few photos, or is an offer that waits (`Learned`). The grouping itself is
// src-shared/learning/groups.

import type { Grouped, GroupsAnswer, Judgment, PhotoSpace, SavedColumns } from '../contract.ts';
import { Grouper } from '../learning/groups/grouping.ts';
import { fromSavedColumns, toSavedColumns } from '../learning/groups/saved-columns.ts';
import { ask, type AskOptions } from '../learning/questions/ask.ts';
import { proposeSheets } from '../learning/questions/sheets.ts';
import { measureDistances } from './distances.ts';
import { explain } from './explain.ts';
import type { GroupsMessage } from './groups-messages.ts';
import { type Found, isLearned, Learned, learnedBy } from './learned.ts';
import { nameGroup, nameGroups } from './naming.ts';
import { binding, recut } from './recut.ts';
import { isSame } from './rows.ts';
import { type Before, ShownGroups, type Side } from './shown-groups.ts';
import { standing } from './standing.ts';
import { Suggested } from './suggested.ts';
import { differing, Undone } from './undone.ts';

export class GroupsDesk {
  readonly #groups = new ShownGroups();
  #next: Side | null = null; // what was learned since the groups on the screen were cut; `null` where they were cut from it
  readonly #undone = new Undone();
  readonly #learned = new Learned();
  readonly #suggested = new Suggested();
  #before: Before | null = null; // before what was learned was applied last, the slider included
  #coming: Side | null = null; // of a space that is about to be taken
  /** Does beforehand, in steps, what `answer` would take long for; other messages may be answered between them. Throws as that does. */
  *prepare(message: GroupsMessage): Generator<undefined, void> {
    const { judgments, last, side, reached } = this.#groups;
    const prepare = ({ space, grouper }: Side, height: number | null): Generator<undefined, void> => grouper.prepare({ space, judgments, height });
    if (message.kind !== 'space') return yield* prepare(this.#newest, message.kind === 'suggest' ? null : last.height);
    this.#coming = { space: message.space, grouper: new Grouper() };
    yield* prepare(this.#coming, last.height ?? (side.space.sketch ? message.space.levels.default : null)); // answers are looked at after
    yield* prepare(side, reached);
  }

  /** The new groups, or what was asked for. Throws where no space came first, and what the grouper throws. */
  answer(message: GroupsMessage): GroupsAnswer {
    const groups = this.#groups;
    switch (message.kind) {
      case 'start':
        this.#open(message.space, message.judgments);
        groups.last = fromSavedColumns(message.saved);
        this.#learned.recall(message.saved.declined);
        this.#undone.steps.recall(message.saved.before ?? []);
        this.#suggested.recall(message.saved.settled, groups.side, message.judgments);
        if (!this.#isHeld || groups.last.groups.length === 0) return this.#cutFreely(true);
        groups.adopt(false);
        return this.#grouped();
      case 'learn':
        if (groups.isUsual) return this.#cutFreely();
        return this.#isHeld && !this.#suggested.isRecalled ? this.#learn({ unasked: false }) : this.#grouped();
      case 'space':
        return this.#take(message.space);
      case 'judgments':
        return this.#judge(message.judgments);
      case 'height':
        groups.last = { ...groups.last, height: message.height };
        groups.cut();
        this.#undone.clear();
        if (this.#next) this.#learned.outdate();
        else this.#learned.clear();
        return this.#grouped();
      case 'compare':
        // asked for, so that there is nothing to tell of what follows
        return this.#next ? { ...this.#learn(), followed: 0 } : this.#grouped();
      case 'rename':
        groups.last = nameGroup(groups.last, message.group, message.name);
        return this.#show(groups.partition);
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
        groups.last = { ...groups.last, height: null };
        this.#hold(groups.reached);
        return this.#cut();
      case 'save':
        return this.#saved(message.stored);
      case 'ask':
        // by what is known by now, though the screen may show less
        return ask(this.#newest.space, groups.judgments, this.#asking(message));
      case 'sheets':
        return proposeSheets(this.#newest.space, groups.judgments, this.#asking(message));
      case 'explain':
        return { explanation: explain(this.#newest.space, groups.judgments, message.photos) };
      case 'changes': return this.#learned.shown;
      case 'suggest': return { suggested: this.#suggested.of(this.#newest, groups.judgments) };
      case 'standing':
        return standing(groups.side.space, groups.judgments, groups.rows.members(groups.shown));
      case 'covers': return { drawn: groups.covers(message.edition, message.places) };
      case 'distances':
        return measureDistances(groups.side.space, groups.judgments);
    }
  }

  #saved(stored?: string): SavedColumns {
    const [{ declined, waits }, { kept: before }] = [this.#learned, this.#undone.steps];
    return { ...toSavedColumns(this.#groups.last), ...(declined && { declined }), ...this.#suggested.kept(this.#next !== null || waits || this.#groups.isUsual, stored), ...(before.length > 0 && { before }) };
  }

  #asking({ count, skipped, among }: { readonly count: number; readonly skipped: readonly string[]; readonly among: Uint32Array | null }): AskOptions { return { members: this.#groups.rows.members(this.#learned.offer?.grouping ?? this.#groups.shown, among), count, skipped: new Set(skipped) }; }

  get #newest(): Side { return this.#next ?? this.#groups.side; }

  /** Whether the groups stay until the user says otherwise: before anything is said or learned they follow freely. */
  get #isHeld(): boolean { return this.#groups.judgments.length > 0 || this.#next !== null || isLearned(this.#groups.side.space); }

  #open(space: PhotoSpace, judgments: readonly Judgment[], grouper = new Grouper()): void {
    this.#groups.open(space, judgments, grouper);
    this.#next = null;
    this.#undone.clear();
    this.#before = null;
  }

  #take(space: PhotoSpace): Grouped {
    const grouper = this.#coming?.space === space ? this.#coming.grouper : new Grouper();
    this.#coming = null;
    // where every answer was taken back, what was learned from them holds nothing any more; nor do groups of some photos alone
    const { sketch = false } = this.#groups.side.space, held = !sketch && (isLearned(space) || this.#groups.judgments.length > 0);
    if (held && this.#groups.rows.areOf(space.ids)) {
      this.#next = { space, grouper };
      return this.#learn();
    }
    // photos came or went, or nothing holds the groups
    this.#open(space, this.#groups.judgments, grouper);
    if (!held) return this.#cutFreely(sketch);
    this.#groups.adopt(true);
    return this.#learn();
  }

  /** What was said, applied to the groups as they are. */
  #judge(judgments: readonly Judgment[]): Grouped {
    const groups = this.#groups;
    const before = groups.judgments;
    this.#undone.keep(before, groups.last);
    groups.bind(judgments);
    const kept = this.#undone.take(judgments, groups.last);
    if (kept) {
      groups.last = kept;
      return this.#show(groups.rows.saved(kept));
    }
    const [{ partition }, { dropped, made }] = [groups, differing(before, judgments)];
    if (dropped.length > 0) return this.#show(groups.amend(this.#without(partition, dropped, made.length === 0)));
    const amended = groups.amend(partition);
    const same = new Set(amended);
    this.#undone.steps.note(made, partition.filter((rows) => !same.has(rows)).map((rows) => groups.rows.photos(rows)));
    return this.#show(amended);
  }

  /** `partition` (rows of each group) without the judgments that were dropped; `back`: nothing took their place. */
  #without(partition: readonly Uint32Array[], dropped: readonly Judgment[], back: boolean): readonly Uint32Array[] {
    const groups = this.#groups;
    const known = back ? this.#undone.steps.takeBack(partition, dropped, groups.rows) : { groups: partition, unknown: dropped };
    const unknown = binding(known.unknown, groups.constraints);
    return unknown.length === 0 ? known.groups : recut(known.groups, { dropped: unknown, cells: groups.cells(), rows: groups.rows, bonds: groups.bonds, points: groups.points });
  }

  #merge({ saved, renamed, keepHeight }: Extract<GroupsMessage, { kind: 'merge' }>): Grouped {
    const [groups, theirs] = [this.#groups, fromSavedColumns(saved)];
    this.#learned.recall(saved.declined);
    const before = groups.partition;
    this.#before = null;
    groups.last = keepHeight ? { ...theirs, height: groups.last.height } : theirs;
    if (this.#isHeld && !keepHeight) groups.adopt(true);
    else groups.cut(true);
    if (this.#next || this.#learned.offer) this.#learn(); // the other page may have accepted it
    groups.last = nameGroups(groups.last, renamed);
    if (!isSame(before, groups.partition)) this.#undone.clear(saved.before);
    return this.#show(groups.partition);
  }

  /** The groups that would be by what is known by now, against those on the screen. */
  #compare(): Found & { readonly height: number } {
    const { side, shown, last, together, judgments, reached } = this.#groups;
    const newest = this.#newest;
    const grouping = newest.grouper.group({ space: newest.space, judgments, previous: last, height: last.height, keepPlaces: true });
    const known = newest === side ? null : side.grouper.group({ space: side.space, judgments, height: reached });
    return { ...this.#learned.compare({ shown, grouping, known, together, earlier: this.#undone.steps.kept.flatMap(({ groups }) => groups), learned: learnedBy(newest.space) }), height: grouping.height };
  }

  /** What was learned: nothing to tell, a few photos to move, or an offer. */
  #learn({ unasked = true } = {}): Grouped {
    const { offered, moved, groups, height } = this.#compare();
    if (offered) return this.#grouped();
    const before = this.#hold(height);
    if (moved === 0 || !unasked) return this.#grouped();
    this.#before = before;
    return { ...this.#show(groups.map((photos) => this.#groups.rows.all(photos))), followed: moved };
  }

  #accept(): Grouped {
    if (!this.#learned.waits) return this.#grouped(); // it was accepted already
    const { groups, height } = this.#compare(); // more may have been said since
    this.#learned.accept();
    this.#before = this.#hold(height);
    this.#groups.height = height;
    this.#undone.clear();
    return this.#show(groups.map((photos) => this.#groups.rows.all(photos)), false);
  }

  #revert(): Grouped {
    if (!this.#before) return this.#grouped();
    const newest = this.#newest;
    this.#next = newest === this.#before.side ? null : newest;
    this.#groups.goBack(this.#before);
    this.#before = null;
    this.#learned.takeBack();
    return { ...this.#grouped(), reverted: true };
  }

  /** From now on groups are cut from what is known by now. What was before. */
  #hold(reached: number): Before {
    const { now } = this.#groups;
    this.#groups.hold(this.#newest, reached);
    this.#next = null;
    return now;
  }

  /** Nothing holds the groups, so that nothing was declined either. */
  #cutFreely(usual = false): Grouped {
    this.#learned.recall(undefined);
    return this.#cut(usual);
  }

  #cut(usual = false): Grouped {
    this.#groups.cut(false, usual && this.#groups.judgments.length > 0);
    this.#undone.clear();
    this.#learned.clear();
    return this.#grouped();
  }

  #show(groups: readonly Uint32Array[], keepPlaces = true): Grouped {
    this.#groups.show(groups, keepPlaces);
    return this.#grouped();
  }

  #grouped(): Grouped {
    return { ...this.#groups.grouped, revision: this.#newest.space.revision, offer: this.#learned.told, followed: 0, reverted: false };
  }
}
