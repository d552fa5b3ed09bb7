// One open library: the user's folder, its store, the index job, the space and the judgments, joined.

import { join } from 'node:path';
import type { Emit, IndexProgress, LensId, LibraryState, Neighbour, PhotoId, PhotoSpace, SavedGrouping } from '../../src-shared/contract.ts';
import type { Engine } from '../compute/engine.ts';
import { CodedError } from '../failure.ts';
import { checkFolder } from '../photos/folder.ts';
import { renderPhoto } from '../photos/render.ts';
import { openStore, type Store } from '../store/database.ts';
import type { DescriptorVersions } from '../store/descriptors.ts';
import { activateEncoderVersion, activeEncoderVersion, ensureEncoderVersion } from '../store/encoder-versions.ts';
import { readIndexedAt } from '../store/facts.ts';
import { readGrouping, writeGrouping } from '../store/groups.ts';
import { ensureLibrary, noteLibrary, storedAt } from '../store/libraries.ts';
import { readCounts, readPhoto, readPhotoTable } from '../store/photos.ts';
import { readProblems } from '../store/problems.ts';
import { readThumbnail } from '../store/thumbnails.ts';
import { FEATURES_VERSION } from './feature-table.ts';
import { idle, startIndexRun, type IndexRun } from './index-run.ts';
import type { Judge } from './judge.ts';
import { Lenses } from './lenses.ts';
import { nearestTo } from './nearest.ts';
import { SpaceKeeper } from './space-keeper.ts';

export interface LibraryOptions {
  readonly dataFolder: string;
  /** The user's folder (absolute). */
  readonly folder: string;
  readonly engine: Engine;
  readonly emit: Emit;
  /** `false` keeps no space up to date, where nobody asks for groups. */
  readonly groups?: boolean;
}

const PHOTOS_CHANGED_EVERY_MS = 1000;

export class Library {
  readonly id: string;
  readonly folder: string;
  readonly store: Store;
  readonly versions: DescriptorVersions;
  readonly lenses: Lenses;
  readonly #engine: Engine;
  readonly #emit: Emit;
  readonly #dataFolder: string;
  readonly #space: SpaceKeeper;
  readonly #groups: boolean;
  #run: IndexRun | null = null;
  #photosChangedAt = 0;

  /**
   * Opens the library of a folder, making what is missing. Does not index yet.
   * Rejects with a `FolderError` about the folder, a `StoreError` about the stored state (`library-in-use`, `library-too-new` …).
   */
  static async open(options: LibraryOptions): Promise<Library> {
    await checkFolder(options.folder);
    const { id, folder } = ensureLibrary(options.dataFolder, options.folder, Date.now());
    const store = openStore(storedAt(options.dataFolder, id));
    try {
      noteLibrary(options.dataFolder, id, { openedAt: Date.now() });
      return new Library(id, folder, store, options);
    } catch (error) {
      store.close();
      throw error;
    }
  }

  private constructor(id: string, folder: string, store: Store, { dataFolder, engine, emit, groups = true }: LibraryOptions) {
    this.id = id;
    this.folder = folder;
    this.store = store;
    this.lenses = new Lenses(store);
    this.#dataFolder = dataFolder;
    this.#engine = engine;
    this.#emit = emit;
    this.#groups = groups;
    const encoder = ensureEncoderVersion(store, { name: engine.encoderVersion, dim: engine.dim, createdAt: Date.now(), scores: null });
    if (activeEncoderVersion(store)?.id !== encoder.id) activateEncoderVersion(store, encoder.id);
    this.versions = { encoder: encoder.id, features: FEATURES_VERSION };
    this.#space = new SpaceKeeper({ stored: store.folder, versions: this.versions }, (revision) => emit('space.changed', { lensId: this.lenses.current, revision }));
  }

  get state(): LibraryState {
    return {
      id: this.id, folder: this.folder, ...readCounts(this.store),
      encoderVersion: this.#engine.encoderVersion, lensId: this.lenses.current, indexedAt: readIndexedAt(this.store)
    };
  }

  // ---- index job

  get progress(): IndexProgress {
    return this.#run?.progress ?? idle;
  }

  /** Starts an index run, or gives the one under way. */
  startIndex({ retryProblems = false } = {}): IndexRun {
    if (this.#run && ['scanning', 'indexing', 'paused'].includes(this.#run.progress.phase)) return this.#run;
    const run = startIndexRun({
      store: this.store, folder: this.folder, engine: this.#engine, versions: this.versions, retryProblems,
      onProgress: (progress) => this.#emit('index.progress', progress),
      onStored: () => this.#stored()
    });
    this.#run = run;
    void run.finished.then((progress) => this.#indexed(progress));
    return run;
  }

  pause(): void {
    this.#run?.pause();
  }

  resume(): void {
    this.#run?.resume();
  }

  cancel(): void {
    this.#run?.cancel();
  }

  /** During a run: photos appear about once a second, groups each time there are half as many again. */
  #stored(): void {
    const now = Date.now();
    if (now - this.#photosChangedAt < PHOTOS_CHANGED_EVERY_MS) return;
    this.#photosChangedAt = now;
    const { photos, problems } = readCounts(this.store);
    this.#emit('photos.changed', { photos, problems });
    if (!this.#space.busy && photos > Math.max(24, this.#space.size * 1.5)) this.#refreshSpace();
  }

  #indexed({ counts }: IndexProgress): void {
    if (!this.store.db.open) return; // closed meanwhile
    const { photos, problems } = readCounts(this.store);
    noteLibrary(this.#dataFolder, this.id, { photos });
    this.#emit('photos.changed', { photos, problems });
    this.#emit('library.changed', this.state);
    for (const { log } of this.lenses.refresh()) this.#emit('judgments.changed', log);
    // a file can change its content without any count moving, so whatever was read counts
    if (counts.new + counts.moved + counts.missing > 0 || this.progress.done > 0 || this.#space.size !== photos) this.#refreshSpace();
  }

  #refreshSpace(): void {
    if (!this.#groups) return;
    this.#space.refresh().catch((error: unknown) => {
      if (this.store.db.open) console.error(error); // `space.read` gives the failure to whoever asks
    });
  }

  // ---- photos

  photos() {
    return readPhotoTable(this.store);
  }

  photo(id: PhotoId) {
    return readPhoto(this.store, id);
  }

  problems() {
    return readProblems(this.store);
  }

  thumbnail(id: PhotoId) {
    return readThumbnail(this.store, id);
  }

  /** The large view, from the first of the photo's files that can be read. Rejects with `photo-missing` where none can. */
  async render(id: PhotoId): Promise<Uint8Array> {
    const { files } = readPhoto(this.store, id);
    let why: unknown;
    for (const path of files) {
      try {
        return await renderPhoto(join(this.folder, path));
      } catch (error) {
        why = error;
      }
    }
    throw new CodedError('photo-missing', `The photo cannot be read: ${why instanceof Error ? why.message : 'no file is left'}. Put the file back or index the folder again.`, { cause: why });
  }

  // ---- groups and judgments

  space(): Promise<PhotoSpace> {
    return this.#space.read();
  }

  async neighbours(id: PhotoId, count: number): Promise<Neighbour[]> {
    return nearestTo(await this.#space.read(), id, count);
  }

  grouping(lensId: LensId): SavedGrouping {
    return readGrouping(this.store, lensId);
  }

  saveGrouping(lensId: LensId, grouping: SavedGrouping): void {
    writeGrouping(this.store, lensId, grouping);
  }

  judge(lensId: LensId): Judge {
    return this.lenses.judge(lensId);
  }

  /** Ends the job after the photos under way, then closes the store. */
  async close(): Promise<void> {
    this.#run?.cancel();
    await this.#run?.finished;
    await this.#space.close();
    this.store.close();
  }
}
