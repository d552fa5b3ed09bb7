// One open library: the user's folder, its store, the index job, the space and the judgments, joined.
import type { EncoderVersionId, IndexProgress, JudgmentLog, LensId, LibraryEmit, LibraryId, LibraryState, PhotoId, PhotoSpace } from '../../src-shared/contract.ts';
import { openEngine } from '../compute/open-engine.ts';
import { CodedError } from '../failure.ts';
import { countAnswers } from '../store/answers.ts';
import type { Store } from '../store/database.ts';
import type { DescriptorVersions } from '../store/descriptors.ts';
import { readCounts, readPhoto, readPhotoTableInSlices } from '../store/photos.ts';
import { readProblems } from '../store/problems.ts';
import { readThumbnail } from '../store/thumbnails.ts';
import { Albums } from './albums/albums.ts';
import { Alike } from './alike/alike.ts';
import { Desks } from './desks/desks.ts';
import { Duplicates } from './duplicates/duplicates.ts';
import { Filing } from './filing.ts';
import { Finding } from './finding/finding.ts';
import type { Brought } from './folders/bring-along.ts';
import { bringWaiting } from './folders/bring-later.ts';
import { LibraryFolders } from './folders/library-folders.ts';
import { IndexJob } from './indexing/index-job.ts';
import type { IndexRun } from './indexing/index-run.ts';
import type { Judge } from './judging/judge.ts';
import { Lenses } from './judging/lenses.ts';
import { renderFirst } from './large-view.ts';
import { AfterRuns } from './after-runs.ts';
import { Maps } from './mapping/maps.ts';
import { CatchingUp } from './catching-up.ts';
import { countsOf } from './counts.ts';
import { Noted } from './noted.ts';
import { openStored } from './open-stored.ts';
import { Notices } from './notices.ts';
import type { LibraryOptions } from './options.ts';
import { pairAsWanted } from './pairing.ts';
import { FEATURES_VERSION } from './spaces/feature-table.ts';
import { LensSpaces } from './spaces/lens-spaces.ts';
import { SpaceKeeper } from './spaces/space-keeper.ts';
import { Encoders, noPacks } from './training/encoders.ts';
import { Learning } from './training/learning.ts';
import { Watching } from './watching/watching.ts';

export class Library {
  readonly id: LibraryId;
  readonly folders: LibraryFolders;
  readonly store: Store;
  readonly lenses: Lenses;
  readonly filing: Filing;
  readonly #encoders: Encoders;
  readonly #learning: Learning | null;
  readonly #emit: LibraryEmit;
  readonly #noted: Noted;
  readonly #dataFolder: string;
  /** What was taken over from other libraries since it was opened. */
  brought: Brought | null = null;
  readonly #space: SpaceKeeper; // of the prior metric; below, the spaces of what was learned on top of it
  readonly #learned: LensSpaces;
  readonly #groups: boolean;
  readonly #notices: Notices;
  readonly #watching: Watching;
  readonly #catchingUp: CatchingUp;
  readonly #afterRuns: AfterRuns;
  readonly duplicates: Duplicates;
  readonly albums: Albums;
  readonly finding: Finding;
  readonly maps: Maps;
  readonly alike: Alike;
  readonly desks: Desks;
  #versions: DescriptorVersions;
  #files = -1; // that were there when an index run last ended
  readonly #job: IndexJob;

  /**
   * Opens the library of a folder, creating what is missing. Does not index yet. A known library opens even while its folders are offline.
   * Rejects with a `CodedError` about the folder, if it has no library yet, or about the stored state (`library-in-use`, `library-too-new` …).
   */
  static async open(options: LibraryOptions): Promise<Library> {
    const notices = new Notices();
    const { id, store } = await openStored(options, notices);
    try {
      const { openEngine: open = (weights: string) => openEngine({ weights }), openPack = options.openPack ?? noPacks } = options.learning?.compute ?? {};
      const encoders = await Encoders.open({ store, shipped: options.engine, shippedWeights: options.learning?.weights ?? '', openEngine: open, openPack });
      return new Library(id, store, encoders, notices, options);
    } catch (error) {
      store.close();
      throw error;
    }
  }

  private constructor(id: LibraryId, store: Store, encoders: Encoders, notices: Notices, { dataFolder, learning, emit, groups = true, watch, trash, pairs = async () => true }: LibraryOptions) {
    this.id = id;
    this.store = store;
    this.lenses = new Lenses(store);
    this.#dataFolder = dataFolder;
    this.#noted = new Noted(dataFolder, id);
    this.folders = new LibraryFolders({ dataFolder, id, store, note: (changes) => { this.#noted.note(changes); this.#watching.refresh(); } });
    this.#noted.note({ openedAt: Date.now(), folders: this.folders.paths });
    this.#encoders = encoders;
    this.#emit = emit;
    this.#groups = groups;
    this.#notices = notices;
    if (encoders.failed) notices.add({ kind: 'encoder-failed', ...encoders.failed });
    notices.onChange = () => this.#noticed();
    this.#catchingUp = new CatchingUp({ store, versions: () => this.#versions, running: () => this.#job.run?.finished, start: () => this.startIndex() });
    this.duplicates = new Duplicates({ store, onChange: (left) => emit('duplicates.changed', { left }), onCopies: () => this.#refreshSpace() });
    this.finding = new Finding({ stored: store.folder, space: (lensId) => this.space(lensId), onChange: (photos) => emit('finding.changed', { photos }) });
    this.albums = new Albums({ store, onChange: () => emit('albums.changed', null), find: (filter, lensId) => this.finding.find(filter, lensId) });
    this.maps = new Maps({ stored: store.folder, space: (lensId) => this.#learned.read(lensId), emit });
    this.alike = new Alike({ store, engine: () => encoders.engine, versions: () => this.#versions, space: (lensId) => this.#learned.readLearned(lensId), find: (filter, lensId) => this.finding.find(filter, lensId) });
    this.desks = new Desks({ space: (lensId) => this.space(lensId), saved: (lensId) => this.lenses.groupingWithTree(lensId) });
    this.#versions = { encoder: encoders.inUse.id, features: FEATURES_VERSION };
    this.#learning = learning ? new Learning({ store, encoders, compute: learning.compute, emit, lens: () => this.lenses.current, adopt: (version, also) => this.#adopt(version, also) }) : null;
    this.#job = new IndexJob({
      store, engine: () => encoders.engine, versions: () => this.versions, onProgress: (progress) => emit('index.progress', progress),
      ready: async () => { await Promise.all([this.#watching.ready(), groups && this.#space.begin()]); await pairAsWanted({ store, pairs, emit }); }, onStored: () => this.#stored(), onEnd: (progress) => this.#indexed(progress)
    });
    this.filing = new Filing({
      store, ...(trash && { trash }), onProgress: (progress) => emit('plans.progress', progress), follow: (changed) => { this.#stored(); this.#job.follow(changed); },
      onHandedOver: ({ marks, albums }) => {
        if (marks.ids.length > 0) emit('marks.changed', marks);
        if (albums) emit('albums.changed', null);
      }
    });
    this.#watching = new Watching({ store, notices, ...watch, follow: (changed) => this.#job.follow(changed), onPresence: () => emit('library.changed', this.state) });
    if (watch) void this.watch(true);
    this.#space = new SpaceKeeper({ stored: store.folder, versions: this.versions }, () => { this.#learned.refresh(this.lenses.current); this.#afterRuns.made(); }, { photos: () => readCounts(store).photos });
    this.#afterRuns = new AfterRuns({ placed: () => this.#space.size, isMaking: () => this.#space.busy, photos: () => (store.db.open ? readCounts(store).photos : null), refresh: () => this.#refreshSpace() });
    this.#learned = new LensSpaces({
      stored: store.folder, prior: () => this.#space.read(), judgments: (lensId) => this.lenses.judge(lensId).log.judgments,
      onChange: (lensId, revision) => emit('space.changed', { lensId, revision })
    });
  }

  /** The first of its folders, which it is named after. */
  get folder(): string { return this.folders.paths[0] ?? ''; }
  /** Which descriptors are current. */
  get versions(): DescriptorVersions { return this.#versions; }
  /** @throws {CodedError} `engine-failed` if the library was opened without `learning` */
  get learning(): Learning {
    if (this.#learning) return this.#learning;
    throw new CodedError('engine-failed', 'This library was opened without what training needs.');
  }

  get state(): LibraryState {
    return {
      id: this.id, folder: this.folder, folders: this.folders.state, ...countsOf(this.store),
      encoderVersion: this.#encoders.inUse.name, ...(this.#encoders.engine.embedWords && { words: true as const }), lensId: this.lenses.current, notices: this.#notices.all
    };
  }

  /** Gives back memory that is not in use right now: the encoder's processes, the index that is searched. */
  rest(): Promise<unknown> { return Promise.all([this.#encoders.engine.rest?.(), this.finding.rest(), this.alike.rest()]); }
  get progress(): IndexProgress { return this.#job.progress; }
  /** Whether a job runs that should finish even if no page is watching. */
  get busy(): boolean { return ['scanning', 'indexing'].includes(this.progress.phase) || this.#learning?.busy === true || this.filing.busy; }
  startIndex(options: { readonly retryProblems?: boolean } = {}): IndexRun { return this.#job.start(options); }
  restartIndex(): Promise<IndexRun> { return this.#job.restart(); }
  watch(on: boolean): Promise<void> { return this.#watching.turn(on); }
  pause(): void { this.#job.run?.pause(); }
  resume(): void { this.#job.run?.resume(); }
  cancel(): void { this.#job.cancel(); }
  /** Adds, removes or moves folders, and scans them again. */
  async changeFolders(change: (folders: LibraryFolders) => void | Promise<void>): Promise<LibraryState> {
    await change(this.folders);
    await this.restartIndex();
    this.#emit('library.changed', this.state);
    return this.state;
  }

  /** Photos appear about once a second, groups each time the photos have grown by half. */
  #stored(): void {
    const { photos, problems } = readCounts(this.store);
    this.#emit('photos.changed', { photos, problems });
    if (!this.#space.busy && photos > Math.max(24, this.#space.size * 1.5)) this.#refreshSpace();
  }

  #indexed({ phase, counts }: IndexProgress): void {
    if (!this.store.db.open) return; // closed meanwhile
    const { photos, files, problems } = readCounts(this.store);
    this.#noted.note({ photos, answers: countAnswers(this.store) });
    this.#emit('photos.changed', { photos, problems });
    this.#emit('library.changed', this.state);
    for (const { log } of this.lenses.refresh()) this.judged(log);
    if (phase === 'done') this.brought = bringWaiting(this.#dataFolder, this, this.#emit) ?? this.brought;
    // a file's content can change without changing any count, so anything read counts
    const changed = counts.new + counts.moved + counts.missing > 0 || this.progress.done > 0;
    if (changed || files !== this.#files) this.duplicates.refresh(); // files that came back are no new ones
    this.#afterRuns.ended(changed);
    this.#files = files;
    if (this.#groups && phase === 'done') void this.duplicates.look().catch((error: unknown) => console.error(error)); // groups are whole without
  }

  #refreshSpace(): void {
    if (!this.#groups) return;
    this.#space.refresh().catch((error: unknown) => this.store.db.open && console.error(error)); // `space.read` reports the failure to its caller
  }

  /** Switches to another version: from now on photos are compared and indexed with it. */
  async #adopt(id: EncoderVersionId, also: () => void): Promise<void> {
    const before = await this.#encoders.use(id, also);
    this.#notices.remove('encoder-failed');
    this.#versions = { ...this.#versions, encoder: id };
    this.#space.useVersions(this.#versions);
    this.#emit('encoder.changed', this.#encoders.all);
    this.#emit('library.changed', this.state);
    this.#refreshSpace();
    // a current index run still describes with the previous version: what it adds is described again
    this.#catchingUp.soon(async () => before?.close());
  }

  #noticed(): void {
    if (!this.store.db.open) return;
    this.#emit('library.changed', this.state);
    this.#catchingUp.soon();
  }

  photos() { return readPhotoTableInSlices(this.store); }
  photo(id: PhotoId) { return readPhoto(this.store, id); }
  problems() { return readProblems(this.store); }
  left(page: string): void { void this.desks.left(page); }
  thumbnail(id: PhotoId) { return readThumbnail(this.store, id); }
  /** Rejects with `photo-missing` if none of the photo's files can be read. */
  render(id: PhotoId): Promise<Uint8Array> { return renderFirst(this.photo(id).files); }

  space(lensId: LensId = this.lenses.current): Promise<PhotoSpace> { return this.#learned.read(lensId); }

  /** Judgments of a lens changed: emits that, and has the metric refitted. */
  judged(log: JudgmentLog): void {
    this.#emit('judgments.changed', log);
    if (this.#groups) this.#learned.judged(log.lensId);
  }
  judge(lensId: LensId): Judge { return this.lenses.judge(lensId); }

  /** Ends the job after the photos in progress, then closes the store. */
  async close(): Promise<void> {
    this.#job.close();
    await this.filing.close();
    await this.#watching.turn(false);
    await Promise.all([this.#learning?.close(), this.finding.close(), this.alike.close(), this.desks.close()]);
    for (const ended of [() => this.#catchingUp.settled, () => this.#job.run?.finished]) {
      this.cancel();
      await ended();
    }
    await Promise.all([this.duplicates.close(), this.maps.close()]);
    await this.#learned.close();
    await this.#space.close();
    await this.#encoders.close();
    if (this.store.db.open) this.#noted.note({ answers: countAnswers(this.store) }); // not on a second call
    this.#noted.close();
    this.store.close();
  }
}
