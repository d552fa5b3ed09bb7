// A bridge without a process behind it: photos in clusters, a log of judgments with the real closure, and a job that tests drive.
// Pictures are drawn from the photo's id. For the tests of the state classes and for previewing the screens; never in the build. Long, because it
// answers every request of the contract.

import type {
  AppDescription, AppEvents, AppHandlers, Bridge, EventName, Failure, FolderLikeness, FolderListing, IndexProgress, Input, Judgment, JudgmentId, JudgmentLog, JudgmentStep, LeftOut, Lens, LensId, LibraryBridge,
  LibraryEvents, LibraryId, LibraryHandlers, LibraryState, MarksChange, MarkTable,
  Output, PhotoDetails, PhotoId, PhotoSpace, PhotoTable, Problem, RecentLibrary, RequestName, SavedGrouping, Settings, SpaceMetric, EncoderVersion, EncoderVersionId, PackState, TrainProgress, UpdateState
} from '../../src-shared/contract.ts';
import { type DraftId, type Plan, type PlanId, type PlanProgress, previewOf } from '../../src-shared/filing/plan.ts';
import { fromSavedColumns, toSavedColumns } from '../../src-shared/learning/groups/saved-columns.ts';
import { DeskPort, type GroupsPort } from '../../src-renderer/state/groups-port.ts';
import { SteppedDesk } from '../../src-shared/desk/stepped-desk.ts';
import { GroupsDesk } from '../../src-shared/desk/groups-desk.ts';
import { Constraints } from '../../src-shared/learning/linkage/constraints.ts';
import { keyOf } from '../../src-shared/learning/questions/ask.ts';
import { packMark, said, unpackMark } from '../../src-shared/marks/packed.ts';
import { MadeAlbums } from './made-albums.ts';
import { MadeDuplicates, madeSet, type MadeSet } from './made-duplicates.ts';

export interface FakeOptions {
  readonly photos?: number;
  /** Photos of one scene; every seventh scene is a single. */
  readonly perScene?: number;
  readonly problems?: readonly Problem[];
  readonly recent?: readonly RecentLibrary[];
  /** Opens with this folder. */
  readonly folder?: string | null;
  readonly settings?: Settings;
  /** Its space says what distances mean, so that there are questions. */
  readonly calibrated?: boolean;
  readonly duplicates?: readonly MadeSet[];
}

export const lensId = 1 as LensId;
/** A library of the welcome screen's list. */
export function recent(id: string, known: Partial<RecentLibrary>, ...paths: readonly string[]): RecentLibrary {
  const { missing = false } = known;
  return { id: id as LibraryId, folder: paths[0] ?? '', folders: paths.map((path) => ({ path, missing })), photos: 0, answers: 0, openedAt: 0, missing, damaged: false, ...known };
}

export const idle: IndexProgress = { phase: 'idle', startedAt: 0, watched: false, found: 0, total: 0, done: 0, speed: 0, secondsLeft: null, counts: { new: 0, changed: 0, unchanged: 0, moved: 0, missing: 0, removed: 0, problems: 0 }, error: null };

export const untrained: TrainProgress = {
  phase: 'idle', job: 'train', seconds: 0, budget: 0, secondsLeft: null, speed: 0, photos: 0, heldOut: 0, encoded: { done: 0, total: 0 },
  backend: null, depth: null, loss: [], score: [], notices: [], outcome: null, error: null
};

const backends = [{ name: 'tensorflow', usable: false, note: 'it found no CUDA device' }, { name: 'wasm', usable: true, note: null }];
const dims = 6;
const shapes = [[4000, 3000], [3000, 4000], [6000, 4000], [4000, 4000], [4032, 2268]] as const;

/** Numbers in [0, 1) that depend on `n` alone. */
function noise(n: number): number {
  let mixed = Math.imul(n ^ (n >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296;
}

type Events = AppEvents & LibraryEvents;
/** Of an app with one library: each handler knows which. */
type Handlers = AppHandlers & { readonly [N in keyof LibraryHandlers]: (input: Input<N>) => Promise<Output<N>> };

export const libraryId = 'fake' as LibraryId;

/** What the app keeps of a page: nothing. */
export const forgetful = {
  history: { state: null, pushState: () => {}, replaceState: () => {}, back: () => {} },
  kept: { getItem: () => null, setItem: () => {}, removeItem: () => {} }
};

export const madePack: PackState = { id: 'pack-made-0', name: 'Made net', source: 'https://example.org/net', licence: 'Apache-2.0', side: 224, dimensions: 384, words: false, bytes: 88_000_000 };

export class FakeBridge implements Bridge, LibraryBridge {
  readonly page = 'a-page';
  /** Every request, in order. */
  readonly asked: { readonly name: RequestName; readonly input: unknown }[] = [];
  /** Requests that fail, with what. */
  readonly failing = new Map<RequestName, Failure>();
  saved: SavedGrouping = { height: null, groups: [] };
  /** Questions that were skipped, by `keyOf`. */
  readonly skipped = new Set<string>();
  revision = 1;
  progress: IndexProgress = idle;
  problems: readonly Problem[];
  /** What was new in the last run. */
  added: readonly number[] = [];
  library: LibraryState | null;
  candidates: readonly FolderLikeness[] = [];
  leftOut: LeftOut = { off: [], taken: [], patterns: [], folders: [], counts: {} };
  settings: Settings;
  judgments: Judgment[] = [];
  logRevision = 0;
  undone: Judgment[] = [];
  lenses: readonly Lens[] = [{ id: lensId, name: null, createdAt: 0 }];
  training: TrainProgress = untrained;
  plans: readonly Plan[] = [];
  filing: PlanProgress = { id: 1 as PlanId, kind: 'trash', phase: 'ended', undoing: false, done: 0, total: 0, refused: 0, doneBytes: 0, totalBytes: 0, stoppedBy: null };
  readonly duplicates: MadeDuplicates;
  readonly albums = new MadeAlbums(() => this.emit('albums.changed', null));
  packs: readonly PackState[] = [];
  versions: readonly EncoderVersion[] = [{ id: 1 as EncoderVersionId, name: 'kindred-22fa453263', shipped: true, inUse: true, createdAt: 0, trained: null, pack: null }];
  #deleted: Lens | null = null;
  readonly #listeners = new Map<EventName, Set<(payload: unknown) => void>>();
  readonly #count: number;
  readonly #perScene: number;
  /** Packed, by photo. */
  readonly marks = new Map<number, number>();
  readonly #recent: readonly RecentLibrary[];
  readonly #calibrated: boolean;
  #nextId = 1;
  readonly #desks = new Map<string, SteppedDesk>();
  /** The step of each judgment. */
  readonly #steps = new Map<JudgmentId, JudgmentId>();

  constructor({ photos = 40, perScene = 5, problems = [], recent = [], folder = '/home/photos/2024 Summer', settings = { theme: 'system', language: 'system', watchFolders: true, pairRaw: true, applyLearned: false, reviewBy: 'pairs', tellEnd: true, logPaths: false, lookForUpdates: false, introduced: false, views: {} }, calibrated = false, duplicates = [] }: FakeOptions = {}) {
    this.duplicates = new MadeDuplicates(duplicates.map(madeSet), (left) => this.emit('duplicates.changed', { left }));
    this.#count = photos;
    this.#perScene = perScene;
    this.#recent = recent;
    this.#calibrated = calibrated;
    this.problems = problems;
    this.settings = settings;
    this.library = folder === null ? null : this.#stateOf(folder);
  }

  request<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>> {
    this.asked.push({ name, input });
    const failure = this.failing.get(name);
    if (failure) return Promise.reject(new Error(failure.message, { cause: failure }));
    return (this.#handlers[name] as (input: Input<N>) => Promise<Output<N>>)(input); // one indexed by its own name
  }

  on<E extends EventName>(name: E, listener: (payload: Events[E]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    const typed = listener as (payload: unknown) => void; // called with the payload of `name` alone
    listeners.add(typed);
    return () => void listeners.delete(typed);
  }

  /** There is one library: its bridge is this one. */
  of(): LibraryBridge {
    return this;
  }

  emit<E extends EventName>(name: E, payload: Events[E]): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(payload);
  }

  listeners(name: EventName): number {
    return this.#listeners.get(name)?.size ?? 0;
  }

  thumbnailUrl(id: PhotoId): string {
    return this.#draw(id, 320);
  }

  photoUrl(id: PhotoId): string {
    return this.#draw(id, 1600);
  }

  /** As where the page was away for long. */
  forgetDesks(): void {
    this.#desks.clear();
  }

  /** A port of the real desk, in this thread. */
  port(): GroupsPort {
    return new DeskPort({ bridge: this, page: this.page, lensId });
  }

  /** Scenes of `perScene` photos, singles between them. */
  sceneOf(id: number): number {
    const block = this.#perScene * 6 + 1;
    const [round, at] = [Math.floor((id - 1) / block), (id - 1) % block];
    return round * 7 + (at === block - 1 ? 6 : Math.floor(at / this.#perScene));
  }

  get log(): JudgmentLog {
    return { lensId, revision: this.logRevision, judgments: [...this.judgments], undoable: this.#stepOf(this.judgments), redoable: this.#stepOf(this.undone) };
  }

  /** The last step of some judgments. */
  #stepOf(judgments: readonly Judgment[]): JudgmentStep | null {
    const last = judgments.at(-1);
    const step = last && this.#steps.get(last.id);
    return step === undefined ? null : { id: step, made: judgments.filter(({ id }) => this.#steps.get(id) === step).length, dropped: 0 };
  }

  space(): PhotoSpace {
    const ids = Uint32Array.from({ length: this.#count }, (_, at) => at + 1);
    const points = new Float32Array(ids.length * dims);
    ids.forEach((id, at) => {
      const scene = this.sceneOf(id);
      for (let d = 0; d < dims; d++) points[at * dims + d] = noise(scene * 31 + d) * 10 + (noise(id * 17 + d) - 0.5) * 0.3;
    });
    const k = Math.min(8, Math.max(1, ids.length - 1));
    const neighbours = new Uint32Array(ids.length * k);
    const distances = new Float32Array(ids.length * k);
    ids.forEach((_, at) => {
      // scenes lie side by side in the list
      const near = Array.from({ length: 2 * k + 1 }, (_, step) => at - k + step).filter((other) => other !== at && other >= 0 && other < ids.length);
      const ranked = near.map((other) => ({ other, distance: distanceOf(points, at, other) })).sort((a, b) => a.distance - b.distance).slice(0, k);
      ranked.forEach(({ other, distance }, rank) => {
        neighbours[at * k + rank] = other;
        distances[at * k + rank] = distance;
      });
    });
    const metric: SpaceMetric = { sections: [{ name: 'colour', start: 0, dims: 3, share: 0.5 }, { name: 'texture', start: 3, dims: 3, share: 0.5 }], calibration: { middle: 1.5, slope: 0.6 } };
    return {
      revision: 1, ids, dims, points, k, neighbours, distances, ...(this.#calibrated && { metric }),
      levels: { finest: 0.05, sameShot: 0.5, sameMoment: 1.5, related: 5, coarsest: 12, default: 1.5 }
    };
  }

  #stateOf(folder: string): LibraryState {
    return { id: libraryId, folder, folders: [{ path: folder, photos: this.#count, problem: null }], offline: 0, photos: this.#count, files: this.#count, problems: this.problems.length, notRead: [], encoderVersion: 'fake-1', lensId, indexedAt: 0, notices: [] };
  }

  #run(progress: Partial<IndexProgress>): IndexProgress {
    this.progress = { ...this.progress, ...progress };
    this.emit('index.progress', this.progress);
    return this.progress;
  }

  #trained(progress: Partial<TrainProgress>): TrainProgress {
    this.training = { ...this.training, ...progress };
    this.emit('train.progress', this.training);
    return this.training;
  }

  get #now(): LibraryState {
    return this.library ?? this.#stateOf('/home/photos/2024 Summer');
  }

  #changed(): JudgmentLog {
    this.logRevision++;
    this.emit('judgments.changed', this.log);
    return this.log;
  }

  /** What is known of newer versions. */
  updates: UpdateState | null = null;

  /** What any filter finds. */
  found = new Uint32Array();

  readonly #handlers: Handlers = {
    'app.describe': async (): Promise<AppDescription> => ({ version: '0.0.0', host: 'browser', locale: 'en-GB', dataFolder: '/home/data/kindred', settings: this.settings }),
    'image.take': async () => null,
    'about.notices': async () => [],
    'updates.read': async () => this.updates,
    'updates.check': async () => null,
    'updates.download': async () => null,
    'about.diagnose': async () => ({ version: '0.0.0', host: 'browser', system: { platform: 'linux', release: '6', architecture: 'x64', processor: 'made', cores: 2, memory: 8e9, held: 1e8, locale: 'en-GB' }, versions: { node: '24' }, backends: [], encoder: null, free: null, libraries: [], errors: [] }),
    'settings.write': async (changes) => (this.settings = { ...this.settings, ...changes }),
    'folders.choose': async () => null,
    'folders.list': async ({ path }): Promise<FolderListing> => ({
      path: path ?? '/home', parent: path === '/' ? null : '/', photos: 12, backups: [{ name: 'Summer.kindred', path: '/home/Summer.kindred' }],
      folders: ['2019', '2020', '2021 Norway', '2022', '2023', '2024 Summer', 'Camera uploads', 'Scans'].map((name) => ({ name, path: `${path ?? '/home'}/${name}` }))
    }),
    'folders.make': async ({ path, name }) => ({ path: `${path}/${name}`, parent: path, photos: 0, folders: [], backups: [] }),
    'photos.find': async () => this.found,
    'alike.words': async () => ({ encoder: 'fake', embedding: new Float32Array(4) }),
    'alike.see': async () => ({ status: 'seen', look: { encoder: 'fake', embedding: new Float32Array(4), colour: new Float32Array(4), layout: new Float32Array(4), texture: new Float32Array(4) }, thumbnail: new Uint8Array([0xff, 0xd8]) }),
    'photos.like': async ({ count }) => {
      const { ids } = this.space();
      return { ids: ids.slice(0, count), distances: Float32Array.from({ length: Math.min(count, ids.length) }, (_, at) => at / 10) };
    },
    'finding.choices': async () => ({ folders: [], cameras: [], optics: [], formats: [], towns: [], years: [], undated: 0, photos: 0 }),
    'photos.columns': async () => ({ ids: new Uint32Array(), folders: new Uint32Array(), folderNames: [], towns: new Uint32Array(), townNames: [''], albums: new Uint32Array(), albumNames: [''], nameRanks: new Uint32Array() }),
    'photos.certainty': async () => ({ ids: new Uint32Array(), certainty: new Float32Array() }),
    'library.recent': async () => this.#recent,
    'library.open': async ({ folder }) => (this.library = this.#stateOf(folder)),
    'library.enter': async () => this.library,
    'library.close': async () => {
      this.library = null;
      return null;
    },
    'library.flushed': async () => null,
    'library.repair': async () => ({ entries: 0, lost: 0 }),
    'library.forget': async () => null,
    'backup.choose': async () => null,
    'library.backup': async ({ file }) => ({ file, bytes: 5_000_000, photos: 120, answers: 12, missing: [] }),
    'backup.cancel': async () => true,
    'backup.read': async ({ file }) => ({ file, bytes: 5_000_000, madeAt: 0, app: '0.0.0', folders: [], photos: 120, answers: 12, albums: 3, marks: 40, encoders: 0, thumbnails: false, here: [] }),
    'library.restoreBackup': async () => ({ library: this.#now.id, folders: [], setAside: [] }),
    'folders.recognise': async () => ({ library: null, candidates: this.candidates }),
    'library.relocate': async () => null,
    'library.answers': async () => ({ answers: 12, lines: '' }),
    'library.saveAnswers': async () => null,
    'folders.add': async ({ folder }) => (this.library = { ...this.#now, folders: [...this.#now.folders, { path: folder, photos: 0, problem: null }] }),
    'folders.remove': async ({ folder }) => (this.library = { ...this.#now, folders: this.#now.folders.filter(({ path }) => path !== folder) }),
    'leftOut.read': async () => this.leftOut,
    'leftOut.write': async (leavingOut) => (this.leftOut = { ...this.leftOut, ...leavingOut }),
    'index.progress': async () => this.progress,
    'index.start': async () => this.#run({ phase: 'indexing' }),
    'index.pause': async () => this.#run({ phase: 'paused' }),
    'index.resume': async () => this.#run({ phase: 'indexing' }),
    'index.cancel': async () => this.#run({ phase: 'cancelled' }),
    'photos.list': async (): Promise<PhotoTable> => {
      const ids = Uint32Array.from({ length: this.#count }, (_, at) => at + 1);
      const shape = (id: number) => shapes[Math.floor(noise(this.sceneOf(id)) * shapes.length)]!;
      return {
        ids, widths: ids.map((id) => shape(id)[0]), heights: ids.map((id) => shape(id)[1]),
        takenAt: Float64Array.from(ids, (id) => (id % 50 === 0 ? NaN : Date.UTC(2024, 5, 1, 9) - this.sceneOf(id) * 86_400_000 * 1.3 + id * 20_000))
      };
    },
    'photos.added': async () => Uint32Array.from(this.added),
    'photos.files': async ({ ids }) => ids.map((id) => (id <= this.#count ? { folder: '/home/photos/2024 Summer', path: `Norway/DSCF${id}.jpg` } : null)),
    'map.read': async ({ method }) => {
      const { ids } = await this.#handlers['photos.list'](null);
      const positions = Float32Array.from({ length: 2 * ids.length }, (_, at) => 4 * Math.sin(this.sceneOf(ids[at >> 1]!) * (1 + (at % 2))) + noise(at));
      return { map: { method, ids, positions, certainty: new Float32Array(ids.length).fill(0.5), trustworthiness: 0.9, continuity: 0.8, seconds: 3, placed: 0 }, current: true, progress: null };
    },
    'map.start': async ({ lensId: lens, method }) => ({ lensId: lens, method, phase: 'running', share: 0, reason: null }),
    'map.cancel': async () => null,
    'map.facts': async () => {
      const { ids } = await this.#handlers['photos.list'](null);
      const none = new Float64Array(ids.length).fill(NaN);
      return { ids, folder: new Uint32Array(ids.length), folders: ['/photos'], camera: new Uint32Array(ids.length), cameras: [''], latitudes: none, longitudes: none };
    },
    'photos.places': async ({ ids }) => Float64Array.from(ids.flatMap((id) => (id % 9 === 0 ? [NaN, NaN] : [59.91273, 10.74609 + this.sceneOf(id) / 1000]))),
    'photo.details': async ({ id }): Promise<PhotoDetails> => ({
      id, hash: 'ab'.repeat(32), picture: 'cd'.repeat(32), width: 4000, height: 3000, format: 'jpeg', bytes: 4_812_345, takenAt: Date.UTC(2024, 5, 1, 9), latitude: 59.91273, longitude: 10.74609, takenFrom: 'exif', takenDay: false, incomplete: false, camera: 'Fujifilm X-T5', optics: 'XF33mmF1.4 R LM WR',
      files: ['', 'Backup/'].map((below) => ({ folder: '/home/photos/2024 Summer', path: `${below}Norway/DSCF${id}.jpg` }))
    }),
    'photo.neighbours': async ({ id, count }) => {
      const { ids, points } = this.space();
      const at = ids.indexOf(id);
      return Array.from(ids, (other, row) => ({ id: other as PhotoId, distance: distanceOf(points, at, row) })).filter((other) => other.id !== id).sort((a, b) => a.distance - b.distance).slice(0, count);
    },
    'marks.read': async () => this.#markTable(this.marks.keys()),
    'marks.write': async ({ ids, change }) => this.#mark(ids, (id) => said(packMark({ ...unpackMark(this.marks.get(id) ?? 0), ...change }))),
    'marks.restore': async ({ ids, marks }) => this.#mark(ids, (id) => marks[ids.indexOf(id)]!),
    'albums.list': async () => this.albums.all,
    'albums.create': async ({ name, rule, photos }) => this.albums.create(name, rule, photos),
    'albums.change': async ({ id, change }) => this.albums.change(id, change),
    'albums.arrange': async ({ ids }) => (this.albums.arrange(ids), null),
    'albums.delete': async ({ id }) => (this.albums.delete(id), null),
    'albums.restore': async ({ id }) => (this.albums.restore(id), null),
    'albums.photos': async ({ id }) => this.albums.photos.get(id) ?? new Uint32Array(),
    'albums.add': async ({ id, photos, before }) => this.albums.add(id, photos, before),
    'albums.remove': async ({ id, photos }) => this.albums.remove(id, photos),
    'albums.fill': async ({ id, photos }) => this.albums.fill(id, photos),
    'albums.of': async ({ photo }) => this.albums.holding(photo),
    'problems.list': async () => this.problems,
    'problems.retry': async () => this.#run({ phase: 'indexing' }),
    'groups.ask': ({ desk: name, message }) => {
      const desk = this.#desks.get(name) ?? (message.kind === 'start' ? new SteppedDesk(new GroupsDesk()) : null);
      if (!desk) return Promise.reject(new Error('gone', { cause: { name: 'CodedError', code: 'desk-gone', message: 'gone' } satisfies Failure }));
      this.#desks.set(name, desk);
      const saved = toSavedColumns(this.saved);
      if (message.kind === 'start') return desk.ask({ ...message, space: this.space(), saved });
      if (message.kind === 'space') return desk.ask({ ...message, space: this.space() });
      return desk.ask(message.kind === 'merge' ? { ...message, saved } : message);
    },
    'groups.leave': async ({ desk }) => (this.#desks.delete(desk), null),
    'groups.read': async () => ({ ...toSavedColumns(this.saved), revision: this.revision }),
    'groups.write': async ({ grouping, revision }) => {
      if (revision !== this.revision) return null;
      this.saved = fromSavedColumns(grouping);
      this.emit('groups.changed', { lensId, revision: ++this.revision });
      return this.revision;
    },
    'import.look': async () => ({ look: '7a1b3a52-31b0-4c7e-9d5a-2f1c6f0d1e11', sets: [], marks: { photos: 0, stars: 0, labels: 0, flags: 0, favourites: 0, left: 0 }, files: 0, strangers: 0, unreadable: 0, dates: 0, places: 0 }),
    'import.take': async () => ({ made: [], filled: [], marks: null, groups: null }),
    'judgments.read': async () => this.log,
    'judgments.add': async ({ statement, origin }) => {
      const verdict = Constraints.of(this.judgments).constraints.check(statement);
      if (verdict.status === 'already-known') return { status: 'already-known', log: this.log };
      if (verdict.status === 'contradiction') return { status: 'contradiction', chain: this.judgments.filter(({ id }) => verdict.chain.includes(id)), log: this.log };
      const judgment: Judgment = { id: this.#nextId++ as JudgmentId, lensId, statement, origin, madeAt: 0 };
      this.judgments.push(judgment);
      this.#steps.set(judgment.id, judgment.id);
      this.undone = [];
      return { status: 'recorded', judgments: [judgment], log: this.#changed() };
    },
    'judgments.undo': async ({ step }) => {
      const said = this.judgments.filter(({ id }) => this.#steps.get(id) === step);
      this.judgments = this.judgments.filter((judgment) => !said.includes(judgment));
      this.undone.push(...said);
      return this.#changed();
    },
    'judgments.redo': async ({ step }) => {
      const said = this.undone.filter(({ id }) => this.#steps.get(id) === step);
      if (this.#stepOf(this.undone)?.id === step) {
        this.undone = this.undone.filter((judgment) => !said.includes(judgment));
        this.judgments.push(...said);
      }
      return this.#changed();
    },
    'judgments.change': async ({ drop, statements, origin }) => {
      const kept = this.judgments.filter(({ id }) => !drop.includes(id));
      const { constraints } = Constraints.of(kept);
      const made: Judgment[] = [];
      for (const statement of statements) {
        const verdict = constraints.check(statement);
        if (verdict.status === 'contradiction') return { status: 'contradiction', chain: kept.filter(({ id }) => verdict.chain.includes(id)), log: this.log };
        if (verdict.status === 'already-known') continue;
        const judgment: Judgment = { id: this.#nextId++ as JudgmentId, lensId, statement, origin, madeAt: 0 };
        constraints.add(judgment.id, statement);
        made.push(judgment);
      }
      if (made.length + drop.length === 0) return { status: 'already-known', log: this.log };
      this.judgments = [...kept, ...made];
      for (const { id } of made) this.#steps.set(id, made[0]!.id);
      this.undone = [];
      return { status: 'recorded', judgments: made, log: this.#changed() };
    },
    'judgments.export': async () => '',
    'judgments.save': async () => null,
    'judgments.import': async () => ({ added: 0, known: 0, waiting: 0, lenses: [], contradictions: [], damaged: [] }),
    'duplicates.list': async () => this.duplicates.list(),
    'duplicates.read': async ({ ids }) => this.duplicates.read(ids),
    'duplicates.decide': async ({ decided }) => this.duplicates.decide(decided),
    'duplicates.toGo': async () => ({ chosen: [], bytes: 0, heirs: [] }),
    'duplicates.revoke': async ({ ids }) => this.duplicates.revoke(ids),
    'duplicates.order': async (order) => this.duplicates.order(order),
    'duplicates.forget': async () => this.duplicates.forget(),
    'questions.skipped': async () => [...this.skipped],
    'questions.skip': async ({ photos, skipped }) => {
      const key = keyOf(photos);
      if (skipped) this.skipped.add(key);
      else this.skipped.delete(key);
      return null;
    },
    'compute.backends': async () => backends,
    'gpu.offer': async () => null,
    'gpu.take': async () => null,
    'gpu.tell': async () => null,
    'folders.count': async () => ({ photos: 0, folders: 0, done: true, more: false }), 'library.covers': async () => [],
    'desktop.copyText': async () => null, 'desktop.notify': async () => null, 'desktop.copyImage': async () => null, 'desktop.open': async () => null, 'desktop.show': async () => null, 'desktop.share': async () => null, 'desktop.drag': async () => null,
    'lists.write': async ({ folder, name, chosen }) => ({ status: 'written', path: `${folder}/${name}`, photos: chosen.length, missing: 0 }),
    'plans.preview': async ({ kind, why, target, lastToo = false }) => previewOf('fake' as DraftId, { kind, why, target, lastToo }, []),
    'plans.start': async () => this.filing,
    'plans.cancel': async () => this.filing,
    'plans.resume': async ({ id }) => ({ ...this.filing, id }),
    'plans.undo': async ({ id }) => ({ ...this.filing, id, undoing: true }),
    'plans.list': async () => this.plans.map(({ steps, ...plan }) => ({ ...plan, bytes: 0, counts: { planned: 0, doing: 0, done: steps.length, refused: 0, undone: 0 } })),
    'plans.read': async ({ id }) => this.plans.find((plan) => plan.id === id)!,
    'train.plan': async () => ({ photos: this.#count, fewest: 32, minutes: 6, backends }),
    'train.progress': async () => this.training,
    'train.start': async ({ minutes }) => this.#trained({ phase: 'preparing', budget: minutes * 60 }),
    'train.pause': async () => this.#trained({ phase: 'paused' }),
    'train.resume': async () => this.#trained({ phase: 'training' }),
    'train.cancel': async () => this.#trained({ phase: 'cancelled' }),
    'encoder.versions': async () => this.versions,
    'encoder.use': async ({ id }) => {
      this.versions = this.versions.map((version) => ({ ...version, inUse: version.id === id }));
      this.emit('encoder.changed', this.versions);
      return this.#trained({ phase: 'done', job: 'switch' });
    },
    'encoder.usePack': async () => this.#trained({ phase: 'preparing', job: 'pack' }),
    'packs.list': async () => this.packs,
    'packs.receive': async () => null,
    'packs.add': async () => {
      this.packs = [...this.packs, madePack];
      this.emit('packs.changed', this.packs);
      return madePack;
    },
    'packs.cancel': async () => null,
    'packs.remove': async ({ id }) => {
      this.packs = this.packs.filter((pack) => pack.id !== id);
      this.emit('packs.changed', this.packs);
      return null;
    },
    'encoder.delete': async ({ id }) => {
      this.versions = this.versions.filter((version) => version.id !== id);
      this.emit('encoder.changed', this.versions);
      return this.versions;
    },
    'lenses.list': async () => this.lenses,
    'lenses.create': async ({ name }) => this.#addLens(name),
    'lenses.duplicate': async ({ name }) => this.#addLens(name),
    'lenses.rename': async ({ lensId: id, name }) => {
      this.lenses = this.lenses.map((lens) => (lens.id === id ? { ...lens, name } : lens));
      this.emit('lenses.changed', this.lenses);
      return this.lenses.find((lens) => lens.id === id)!;
    },
    'lenses.delete': async ({ lensId: id }) => {
      this.#deleted = this.lenses.find((lens) => lens.id === id) ?? null;
      this.lenses = this.lenses.filter((lens) => lens.id !== id);
      this.emit('lenses.changed', this.lenses);
      return null;
    },
    'lenses.restore': async () => this.#addLens(this.#deleted?.name ?? '', this.#deleted?.id),
    'lenses.choose': async ({ lensId: id }) => {
      this.library = { ...this.library!, lensId: id };
      this.emit('library.changed', this.library);
      return this.library;
    }
  };

  #markTable(ids: Iterable<number>): MarkTable {
    const all = [...ids];
    return { ids: Uint32Array.from(all), marks: Uint16Array.from(all, (id) => this.marks.get(id) ?? 0) };
  }

  #mark(ids: Uint32Array, to: (id: number) => number): MarksChange {
    const earlier = this.#markTable(ids);
    for (const id of ids) this.marks.set(id, to(id));
    const now = this.#markTable(ids);
    this.emit('marks.changed', now);
    return { earlier, now };
  }

  #addLens(name: string, id = (this.lenses.length + 1) as LensId): Lens {
    const lens: Lens = { id, name, createdAt: 0 };
    this.lenses = [...this.lenses, lens];
    this.emit('lenses.changed', this.lenses);
    return lens;
  }

  #draw(id: number, size: number): string {
    const scene = this.sceneOf(id);
    const [width, height] = shapes[Math.floor(noise(scene) * shapes.length)]!;
    const [hue, turn, sun] = [Math.round(noise(scene + 5) * 360), noise(scene + 9) * 60, noise(id) * 30];
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${Math.round((size * height) / width)}" viewBox="0 0 100 75" preserveAspectRatio="xMidYMid slice">` +
      `<linearGradient id="g" x2="0" y2="1"><stop stop-color="hsl(${hue} 55% 78%)"/><stop offset="1" stop-color="hsl(${hue + turn} 60% 55%)"/></linearGradient>` +
      `<rect width="100" height="75" fill="url(#g)"/><circle cx="${30 + sun}" cy="${18 + sun / 3}" r="8" fill="hsl(${hue + 40} 90% 90%)"/>` +
      `<path d="M0 60 Q25 ${40 - sun / 4} 50 58 T100 50 V75 H0Z" fill="hsl(${hue + turn} 40% 38%)"/><path d="M0 68 Q30 ${54 + sun / 6} 60 66 T100 62 V75 H0Z" fill="hsl(${hue + turn + 20} 45% 24%)"/></svg>`;
    return `data:image/svg+xml,${encodeURIComponent(svg)}`;
  }
}

function distanceOf(points: Float32Array, a: number, b: number): number {
  let sum = 0;
  for (let d = 0; d < dims; d++) sum += (points[a * dims + d]! - points[b * dims + d]!) ** 2;
  return Math.sqrt(sum);
}
