// The interface between main and renderer: every request, every event and every shape that crosses.
// Both hosts (Electron's IPC and HTTP on loopback) and both sides are held to it by types. No behaviour lives here. Long, for it is one interface.

/** Id of a library: stable wherever its folder lies. */
export type LibraryId = string & { readonly __brand: 'LibraryId' };
/** Row id of a photo in its library. Stable for the life of the library: a photo is a picture, not a path or a file's bytes. */
export type PhotoId = number & { readonly __brand: 'PhotoId' };
/** Id of a lens: a named metric with its own judgments. */
export type LensId = number & { readonly __brand: 'LensId' };
/** Id of a judgment in the log. */
export type JudgmentId = number & { readonly __brand: 'JudgmentId' };
/** Id of a group that survives small changes of its photos. */
export type GroupId = number & { readonly __brand: 'GroupId' };

// ---- app

export type Host = 'electron' | 'browser';
export type Theme = 'system' | 'light' | 'dark';
export type Language = 'system' | 'en' | 'ko';

export interface Settings {
  readonly theme: Theme;
  readonly language: Language;
  /** Whether changes in the folders of open libraries arrive by themselves. */
  readonly watchFolders: boolean;
}

export interface AppDescription {
  readonly version: string;
  readonly host: Host;
  /** BCP 47 tag of the system's language, e.g. `ko-KR`. */
  readonly locale: string;
  /** Where libraries are stored (absolute path). */
  readonly dataFolder: string;
  readonly settings: Settings;
}

/** One level of the folder picker the browser host draws itself. */
export interface FolderListing {
  readonly path: string;
  readonly parent: string | null;
  readonly folders: readonly { readonly name: string; readonly path: string }[];
  /** Photos directly in this folder (by file ending). */
  readonly photos: number;
}

// ---- library

/** One of the folders of a library (absolute path); `missing`: it is not there now (unplugged, moved, deleted). */
export interface LibraryPlace {
  readonly path: string;
  readonly missing: boolean;
}

export interface RecentLibrary {
  readonly id: LibraryId;
  /** The first of its folders; empty where it is damaged. */
  readonly folder: string;
  readonly folders: readonly LibraryPlace[];
  readonly photos: number;
  /** Judgments in force, when last counted. */
  readonly answers: number;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  /** None of its folders is there now. */
  readonly missing: boolean;
  /** It is not known of which folders it is, until the user shows one. */
  readonly damaged: boolean;
}

/** A folder of an open library. */
export interface LibraryFolder {
  /** Absolute. */
  readonly path: string;
  readonly photos: number;
  /** Why it is offline; `null` where it is there. */
  readonly problem: Extract<FailureCode, 'folder-missing' | 'not-a-folder' | 'folder-unreadable'> | null;
}

/**
 * How a folder is to one of a library that holds some of the same photos: the place that one was moved to, inside it, around it, or
 * another place with copies.
 */
export type Relation = 'moved' | 'inside' | 'around' | 'copy';

/** What a folder has in common with one of a known library's. */
export interface FolderLikeness {
  readonly library: LibraryId;
  /** The library's folder (absolute); empty where it is not known which it is. */
  readonly folder: string;
  /** Judgments in force there, when last counted. */
  readonly answers: number;
  /** The library's folder is not there now. */
  readonly missing: boolean;
  readonly relation: Relation;
  /** Share of the photos of the folder that was asked about which that library knows, 0 to 1. */
  readonly share: number;
  /** Share of the library's files of its folder that were found, 0 to 1. */
  readonly found: number;
}

export interface LibraryState {
  readonly id: LibraryId;
  /** The first of its folders: what it is called by. */
  readonly folder: string;
  /** The user's folders; never written to. */
  readonly folders: readonly LibraryFolder[];
  /** Photos that lie only in folders that are not there now; counted in `photos`. */
  readonly offline: number;
  readonly photos: number;
  readonly files: number;
  readonly problems: number;
  readonly encoderVersion: string;
  readonly lensId: LensId;
  /** `null` while no index has ever completed. Milliseconds since 1970. */
  readonly indexedAt: number | null;
  /** At most one of a kind. */
  readonly notices: readonly LibraryNotice[];
}

/** Something that was damaged and mended by itself, or could not be, since the library was opened. */
export type LibraryNotice =
  /** Thumbnails were damaged: they are empty, and filled again by indexing. */
  | { readonly kind: 'thumbnails-rebuilt' }
  /** The trained encoder in use could not be started: the one that came with the app stands in for it until the next opening. */
  | { readonly kind: 'encoder-failed'; readonly name: string; readonly reason: string }
  /** The system cannot tell what changes in a folder, since its limit of watched folders is reached or for another reason: it is polled. */
  | { readonly kind: 'watch-limit' | 'watch-failed'; readonly folder: string; readonly reason: string };

// ---- what is left out

/**
 * Why a folder is left out without being asked for: a `.nomedia` file, smaller copies made by other programs, bins, hidden folders,
 * folders of the system.
 */
export type LeftOutRule = 'nomedia' | 'previews' | 'bins' | 'hidden' | 'system';

/** What a library leaves out of its folders. */
export interface LeavingOut {
  /** Rules that are switched off. */
  readonly off: readonly LeftOutRule[];
  /** Folders that a rule is about and that are taken in all the same: paths below a folder of the library. */
  readonly taken: readonly string[];
  /** As in a .gitignore: a name anywhere, or a path below a folder of the library. */
  readonly patterns: readonly string[];
}

/** A folder that a rule or a pattern is about, as the last scan found it. */
export interface LeftOutFolder {
  /** The folder of the library (absolute), and the path below it, `/`-separated. */
  readonly folder: string;
  readonly path: string;
  readonly rule: LeftOutRule | 'pattern';
  /** `false` where it was taken in all the same. */
  readonly leftOut: boolean;
}

export interface LeftOut extends LeavingOut {
  /** The first some of each rule; folders below them were not looked at. */
  readonly folders: readonly LeftOutFolder[];
  /** How many there are by each rule. */
  readonly counts: Readonly<Partial<Record<LeftOutFolder['rule'], number>>>;
}

// ---- index job

export type IndexPhase = 'idle' | 'scanning' | 'indexing' | 'paused' | 'done' | 'cancelled' | 'failed';

/** Files of an index run. */
export interface IndexCounts {
  /** At a path where no photo was. */
  readonly new: number;
  /** With other bytes than before: another picture, or the same with other metadata. */
  readonly changed: number;
  readonly unchanged: number;
  readonly moved: number;
  /** Of photos, and gone. */
  readonly missing: number;
  /** Gone, whether they were photos or problems. */
  readonly removed: number;
  readonly problems: number;
}

export interface IndexProgress {
  readonly phase: IndexPhase;
  /** When the run began, in milliseconds since 1970; 0 before any. */
  readonly startedAt: number;
  /** It looks only where something was seen to change. */
  readonly watched: boolean;
  /** Files found so far by the scan. */
  readonly found: number;
  /** Files to read in this run (new or changed), and how many are done. */
  readonly total: number;
  readonly done: number;
  /** Photos per second over the last seconds; 0 until measured. */
  readonly speed: number;
  /** Estimated seconds left; `null` until measured. */
  readonly secondsLeft: number | null;
  readonly counts: IndexCounts;
  /** Why the job failed; `null` otherwise. */
  readonly error: Failure | null;
}

// ---- photos

/** All photos that lie in the folder now, as parallel columns (60,000 rows cross in one message). */
export interface PhotoTable {
  readonly ids: Uint32Array;
  readonly widths: Uint32Array;
  readonly heights: Uint32Array;
  /** Capture time, milliseconds since 1970 in the camera's local time; NaN where unknown. */
  readonly takenAt: Float64Array;
}

export interface PhotoDetails {
  readonly id: PhotoId;
  /** SHA-256 of the content of the file whose facts these are, lower-case hex. */
  readonly hash: string;
  /** SHA-256 of the coded picture without its metadata; `null` until it is computed. */
  readonly picture: string | null;
  readonly width: number;
  readonly height: number;
  readonly format: string;
  readonly bytes: number;
  readonly takenAt: number | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly camera: string | null;
  /** Several when copies exist; those in folders that are offline come last. */
  readonly files: readonly PhotoFile[];
}

/** Where a photo lies: a folder of the library (absolute), and the path below it, `/`-separated. */
export interface PhotoFile {
  readonly folder: string;
  readonly path: string;
}

export interface Neighbour {
  readonly id: PhotoId;
  readonly distance: number;
}

export type ProblemCode =
  | 'empty' | 'not-a-photo' | 'unsupported' | 'damaged' | 'too-large' | 'unreadable' | 'vanished' | 'timeout';

export interface Problem extends PhotoFile {
  readonly code: ProblemCode;
  /** The decoder's or system's own words, in English. */
  readonly detail: string;
  readonly attempts: number;
}

// ---- grouping

/**
 * What the groups worker needs: every photo as a point whose Euclidean distance is the lens's metric,
 * and each point's nearest neighbours. `revision` changes whenever the points do.
 */
export interface PhotoSpace {
  readonly revision: number;
  readonly ids: Uint32Array;
  readonly dims: number;
  /** ids.length × dims, row-major. */
  readonly points: Float32Array;
  readonly k: number;
  /** ids.length × k rows of the neighbours (indices into `ids`), nearest first. */
  readonly neighbours: Uint32Array;
  /** ids.length × k Euclidean distances. */
  readonly distances: Float32Array;
  /** Heights of the tree (a distance) at which the granularity levels lie. */
  readonly levels: GranularityLevels;
  /** What the coordinates mean; without it distances cannot be explained. */
  readonly metric?: SpaceMetric;
}

/** A kind of description of a photo (learning/metric/features). */
export type FeatureName = 'encoder' | 'colour' | 'layout' | 'texture' | 'time' | 'place';

/** How a point is made up, and what a distance means to the user. */
export interface SpaceMetric {
  /** Coordinates start … start + dims − 1 are those of one feature group; `share`: of the squared distance of unrelated photos, all adding up to 1. */
  readonly sections: readonly { readonly name: FeatureName; readonly start: number; readonly dims: number; readonly share: number }[];
  /** P(similar | d) = 1 / (1 + exp(slope · (d − middle))). */
  readonly calibration: { readonly middle: number; readonly slope: number };
  /** Judged pairs and rankings that the metric was fitted to; left out where nothing was judged. */
  readonly answers?: number;
}

/** Tree heights, ascending: below `finest` only equal-looking photos are together, above `coarsest` the slider ends. */
export interface GranularityLevels {
  readonly finest: number;
  readonly sameShot: number;
  readonly sameMoment: number;
  readonly related: number;
  readonly coarsest: number;
  /** Where the slider stands until the user moves it. */
  readonly default: number;
}

/** A group as it was last shown, kept so that its id, name and cover survive a new grouping. */
export interface SavedGroup {
  readonly id: GroupId;
  /** Given by the user; `null` for the automatic name. */
  readonly name: string | null;
  readonly cover: PhotoId;
  readonly photos: Uint32Array;
}

export interface SavedGrouping {
  /** Height the tree was cut at; `null` for the default. */
  readonly height: number | null;
  readonly groups: readonly SavedGroup[];
}

/** The same as parallel columns: tens of thousands of groups cross as a few buffers. */
export interface SavedColumns extends Pick<SavedGrouping, 'height'> {
  /** One per group. */
  readonly ids: Uint32Array;
  readonly covers: Uint32Array;
  /** Where each group's photos end in `photos`. */
  readonly ends: Uint32Array;
  readonly photos: Uint32Array;
  /** Given by the user; the other groups have their automatic name. */
  readonly names: readonly { readonly group: GroupId; readonly name: string }[];
}

/** As it is stored; `revision` changes with each writing of it. */
export interface StoredGrouping extends SavedColumns {
  readonly revision: number;
}

// ---- judgments

/** What the user says. Photos in the order given; `together` and `apart` are gestures on groups. */
export type Statement =
  | { readonly kind: 'similar'; readonly photos: readonly [PhotoId, PhotoId] }
  | { readonly kind: 'different'; readonly photos: readonly [PhotoId, PhotoId] }
  /** 0: nothing alike … 1: the same. Informs the metric, binds no group. */
  | { readonly kind: 'degree'; readonly photos: readonly [PhotoId, PhotoId]; readonly degree: number }
  /** The second photo is closer to the first than the third is. Informs the metric, binds no group. */
  | { readonly kind: 'closer'; readonly photos: readonly [PhotoId, PhotoId, PhotoId] }
  /** All of these are one group (two or more). */
  | { readonly kind: 'together'; readonly photos: readonly PhotoId[] }
  /** None of `photos` belongs with any of `others`. */
  | { readonly kind: 'apart'; readonly photos: readonly PhotoId[]; readonly others: readonly PhotoId[] };

export interface Judgment {
  readonly id: JudgmentId;
  readonly lensId: LensId;
  readonly statement: Statement;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** Id of a step: that of its first judgment, where it made one. */
export type StepId = number;

/** What was said at once and is undone at once: how many judgments it made, and how many earlier ones it dropped for them. */
export interface JudgmentStep {
  readonly id: StepId;
  readonly made: number;
  readonly dropped: number;
}

export interface JudgmentLog {
  readonly lensId: LensId;
  /** Those in force, oldest first. */
  readonly judgments: readonly Judgment[];
  readonly undoable: JudgmentStep | null;
  readonly redoable: JudgmentStep | null;
  /** How many a damaged disk made unreadable; left out where all can be read. */
  readonly unreadable?: number;
}

/** A contradiction is shown with the chain of earlier judgments that causes it; nothing is recorded then. */
export type JudgmentOutcome =
  | { readonly status: 'recorded'; readonly judgments: readonly Judgment[]; readonly log: JudgmentLog }
  | { readonly status: 'already-known'; readonly log: JudgmentLog }
  | { readonly status: 'contradiction'; readonly chain: readonly Judgment[]; readonly log: JudgmentLog };

/** A line of a file of judgments, counted from 1, that was not taken over, and why (English). */
export interface RefusedLine {
  readonly line: number;
  readonly reason: string;
}

/** What became of a file of judgments. Each lens's are one step, so one undo takes them back. */
export interface ImportReport {
  readonly added: number;
  /** Said already, here or earlier in the file. */
  readonly known: number;
  /** Of those added, how many wait for photos that this library has not seen. */
  readonly waiting: number;
  /** Lenses that were made for the file. */
  readonly lenses: readonly string[];
  readonly contradictions: readonly RefusedLine[];
  readonly damaged: readonly RefusedLine[];
}

// ---- lenses

export interface Lens {
  readonly id: LensId;
  /** `null` for the first one until the user names it. */
  readonly name: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

// ---- training the encoder

/** Id of a set of weights that photos were encoded with. */
export type EncoderVersionId = number & { readonly __brand: 'EncoderVersionId' };

/** How an encoder does on photos of this library that it was not trained on. */
export interface EncoderScores {
  /** Share of views of a photo whose nearest photo is the one they show. */
  readonly recallAt1: number;
  /** Mean of 1 / rank of the photo that a view shows. */
  readonly mAP: number;
  /** Chance that a pair judged similar lies nearer than one judged different; `null` where too few pairs were judged. */
  readonly auc: number | null;
}

export interface EncoderVersion {
  readonly id: EncoderVersionId;
  readonly name: string;
  /** It came with the app and cannot be deleted. */
  readonly shipped: boolean;
  readonly inUse: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** `null` for one that came with the app. `before` is the version it began with, on the same photos. */
  readonly trained: {
    readonly before: EncoderScores;
    readonly after: EncoderScores;
    readonly photos: number;
    readonly seconds: number;
    readonly backend: string;
  } | null;
}

/** `at` in seconds of training. */
export interface TrainPoint {
  readonly at: number;
  readonly value: number;
}

/** `preparing`: looks at the held-out photos. `encoding`: encodes all photos with the new version. */
export type TrainPhase = 'idle' | 'preparing' | 'training' | 'scoring' | 'encoding' | 'paused' | 'done' | 'cancelled' | 'failed';

/** Something the user should know of a run: a backend gave up and another took over, or a kill cut the run off. */
export type TrainNotice =
  | { readonly kind: 'backend-failed'; readonly from: string; readonly to: string; readonly reason: string }
  | { readonly kind: 'interrupted' };

export interface TrainProgress {
  readonly phase: TrainPhase;
  /** `switch`: an earlier version is put in use, and photos it never saw are encoded with it first. */
  readonly job: 'train' | 'switch';
  /** Spent on training, of `budget`; both seconds. */
  readonly seconds: number;
  readonly budget: number;
  /** Until all is done, encoding included; `null` until measured. */
  readonly secondsLeft: number | null;
  /** Photos a second, learned from or encoded. */
  readonly speed: number;
  /** Photos learned from, and those held out to score. */
  readonly photos: number;
  readonly heldOut: number;
  readonly encoded: { readonly done: number; readonly total: number };
  readonly backend: string | null;
  /** How much of the encoder learns. */
  readonly depth: 'last-blocks' | 'all' | null;
  readonly loss: readonly TrainPoint[];
  /** On the held-out photos: mAP of finding a photo by a view of it. */
  readonly score: readonly TrainPoint[];
  readonly notices: readonly TrainNotice[];
  /** When training is over: whether the new version was better and is put in use. */
  readonly outcome: { readonly adopted: boolean; readonly before: EncoderScores; readonly after: EncoderScores } | null;
  readonly error: Failure | null;
}

/** A way to compute, best first; the first usable one is taken. */
export interface BackendState {
  readonly name: string;
  readonly usable: boolean;
  /** Why it is not usable, or what is to be known of it (English). */
  readonly note: string | null;
}

/** What a page's WebGPU says of its adapter. */
export interface GpuAdapter {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter: boolean;
}

/** Which of learning/work a worker in a page does. */
export type GpuRole = 'photos' | 'training';

/** What a page is to do with its workers, by their numbers. Data and messages are those of learning/work. */
export type GpuOrder =
  | { readonly kind: 'start'; readonly worker: number; readonly role: GpuRole; readonly data: unknown }
  | { readonly kind: 'post'; readonly worker: number; readonly message: unknown }
  | { readonly kind: 'end'; readonly worker: number };

interface GpuError {
  readonly name: string;
  readonly message: string;
}

/** What a worker in a page says: it can begin, an answer, what it could not answer, or what it ended of. */
export type GpuReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly answer: unknown }
  | { readonly kind: 'error'; readonly error: GpuError }
  | { readonly kind: 'died'; readonly error: GpuError };

/** What a training would be like. */
export interface TrainPlan {
  readonly photos: number;
  /** Fewer photos than this teach nothing. */
  readonly fewest: number;
  /** A good time for this many photos on this machine. */
  readonly minutes: number;
  readonly backends: readonly BackendState[];
}

// ---- failures

export type FailureCode =
  | 'bad-request' | 'no-library' | 'folder-missing' | 'folder-unreadable' | 'not-a-folder' | 'library-in-use'
  | 'library-too-new' | 'library-damaged' | 'disk-full' | 'photo-missing' | 'engine-failed' | 'too-few-photos' | 'unexpected';

/** How an error crosses processes. `message` says what to do, in English; the screen translates by `code`. */
export interface Failure {
  readonly name: string;
  readonly code: FailureCode;
  readonly message: string;
}

// ---- requests and events

/** What a page asks of the app as a whole. A page is one loading of the screen, by a name of its own (`Bridge.page`). */
export interface AppRequests {
  'app.describe': { input: null; output: AppDescription };
  'settings.write': { input: Partial<Settings>; output: Settings };
  /** Electron: the system's dialog. Browser: always `null`; draw a picker from `folders.list`. */
  'folders.choose': { input: null; output: string | null };
  /** `null` lists the home folder. */
  'folders.list': { input: { readonly path: string | null }; output: FolderListing };

  /** The machine's own are looked for once; `TrainPlan.backends` are the same. */
  'compute.backends': { input: null; output: readonly BackendState[] };

  /** A page, by a name of its own, lends its GPU, or says that it has none. */
  'gpu.offer': { input: { readonly page: string; readonly adapter: GpuAdapter | null }; output: null };
  /** Waits some seconds for orders; `null` where there is nothing to wait for. To be asked after `gpu.wanted`, again and again. */
  'gpu.take': { input: { readonly page: string }; output: readonly GpuOrder[] | null };
  'gpu.tell': { input: { readonly page: string; readonly worker: number; readonly reply: GpuReply }; output: null };

  'library.recent': { input: null; output: readonly RecentLibrary[] };
  /** Opens a folder's library (creating what is missing), which stays open while a page holds it, and starts an index run. Several may be open. */
  'library.open': {
    /** `bring`: where the folder has no library yet, what these know of its photos is brought along once it is indexed. */
    input: { readonly folder: string; readonly page: string; readonly bring?: readonly LibraryId[] };
    output: LibraryState;
  };
  /**
   * A page that was just loaded or reconnected takes hold of the library it had, opened again where it was closed meanwhile; `null`: of
   * the one opened last. `null` where there is none.
   */
  'library.enter': { input: { readonly library: LibraryId | null; readonly page: string }; output: LibraryState | null };
  /** The page lets go of it, having stored what it had to. It closes once no page holds it. */
  'library.close': { input: { readonly library: LibraryId; readonly page: string }; output: null };
  /** The page has stored all there was to store, in answer to `library.closing`. */
  'library.flushed': { input: { readonly library: LibraryId; readonly page: string }; output: null };
  /**
   * Puts a damaged library together again from all of it that can be read, the damaged file kept beside it. `entries` of what the user said
   * were kept, `lost` as far as their numbers tell.
   */
  'library.repair': { input: { readonly folder: string }; output: { readonly entries: number; readonly lost: number } };
  /** Drops a library from the recent list together with its stored state, closing it on every page; the photos stay. */
  'library.forget': { input: { readonly library: LibraryId }; output: null };
  /** Whose photos a folder holds: the library that has it, else what it has in common with known ones, the likeliest first. */
  'folders.recognise': { input: { readonly folder: string }; output: { readonly library: LibraryId | null; readonly candidates: readonly FolderLikeness[] } };
  /** A library's folder `from` (empty where its folder is not known) lies at `to` now; the library need not be open. */
  'library.relocate': { input: { readonly library: LibraryId; readonly from: string; readonly to: string }; output: null };
  /** How much was said in a library, open or not, and all of it as JSON lines. */
  'library.answers': { input: { readonly library: LibraryId }; output: { readonly answers: number; readonly lines: string } };
  /** The same as `judgments.save`, of a library that need not be open. */
  'library.saveAnswers': { input: { readonly library: LibraryId }; output: string | null };
}

/** What a page asks of one library, named beside the input: `Bridge.of`. A library that is not open is `no-library`. */
export interface LibraryRequests {
  /** Takes in another folder, or gives one up, whose photos keep all that was said of them; then scans the folders again. */
  'folders.add': { input: { readonly folder: string }; output: LibraryState };
  'folders.remove': { input: { readonly folder: string }; output: LibraryState };
  'leftOut.read': { input: null; output: LeftOut };
  /** From now on; the folders are scanned again. */
  'leftOut.write': { input: LeavingOut; output: LeftOut };

  'index.progress': { input: null; output: IndexProgress };
  'index.start': { input: null; output: IndexProgress };
  'index.pause': { input: null; output: IndexProgress };
  'index.resume': { input: null; output: IndexProgress };
  'index.cancel': { input: null; output: IndexProgress };

  'photos.list': { input: null; output: PhotoTable };
  /** Those of the listed photos that the library knows since then (milliseconds since 1970) or later. */
  'photos.added': { input: { since: number }; output: Uint32Array };
  'photo.details': { input: { readonly id: PhotoId }; output: PhotoDetails };
  /** Nearest photos by the lens's metric, nearest first. */
  'photo.neighbours': { input: { readonly lensId: LensId; readonly id: PhotoId; readonly count: number }; output: readonly Neighbour[] };
  'problems.list': { input: null; output: readonly Problem[] };
  /** Reads every problem file again. */
  'problems.retry': { input: null; output: IndexProgress };

  'groups.read': { input: { readonly lensId: LensId }; output: StoredGrouping };
  /** Writes what was made of `revision` and gives the new revision; `null` where another page wrote since: nothing is written then. */
  'groups.write': { input: { readonly lensId: LensId; readonly grouping: SavedColumns; readonly revision: number }; output: number | null };

  'judgments.read': { input: { readonly lensId: LensId }; output: JudgmentLog };
  'judgments.add': { input: { readonly lensId: LensId; readonly statement: Statement }; output: JudgmentOutcome };
  /** Drops earlier judgments and says new ones, as one step: all of it or, where it contradicts the rest, nothing. */
  'judgments.change': {
    input: { readonly lensId: LensId; readonly drop: readonly JudgmentId[]; readonly statements: readonly Statement[] };
    output: JudgmentOutcome;
  };
  /** Those in force of one lens, or of all (`null`), as JSON lines by content hash. */
  'judgments.export': { input: { readonly lensId: LensId | null }; output: string };
  /** The same into a file that the user chooses in the system's own dialog: where to, or `null` where he does not, or the host has no dialog. */
  'judgments.save': { input: { readonly lensId: LensId | null }; output: string | null };
  /** Takes JSON lines over; each line into its lens, which is made where it is missing, or all into one. */
  'judgments.import': { input: { readonly lensId: LensId | null; readonly text: string }; output: ImportReport };
  /** Takes that step back: the last one, or an earlier one on which nothing later rests. Any other stays as it is. */
  'judgments.undo': { input: { readonly lensId: LensId; readonly step: StepId }; output: JudgmentLog };
  /** Brings that step back, where it was the last to be undone and nothing was said since. */
  'judgments.redo': { input: { readonly lensId: LensId; readonly step: StepId }; output: JudgmentLog };

  'train.plan': { input: null; output: TrainPlan };
  'train.progress': { input: null; output: TrainProgress };
  /** Begins a run, or goes on with one that was cut off. Refuses (`too-few-photos`) a library that is too small. */
  'train.start': { input: { readonly minutes: number }; output: TrainProgress };
  'train.pause': { input: null; output: TrainProgress };
  'train.resume': { input: null; output: TrainProgress };
  'train.cancel': { input: null; output: TrainProgress };

  'encoder.versions': { input: null; output: readonly EncoderVersion[] };
  /** Puts an earlier version in use, after encoding the photos it never saw. */
  'encoder.use': { input: { readonly id: EncoderVersionId }; output: TrainProgress };
  /** Refuses (`bad-request`) the one in use and one that came with the app. */
  'encoder.delete': { input: { readonly id: EncoderVersionId }; output: readonly EncoderVersion[] };

  'lenses.list': { input: null; output: readonly Lens[] };
  /** Refuses (`bad-request`) a name that is empty or taken, as do `duplicate` and `rename`. */
  'lenses.create': { input: { readonly name: string }; output: Lens };
  /** A new lens with the judgments in force, groups and names of another. */
  'lenses.duplicate': { input: { readonly lensId: LensId; readonly name: string }; output: Lens };
  'lenses.rename': { input: { readonly lensId: LensId; readonly name: string }; output: Lens };
  /** Takes it away until it is restored; refuses the only one. Where it was looked through, another takes its place. */
  'lenses.delete': { input: { readonly lensId: LensId }; output: null };
  'lenses.restore': { input: { readonly lensId: LensId }; output: Lens };
  /** Looks through this lens from now on: `LibraryState.lensId`. */
  'lenses.choose': { input: { readonly lensId: LensId }; output: LibraryState };
}

export type AppRequestName = keyof AppRequests;
export type LibraryRequestName = keyof LibraryRequests;
export type RequestName = AppRequestName | LibraryRequestName;
type Requests = AppRequests & LibraryRequests;
export type Input<N extends RequestName> = Requests[N]['input'];
export type Output<N extends RequestName> = Requests[N]['output'];

/** Main side: one function per request. Errors thrown are turned into a `Failure` by the host. */
export type AppHandlers = { readonly [N in AppRequestName]: (input: Input<N>) => Promise<Output<N>> };
/** The same for the requests about a library, which is given by its id or as whatever it is looked up to. */
export type LibraryHandlers<L = LibraryId> = { readonly [N in LibraryRequestName]: (library: L, input: Input<N>) => Promise<Output<N>> };

/** What the app as a whole tells every page. */
export interface AppEvents {
  /** There are orders for this page: `gpu.take`. */
  'gpu.wanted': { readonly page: string };
  /** A folder was opened from outside the page (the menu, a second start): `library.enter` with `null` gives it. */
  'library.offered': null;
}

/** What is told of one library, named beside the payload. */
export interface LibraryEvents {
  'index.progress': IndexProgress;
  /** Photos were added or vanished: read `photos.list` again when convenient. */
  'photos.changed': { readonly photos: number; readonly problems: number };
  /** Points changed (index finished, a new encoder version, a new fit): read the space again, by its address. */
  'space.changed': { readonly lensId: LensId; readonly revision: number };
  /** Written, by whichever page. */
  'groups.changed': { readonly lensId: LensId; readonly revision: number };
  'judgments.changed': JudgmentLog;
  'lenses.changed': readonly Lens[];
  'train.progress': TrainProgress;
  'encoder.changed': readonly EncoderVersion[];
  'library.changed': LibraryState;
  /** It is about to close: whoever holds it stores what it has and says `library.flushed`, within seconds. */
  'library.closing': null;
  /** It is closed, whoever held it. */
  'library.closed': null;
}

export type AppEventName = keyof AppEvents;
export type LibraryEventName = keyof LibraryEvents;
export type EventName = AppEventName | LibraryEventName;
export type Emit = <E extends AppEventName>(name: E, payload: AppEvents[E]) => void;
/** Tells of one library. */
export type LibraryEmit = <E extends LibraryEventName>(name: E, payload: LibraryEvents[E]) => void;

/** Renderer side: what the preload (Electron) or the HTTP client (browser) puts at `window.kindred`. */
export interface Bridge {
  /** The name of this page: of this loading of it. */
  readonly page: string;
  /** Rejects with an `Error` whose `cause` is a `Failure`. */
  request<N extends AppRequestName>(name: N, input: Input<N>): Promise<Output<N>>;
  /** Returns the function that stops listening. */
  on<E extends AppEventName>(name: E, listener: (payload: AppEvents[E]) => void): () => void;
  /** Everything about one library goes through this. */
  of(library: LibraryId): LibraryBridge;
}

/** One library, as `Bridge` is the app. */
export interface LibraryBridge {
  request<N extends LibraryRequestName>(name: N, input: Input<N>): Promise<Output<N>>;
  /** That library's events alone. */
  on<E extends LibraryEventName>(name: E, listener: (payload: LibraryEvents[E]) => void): () => void;
  /** A small picture (longer side 320 px). */
  thumbnailUrl(id: PhotoId): string;
  /** The photo to fill a screen (longer side at most 2560 px, oriented, sRGB). */
  photoUrl(id: PhotoId): string;
  /** The space of a lens as bytes (learning/metric/space-bytes), for a worker to fetch; as long as no newer one is there, the one it was. */
  spaceUrl(lensId: LensId): string;
}
