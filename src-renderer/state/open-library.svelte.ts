// The folder that is open: its photos, groups, judgments and the index job, kept up to date by events.

import type { IndexProgress, LibraryBridge, LibraryState, PhotoId, Problem, TrainProgress } from '../../src-shared/contract.ts';
import type { View } from '../../src-shared/finding/view.ts';
import type { PlanProgress } from '../../src-shared/filing/plan.ts';
import { Albums } from './albums.svelte.ts';
import { Alike } from './alike.svelte.ts';
import { Duplicates } from './duplicates.svelte.ts';
import { Exporting } from './exporting.svelte.ts';
import { FilingSteps } from './filing-steps.ts';
import { Filtering } from './filtering.svelte.ts';
import type { GroupsPort } from './groups-port.ts';
import { Groups } from './groups.svelte.ts';
import { Judgments } from './judgments.svelte.ts';
import { KeptFilter } from './kept-filter.ts';
import { Learning } from './learning.svelte.ts';
import { Marks } from './marks.svelte.ts';
import type { Indexed } from './news.ts';
import type { Applied } from './offered.svelte.ts';
import { Overtaken } from './overtaken.ts';
import { Photos } from './photos.ts';
import { Selection } from './selection.svelte.ts';
import { nameOf } from './shown-path.ts';
import { Showing } from './showing.svelte.ts';
import { Steps } from './steps.svelte.ts';
import { Used } from './used.ts';

export interface OpenLibraryOptions {
  readonly bridge: LibraryBridge;
  readonly state: LibraryState;
  readonly port: GroupsPort;
  readonly onFailure: (error: unknown) => void;
  readonly always: () => boolean; // whether whatever is learned is to be applied at once
  /** How it was shown last, and where that is kept. */
  readonly view?: View | undefined;
  readonly onView?: (view: View) => Promise<unknown>;
  /** What was learned was applied to the groups. */
  readonly onApplied: (library: OpenLibrary, applied: Applied) => void;
  /** A run ended by itself. */
  readonly onIndexed: (progress: IndexProgress, indexed: Indexed) => void;
  /** A training ended by itself. */
  readonly onLearned: (progress: TrainProgress) => void;
  /** Undo took files back. */
  readonly onTakenBack: (progress: PlanProgress) => void;
  /** Another lens, or other counts. */
  readonly onChanged: (state: LibraryState) => void;
  /** The library is about to close, and everything here is stored. */
  readonly onFlushed: () => void;
  readonly onClosed: () => void;
}

export type Running = 'scanning' | 'indexing' | 'paused';

export class OpenLibrary {
  readonly bridge: LibraryBridge;
  readonly groups: Groups;
  readonly judgments: Judgments;
  readonly learning: Learning;
  /** What was done besides judging. */
  readonly steps = new Steps(() => this.judgments.undoable?.id ?? null, () => this.judgments.coming);
  readonly marks: Marks;
  readonly albums: Albums;
  readonly filter: Filtering;
  readonly showing: Showing;
  readonly duplicates: Duplicates;
  readonly filing: FilingSteps;
  readonly exporting: Exporting;
  readonly selection = new Selection();
  readonly alike: Alike;
  /** What the screen that is up takes back first, where it keeps steps of its own, and what it brings back of that; whether there was anything. */
  takesBack: (() => boolean) | null = null;
  bringsBack: (() => Promise<boolean>) | null = null;
  #state = $state.raw<LibraryState>() as LibraryState; // set first thing below
  #photos = $state.raw(new Photos());
  #progress = $state.raw<IndexProgress | null>(null);
  #problems = $state.raw<readonly Problem[] | null>(null);
  #added = $state.raw<Uint32Array>(new Uint32Array());
  #loaded = $state(false);
  readonly #options: OpenLibraryOptions;
  readonly #stops: (() => void)[];
  #listing: Promise<void> | null = null;
  #listAgain = false;
  #closed = false;
  /** No run has completed yet. */
  #unread: boolean;
  readonly #underWay = new Set<Promise<void>>();
  readonly #overtaken = new Overtaken();

  constructor(options: OpenLibraryOptions) {
    const { bridge, state, port, onFailure } = options;
    const used = new Used(state.id);
    [this.#options, this.bridge, this.#state] = [options, bridge, state];
    this.#unread = state.indexedAt === null;
    this.groups = new Groups({ bridge, lensId: state.lensId, port, onFailure, isThere: (photo) => this.#photos.has(photo), always: options.always, onApplied: (applied) => options.onApplied(this, applied) });
    this.judgments = new Judgments({ bridge, lensId: state.lensId, onChange: (judgments) => this.groups.judge(judgments), height: () => this.groups.height });
    this.marks = new Marks({ bridge, steps: this.steps });
    this.albums = new Albums({ bridge, steps: this.steps, used, onFailure, onRead: () => this.filter.look() });
    this.filter = new Filtering({ bridge, lensId: () => this.#state.lensId, photos: () => this.#photos, marks: this.marks, albums: () => this.albums.all ?? [], kept: new KeptFilter(state.id), onFailure });
    this.showing = new Showing({ bridge, lensId: () => this.#state.lensId, view: options.view, ...(options.onView && { onView: options.onView }), onFailure });
    this.learning = new Learning({ bridge, onEnded: options.onLearned });
    this.duplicates = new Duplicates({ bridge, onFailure });
    this.alike = new Alike(bridge, () => this.#state.lensId);
    this.filing = new FilingSteps({ bridge, steps: this.steps, onTakenBack: options.onTakenBack });
    this.exporting = new Exporting({ bridge, used, lensId: () => this.#state.lensId, onEnded: (progress) => void this.filing.keep(progress) });
    this.#stops = [
      bridge.on('index.progress', (progress) => {
        this.#overtaken.event();
        this.#takeProgress(progress);
      }),
      bridge.on('photos.changed', ({ photos, problems }) => {
        this.#state = { ...this.#state, photos, problems };
        void this.#list();
      }),
      bridge.on('space.changed', ({ lensId, revision }) => {
        if (lensId !== this.#state.lensId) return;
        this.alike.outdate();
        void this.groups.read(() => this.judgments.inForce, revision);
      }),
      bridge.on('groups.changed', ({ lensId, revision }) => {
        if (lensId === this.#state.lensId) void this.groups.takeStored(revision);
      }),
      bridge.on('marks.changed', (changed) => this.marks.take(changed)),
      bridge.on('plans.progress', (progress) => [this.filing, this.exporting].forEach((each) => each.take(progress))),
      bridge.on('judgments.changed', (log) => void this.judgments.take(log)),
      bridge.on('library.changed', (state) => options.onChanged(state)),
      bridge.on('library.closing', () => void this.flush().catch(onFailure).finally(options.onFlushed)),
      bridge.on('library.closed', () => {
        this.close(); // what comes now comes too late
        options.onClosed();
      })
    ];
  }

  get state(): LibraryState { return this.#state; }
  /** The folder's own name. */
  get name(): string { return nameOf(this.#state.folder); }
  get photos(): Photos { return this.#photos; }
  /** Photos that were new in the last run that found any. */
  get added(): Uint32Array { return this.#added; }
  get loaded(): boolean { return this.#loaded; } // whether the photos were read once
  get progress(): IndexProgress | null { return this.#progress; }
  get running(): Running | null {
    const phase = this.#progress?.phase;
    return phase === 'scanning' || phase === 'indexing' || phase === 'paused' ? phase : null;
  }

  /** Whether reading ended before there was anything to group, so that nothing more comes by itself. */
  get stoppedEarly(): boolean {
    const phase = this.#progress?.phase;
    return (phase === 'failed' || phase === 'cancelled') && this.groups.status === 'waiting' && !this.groups.busy;
  }

  /** `null` until read. */
  get problems(): readonly Problem[] | null { return this.#problems; }
  /** Reads everything as it is now; again after a lost connection, whose events were missed. */
  async refresh(): Promise<void> {
    const progress = this.#progressAfter(this.bridge.request('index.progress', null));
    const groups = Promise.all([progress, this.#list(), this.judgments.read(), this.learning.refresh()]).then(() => (this.#photos.count > 0 ? this.groups.read(() => this.judgments.inForce) : undefined));
    await Promise.all([groups.then(() => this.showing.read()), this.albums.list.read()]); // smart albums look at all photos: groups do not wait for them
    if (this.duplicates.sets) await this.duplicates.read();
  }

  takeState(state: LibraryState): void { this.#state = state; }
  async control(action: 'start' | 'pause' | 'resume' | 'cancel'): Promise<void> { await this.#progressAfter(this.bridge.request(`index.${action}`, null)); }
  async readProblems(): Promise<void> {
    this.#problems = await this.bridge.request('problems.list', null);
  }

  async retryProblems(): Promise<void> {
    await this.#progressAfter(this.bridge.request('problems.retry', null));
  }

  /** All photos of the group that a photo is in; itself where it is alone. */
  groupOf(photo: PhotoId): ArrayLike<number> {
    const place = this.groups.table.placeOfPhoto(photo);
    return place < 0 ? [photo] : this.groups.table.photosAt(place);
  }

  /** Counts as on its way until it is done: `flush` waits for it. */
  track(work: Promise<unknown>): void {
    const done = work.then(() => {}, () => {}); // whoever started it is told
    this.#underWay.add(done);
    void done.then(() => this.#underWay.delete(done));
  }

  /** Resolves when everything that was said or changed here is stored; rejects where it cannot be. */
  async flush(): Promise<void> {
    if (this.#closed) return;
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    await Promise.all([this.judgments.settled(), this.duplicates.settled()]);
    await this.groups.flush();
  }

  /** To be flushed before. */
  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    for (const part of [this.learning, this.filter, this.showing, this.duplicates, this.albums.list, this.groups]) part.close();
  }

  async #progressAfter(request: Promise<IndexProgress>): Promise<void> {
    const progress = await this.#overtaken.answer(request);
    if (progress) this.#takeProgress(progress);
  }

  #takeProgress(progress: IndexProgress): void {
    const wasRunning = this.running !== null;
    this.#progress = progress;
    if (wasRunning && progress.phase === 'done') void this.#tellIndexed(progress);
  }

  /** Told once what is new can be shown. */
  async #tellIndexed(progress: IndexProgress): Promise<void> {
    const first = this.#unread;
    this.#unread = false;
    try {
      const since = progress.startedAt;
      const added = progress.counts.new > 0 ? await this.bridge.request('photos.added', { since }) : new Uint32Array();
      if (added.length > 0) {
        await this.#list();
        this.#added = added;
      }
      if (!this.#closed) this.#options.onIndexed(progress, { added: added.length, first });
    } catch (error) {
      this.#options.onFailure(error);
    }
  }

  /** Reads the photos; asked again meanwhile, once more after that. */
  #list(): Promise<void> {
    this.#listAgain = true;
    this.#listing ??= this.#listAll().finally(() => (this.#listing = null));
    return this.#listing;
  }

  async #listAll(): Promise<void> {
    try {
      while (this.#listAgain) {
        this.#listAgain = false;
        const [table] = await Promise.all([this.bridge.request('photos.list', null), this.marks.read()]); // files have marks too
        if (!this.#photos.isOf(table)) this.#photos = await Photos.prepare(table); // the same again would be sorted and laid out again
        this.#loaded = true;
        if (this.#problems !== null) await this.readProblems();
      }
    } catch (error) {
      this.#options.onFailure(error);
    }
  }
}
