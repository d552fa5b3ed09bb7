// What a session of questions came to: pairs settled, photos moved, and the groups that changed. It asks and records nothing.

import { movedBy } from '../../src-shared/learning/groups/changes.ts';
import { changesBetween, type RefusableChange } from '../groups/changed.ts';
import type { Groups } from '../state/groups.svelte.ts';
import type { Kindred } from '../state/kindred.svelte.ts';
import { type GroupTable, noGroups } from '../../src-shared/desk/group-table.ts';
import { tableChanges } from '../../src-shared/desk/table-changes.ts';
import type { Standing } from '../../src-shared/contract.ts';

export class Outcome {
  #before = $state.raw<Standing | null>(null);
  #standing = $state.raw<Standing | null>(null);
  #moved = $state(0);
  /** Of the time before Review was last left. */
  #earlier = $state.raw({ settled: 0, moved: 0 });
  /** The groups as they were when it began, or went on. */
  #table = $state.raw<GroupTable>(noGroups);
  readonly #kindred: Pick<Kindred, 'attempt'>;
  readonly #groups: Groups;

  constructor(kindred: Pick<Kindred, 'attempt'>, groups: Groups) {
    this.#kindred = kindred;
    this.#groups = groups;
  }

  /** How things stand; `null` until known. */
  get standing(): Standing | null {
    return this.#standing;
  }

  /** Pairs of photos that the session settled. */
  get settled(): number {
    return Math.max(0, this.#earlier.settled + (this.#standing?.settled ?? 0) - (this.#before?.settled ?? 0));
  }

  /** Photos that came into another group in the session. */
  get moved(): number {
    return this.#earlier.moved + this.#moved;
  }

  /** Groups that merged, were split or exchanged photos in the session; computed when read. */
  get changes(): readonly RefusableChange[] {
    return this.#table === noGroups ? [] : changesBetween(this.#table, this.#groups.table);
  }

  /** Begins, or goes on: whatever was done elsewhere meanwhile is not part of it. */
  async begin(): Promise<void> {
    this.#earlier = { settled: this.settled, moved: this.moved };
    this.#moved = 0;
    this.#before = this.#standing = (await this.#kindred.attempt(this.#groups.standing())) ?? null;
    this.#table = this.#groups.table;
  }

  async measure(): Promise<void> {
    this.#standing = (await this.#kindred.attempt(this.#groups.standing())) ?? this.#standing;
    // by their photos: a group that is put back as it was may have another id
    this.#moved = movedBy(tableChanges(this.#table, this.#groups.table));
  }
}
