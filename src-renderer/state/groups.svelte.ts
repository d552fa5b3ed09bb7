// The groups on the screen: asks the worker, keeps its last answer and writes it back once things are quiet. It groups nothing itself.

import type { Bridge, GroupId, Judgment, LensId, PhotoId, PhotoSpace, SavedGrouping } from '../../src-shared/contract.ts';
import { heightAt, positionOf } from '../../src-shared/learning/groups/granularity.ts';
import type { Question } from '../../src-shared/learning/questions/ask.ts';
import type { Explanation } from '../workers/explain.ts';
import type { Grouped, GroupsAnswer, GroupsMessage } from '../workers/groups-desk.ts';
import type { Standing } from '../workers/standing.ts';
import { GroupTable, noGroups } from '../workers/group-table.ts';

/** Answers messages in order: the worker, or the desk itself in tests. */
export interface GroupsPort {
  ask(message: GroupsMessage): Promise<GroupsAnswer>;
  close(): void;
}

export interface GroupsOptions {
  readonly bridge: Pick<Bridge, 'request'>;
  readonly lensId: LensId;
  readonly port: GroupsPort;
  /** Quiet time before what is shown is stored. */
  readonly saveAfterMs?: number;
  readonly onFailure: (error: unknown) => void;
}

export type GroupsStatus = 'waiting' | 'working' | 'ready' | 'failed';

export class Groups {
  #table = $state.raw<GroupTable>(noGroups);
  #status = $state<GroupsStatus>('waiting');
  #position = $state(0.5);
  #scale = $state.raw<Float64Array | null>(null);
  #precision = $state<number | null>(null);
  #busy = $state(false);
  readonly #options: GroupsOptions;
  #started = false;
  /** The slider's newest wish while the worker is busy with an earlier one. */
  #wished: number | null = null;
  #cutting = false;
  #reading: Promise<void> | null = null;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #unsaved = false;
  #closed = false;

  constructor(options: GroupsOptions) {
    this.#options = options;
  }

  get table(): GroupTable {
    return this.#table;
  }

  get status(): GroupsStatus {
    return this.#status;
  }

  /** Of the slider, 0 … 1. */
  get position(): number {
    return this.#position;
  }

  /** Estimated share of pairs within groups that are alike, 0 … 1; `null` where there is nothing to tell by. */
  get precision(): number | null {
    return this.#precision;
  }

  /** Whether newer points are on their way. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Whether there is a tree to cut. */
  get movable(): boolean {
    return this.#scale !== null;
  }

  /** Reads the space as it is now and groups it; asked again meanwhile, once more after that. */
  read(judgments: () => readonly Judgment[]): Promise<void> {
    this.#again = true;
    this.#reading ??= this.#readAll(judgments).finally(() => (this.#reading = null));
    return this.#reading;
  }

  /** Groups again under other judgments, each group where it stood. */
  async judge(judgments: readonly Judgment[]): Promise<void> {
    if (!this.#started) return;
    await this.#show({ kind: 'judgments', judgments: [...judgments] });
    this.#saveLater();
  }

  async rename(group: GroupId, name: string | null): Promise<void> {
    if (!this.#started) return;
    await this.#show({ kind: 'rename', group, name });
    this.#saveLater();
  }

  /** Moves the slider: it stands there at once, the groups follow as fast as the worker cuts. */
  async move(position: number): Promise<void> {
    if (!this.#scale) return;
    this.#position = Math.min(1, Math.max(0, position));
    this.#wished = this.#position;
    if (this.#cutting) return;
    this.#cutting = true;
    try {
      while (this.#wished !== null) {
        const height = heightAt(this.#scale, this.#wished);
        this.#wished = null;
        await this.#show({ kind: 'height', height }, { keepPosition: true });
      }
    } finally {
      this.#cutting = false;
    }
    this.#saveLater();
  }

  /** What to ask the user next, best first; none where nothing is worth it, or nothing is grouped yet. */
  async questions(count: number, skipped: readonly string[]): Promise<readonly Question[]> {
    if (!this.movable) return [];
    return (await this.#options.port.ask({ kind: 'ask', count, skipped: [...skipped] })) as readonly Question[]; // the answer to `ask`
  }

  /** Why photos are together or not; `null` where that cannot be said. */
  async explain(photos: readonly PhotoId[]): Promise<Explanation | null> {
    if (!this.movable) return null;
    return ((await this.#options.port.ask({ kind: 'explain', photos: [...photos] })) as { explanation: Explanation | null }).explanation; // the answer to `explain`
  }

  /** How things stand; `null` where nothing is grouped yet. */
  async standing(): Promise<Standing | null> {
    if (!this.movable) return null;
    return (await this.#options.port.ask({ kind: 'standing' })) as Standing; // the answer to `standing`
  }

  /** Stores now what is waiting to be stored. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#unsaved) return;
    this.#unsaved = false;
    const { bridge, lensId, port, onFailure } = this.#options;
    try {
      const grouping = (await port.ask({ kind: 'save' })) as SavedGrouping; // the answer to `save`
      await bridge.request('groups.write', { lensId, grouping });
    } catch (error) {
      this.#unsaved = true;
      onFailure(error);
    }
  }

  async close(): Promise<void> {
    if (this.#unsaved) await this.save();
    this.#closed = true;
    this.#options.port.close();
  }

  async #readAll(judgments: () => readonly Judgment[]): Promise<void> {
    const { bridge, lensId, onFailure } = this.#options;
    if (!this.#started) this.#status = 'working';
    this.#busy = true;
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        const space: PhotoSpace = await bridge.request('space.read', { lensId });
        if (space.ids.length === 0) {
          this.#table = noGroups;
          continue;
        }
        if (this.#started) await this.#show({ kind: 'space', space });
        else {
          const saved = await bridge.request('groups.read', { lensId });
          await this.#show({ kind: 'start', space, judgments: [...judgments()], saved });
          this.#started = true;
        }
        this.#saveLater();
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

  async #show(message: GroupsMessage, { keepPosition = false } = {}): Promise<void> {
    try {
      const { columns, height, scale, precision } = (await this.#options.port.ask(message)) as Grouped; // not a `save`
      if (this.#closed) return;
      this.#table = new GroupTable(columns);
      this.#scale = scale;
      this.#precision = precision;
      if (!keepPosition && this.#wished === null) this.#position = positionOf(scale, height);
      this.#status = 'ready';
    } catch (error) {
      if (this.#closed) return;
      this.#status = 'failed';
      this.#options.onFailure(error);
    }
  }

  #saveLater(): void {
    this.#unsaved = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), this.#options.saveAfterMs ?? 800);
  }
}
