// The groups on the screen: asks the desk, keeps its last answer and writes it back once things are quiet. It groups nothing itself.

import type { Distances, Explanation, Grouped, GroupId, GroupsRequest, Judgment, PhotoId, Question, SavedColumns, Sheet, Standing } from '../../src-shared/contract.ts';
import { heightAt, positionOf } from '../../src-shared/learning/groups/granularity.ts';
import { GroupTable, noGroups } from '../../src-shared/desk/group-table.ts';
import { DrawnCovers } from './drawn-covers.svelte.ts';
import type { GroupsOptions } from './groups-options.ts';
import { isGone } from './groups-port.ts';
import { Offered } from './offered.svelte.ts';
import { OpeningGroups } from './opening-groups.ts';
import { sameJudgments } from './judgments.svelte.ts';
import { groupGone, renaming, StoredGroups } from './stored-groups.ts';

export type GroupsStatus = 'waiting' | 'working' | 'ready' | 'failed';

export class Groups {
  /** What was learned and is offered. */
  readonly offered: Offered;
  readonly covers = new DrawnCovers({ now: () => ({ table: this.#table, edition: this.#edition }), ask: (message) => this.#ask(message, { drawn: null }), onFailure: (error) => this.#options.onFailure(error) });
  #table = $state.raw<GroupTable>(noGroups);
  #status = $state<GroupsStatus>('waiting');
  #position = $state(0.5);
  #height = $state<number | null>(null);
  #scale = $state.raw<Float64Array | null>(null);
  #precision = $state<number | null>(null);
  #busy = $state(false);
  readonly #options: GroupsOptions;
  readonly #stored: StoredGroups;
  readonly #opening: OpeningGroups;
  /** Whether the desk has groups, and is told of everything that changes them. */
  #started = false;
  /** Of the space that was grouped last; `null` before the first. */
  #revision: number | null = null;
  #edition: number | null = null; // of the table, where the desk made it
  #usual = false; // they are cut where nothing was looked at to choose it
  /** The slider's newest wish while the desk is busy with an earlier one. */
  #wished: number | null = null;
  #moving: Promise<void> | null = null;
  #reading: Promise<void> | null = null;
  #again = false;
  #judgments: () => readonly Judgment[] = () => []; // as they were read by last
  /** The revision that is to be read, where it is known. */
  #wanted: number | null = null;
  #closed = false;

  constructor(options: GroupsOptions) {
    this.#options = options;
    const { bridge, lensId, port, saveAfterMs = 800, onFailure, isThere = () => true, always = () => false, onApplied = () => {} } = options;
    this.#stored = new StoredGroups({
      bridge, lensId, afterMs: saveAfterMs, onFailure, show: (message) => this.#show(message),
      current: async (tree) => (await port.ask({ kind: 'save', ...(tree !== undefined && { stored: tree }) })) as SavedColumns // the answer to `save`
    });
    this.#opening = new OpeningGroups({ stored: this.#stored, isThere, draw: (table, height) => { if (!this.#closed && !this.movable) [this.#table, this.#height] = [table, height]; } });
    this.offered = new Offered({
      act: async (message) => {
        if (!this.#started || this.#closed) return;
        await this.#show(message);
        this.#stored.change({ moved: message.kind === 'follow' });
        await this.save(); // before another page stores the groups of before
      },
      ask: async <A>(message: GroupsRequest) => (await port.ask(message)) as A, // the answer to that message
      always, onApplied
    });
  }

  get table(): GroupTable { return this.#table; }
  get status(): GroupsStatus { return this.#status; }
  get position(): number { return this.#position; } // of the slider, 0 … 1
  /** Where the tree of the groups on the screen is cut; `null` where nothing is grouped yet, or that is not known before the points are there. */
  get height(): number | null { return this.#height; }
  /** Estimated share of pairs within groups that are alike, 0 … 1; `null` where there is nothing to tell by. */
  get precision(): number | null { return this.#precision; }

  /** Where the slider is suggested to stand, 0 … 1; `null` until known. */
  get suggested(): number | null {
    const { suggested } = this.offered;
    return this.#scale === null || suggested === null ? null : positionOf(this.#scale, suggested);
  }

  /** Whether newer points are on their way. */
  get busy(): boolean { return this.#busy; }
  /** Whether there is a tree to cut. */
  get movable(): boolean { return this.#scale !== null; }
  /** Whether they could not be made: what is shown then, if anything, are those that were stored. */
  get failed(): boolean { return this.#status === 'failed' && !this.movable; }
  /** Reads the space as it is now and groups it; asked again meanwhile, once more after that. `revision`: only if it is not that one yet. */
  read(judgments: () => readonly Judgment[], revision: number | null = null): Promise<void> {
    if (revision !== null && revision === this.#revision) return this.#reading ?? Promise.resolve();
    this.#again = true;
    this.#judgments = judgments;
    this.#wanted = revision;
    this.#reading ??= this.#readAll(judgments).finally(() => (this.#reading = null));
    return this.#reading;
  }

  /** Groups again under other judgments, each group where it stood; until the points are there nothing waits for them: what is in force then is shown with them. */
  async judge(judgments: readonly Judgment[]): Promise<void> {
    if (!this.#started || this.#closed) return;
    this.#stored.change();
    await this.#show({ kind: 'judgments', judgments: [...judgments] });
  }

  /** Rejects where that cannot be. */
  async rename(group: GroupId, name: string | null): Promise<void> {
    if (this.#closed) return;
    const place = this.#table.placeOf(group);
    const renamed = place < 0 ? undefined : renaming(this.#table.photosAt(place), name);
    if (!renamed) throw groupGone(`group ${group}`);
    if (!this.#started) return this.#opening.rename(renamed);
    this.#stored.change({ renamed });
    await this.#show({ kind: 'rename', group, name });
    await this.save();
  }

  /** Moves the slider: it stands there at once, the groups follow as fast as they are cut. */
  async move(position: number): Promise<void> {
    if (!this.#scale) return;
    this.#position = Math.min(1, Math.max(0, position));
    this.#wished = this.#position;
    this.#stored.change({ moved: true });
    this.#moving ??= this.#follow().finally(() => (this.#moving = null));
    await this.#moving;
  }

  /** What to ask the user next, of all photos or among some, best first; none where nothing is worth it, or nothing is grouped yet. */
  questions(count: number, skipped: readonly string[], among: Uint32Array | null = null): Promise<readonly Question[]> { return this.#ask<readonly Question[]>({ kind: 'ask', count, skipped: [...skipped], among }, []); }
  /** The sheets to show the user next, best first; none on the same terms. */
  sheets(count: number, skipped: readonly string[], among: Uint32Array | null = null): Promise<readonly Sheet[]> { return this.#ask<readonly Sheet[]>({ kind: 'sheets', count, skipped: [...skipped], among }, []); }
  /** Why photos are together or not; `null` where that cannot be said. */
  async explain(photos: readonly PhotoId[]): Promise<Explanation | null> { return (await this.#ask<{ readonly explanation: Explanation | null }>({ kind: 'explain', photos: [...photos] }, { explanation: null })).explanation; }

  /** How far photos are apart; `null` where nothing is grouped yet. */
  distances(): Promise<Distances | null> { return this.#ask<Distances | null>({ kind: 'distances' }, null); }
  /** How things stand; `null` where nothing is grouped yet. */
  standing(): Promise<Standing | null> { return this.#ask<Standing | null>({ kind: 'standing' }, null); }
  /** Stores what is waiting to be stored, the slider's last wish included; rejects where it cannot be. */
  async flush(): Promise<void> { await this.#moving; await this.#stored.write(); }

  /** Another page, or this one, stored groups: takes over what they are called, and where the slider stands. */
  async takeStored(revision: number): Promise<void> { if (this.#started) await this.#stored.take(revision); }
  /** Stores now what is waiting to be stored; a failure is told. */
  async save(): Promise<void> { await this.#stored.write().catch((error: unknown) => this.#closed || this.#options.onFailure(error)); }

  /** To be flushed before. */
  close(): void {
    this.#closed = true;
    this.#stored.close();
    this.#options.port.close();
  }

  /** The answer to a question about the groups, or `none` where nothing is grouped yet. */
  async #ask<A>(message: GroupsRequest, none: A): Promise<A> {
    if (!this.movable) return none;
    return (this.#options.port.ask(message) as Promise<A>).catch((error: unknown) => (this.#beginAgain(error), none)); // the answer to that message
  }

  /** Begins another desk where an error says that there is none any more; any other is thrown. */
  #beginAgain(error: unknown): void {
    if (!isGone(error)) throw error;
    this.#started = false;
    void this.read(this.#judgments);
  }

  async #readAll(judgments: () => readonly Judgment[]): Promise<void> {
    const { onFailure } = this.#options;
    if (!this.#started) this.#status = 'working';
    this.#busy = true;
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        const said = judgments();
        if (!this.#started) await this.#opening.read();
        if (!(await this.#show(this.#started ? { kind: 'space' } : { kind: 'start', judgments: [...said] }))) continue;
        if (this.#wanted !== null && this.#wanted === this.#revision) this.#again = false; // told of while it was on its way
        await this.#start(judgments, said);
        if (this.#usual) await this.#show({ kind: 'learn' });
        this.#stored.change();
        await this.offered.learned().catch((error: unknown) => this.#beginAgain(error));
        this.#stored.change(); // with where it is suggested to stand
      }
      if (this.#status !== 'failed') this.#status = this.#started ? 'ready' : 'waiting';
    } catch (error) {
      if (this.#closed) return;
      this.#status = 'failed';
      onFailure(error);
    } finally {
      this.#busy = false;
    }
  }

  /** The first groups are there: what was named and said while their points were on the way is asked for before anything else can be. */
  async #start(judgments: () => readonly Judgment[], said: readonly Judgment[]): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    const shown: Promise<unknown>[] = [];
    for (const renamed of this.#opening.take()) {
      this.#stored.change({ renamed });
      const place = this.#table.placeOfPhoto(renamed.photo);
      if (place >= 0) shown.push(this.#show({ kind: 'rename', group: this.#table.idAt(place), name: renamed.name }));
    }
    if (!sameJudgments(judgments(), said)) shown.push(this.#show({ kind: 'judgments', judgments: [...judgments()] }));
    await Promise.all(shown);
    await this.#show({ kind: 'learn' });
  }

  async #follow(): Promise<void> {
    do {
      await this.#cut();
      if (this.offered.offer) await this.#show({ kind: 'compare' }, { keepPosition: true });
    } while (this.#scale && this.#wished !== null);
    this.#stored.change();
  }

  async #cut(): Promise<void> {
    while (this.#scale && this.#wished !== null) {
      const height = heightAt(this.#scale, this.#wished);
      this.#wished = null;
      await this.#show({ kind: 'height', height }, { keepPosition: true });
    }
  }

  /** Whether there was anything to group. */
  async #show(message: GroupsRequest, { keepPosition = false } = {}): Promise<boolean> {
    try {
      const grouped = (await this.#options.port.ask(message)) as Grouped | null; // not a `save`
      if (this.#closed) return false;
      this.#height = grouped?.height ?? null;
      this.#edition = grouped?.edition ?? null;
      if (!grouped) this.#table = noGroups;
      else {
        const { columns, height, scale, precision, revision, usual } = grouped;
        [this.#revision, this.#usual] = [revision, usual];
        this.#table = new GroupTable(columns);
        [this.#scale, this.#precision] = [scale, precision];
        if (!keepPosition && this.#wished === null) this.#position = positionOf(scale, height);
        this.#status = 'ready';
        this.offered.take(grouped);
      }
      return grouped !== null;
    } catch (error) {
      if (this.#closed) return false;
      if (isGone(error) && message.kind !== 'start') this.#beginAgain(error);
      else {
        this.#status = 'failed';
        this.#options.onFailure(error);
      }
      return false;
    }
  }
}
