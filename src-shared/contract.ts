// The interface between main and renderer: every request, every event and every data shape that crosses.
// Types hold both hosts (Electron's IPC and HTTP on loopback) and both sides to it. Contains no behaviour. Long, because it is one interface.

import type { Album, AlbumChange, AlbumId, AlbumPhotos, AlbumRule } from './albums/album.ts';
import type { Decision, DuplicateSet, DuplicateSummary, KeeperHabits } from './duplicates/duplicate-set.ts';
import type { Heir } from './duplicates/heirs.ts';
import type { Choice, Found, Taken } from './exchange/import.ts';
import type { ListOutcome, ListRequest } from './exchange/list.ts';
import type { ChosenPhoto, DraftId, Plan, PlanId, PlanPreview, PlanProgress, PlanRequest, PlanSummary } from './filing/plan.ts';
import type { GroupId, JudgmentId, LensId, LibraryId, PhotoId } from './ids.ts';
import type { KeeperOrder } from './keepers/rules.ts';
import type { Mark } from './marks/mark.ts';
import type { PhotoFile } from './photo.ts';

export type { GroupId, JudgmentId, LensId, LibraryId, PhotoId } from './ids.ts';
export type { Flag, Label, Mark, Stars } from './marks/mark.ts';
export type { PhotoFile } from './photo.ts';

// ---- app

export type Host = 'electron' | 'browser';
export type Theme = 'system' | 'light' | 'dark';
export type Language = 'system' | 'en' | 'ko';

export interface Settings {
  readonly theme: Theme;
  readonly language: Language;
  /** Whether the folders of open libraries are watched for changes. */
  readonly watchFolders: boolean;
  /** Whether groups change by themselves, however much, when the metric learned; otherwise large changes are only offered. */
  readonly applyLearned: boolean;
  /** What Review asks: about one pair after another, or about sheets of photos. */
  readonly reviewBy: 'pairs' | 'sheets';
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

/** One level of the folder picker that the page draws in a browser. */
export interface FolderListing {
  readonly path: string;
  readonly parent: string | null;
  readonly folders: readonly { readonly name: string; readonly path: string }[];
  /** Photos directly in this folder (by file extension). */
  readonly photos: number;
  /** The backups in it (by file extension). */
  readonly backups: readonly { readonly name: string; readonly path: string }[];
}

// ---- library

/** One of the folders of a library (absolute path); `missing`: it is not there now (unplugged, moved, deleted). */
export interface LibraryPlace {
  readonly path: string;
  readonly missing: boolean;
}

export interface RecentLibrary {
  readonly id: LibraryId;
  /** The first of its folders; empty if it is damaged. */
  readonly folder: string;
  readonly folders: readonly LibraryPlace[];
  readonly photos: number;
  /** Judgments in force, when last counted. */
  readonly answers: number;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  /** Whether none of its folders is there now. */
  readonly missing: boolean;
  /** Whether its folders are not known, until the user points to one. */
  readonly damaged: boolean;
}

/** A folder of an open library. */
export interface LibraryFolder {
  /** Absolute. */
  readonly path: string;
  readonly photos: number;
  /** Why it is offline; `null` if it is there. */
  readonly problem: Extract<FailureCode, 'folder-missing' | 'not-a-folder' | 'folder-unreadable'> | null;
}

/**
 * How a folder relates to a library's folder with some of the same photos: the place it was moved to, inside it, around it, or
 * another place with copies.
 */
export type Relation = 'moved' | 'inside' | 'around' | 'copy';

/** How much a folder has in common with a folder of a known library. */
export interface FolderLikeness {
  readonly library: LibraryId;
  /** The library's folder (absolute); empty if unknown. */
  readonly folder: string;
  /** Judgments in force there, when last counted. */
  readonly answers: number;
  /** Whether the library's folder is gone. */
  readonly missing: boolean;
  readonly relation: Relation;
  /** Share of the photos in the folder asked about that the library knows, 0 to 1. */
  readonly share: number;
  /** Share of the files in the library's folder that were found here, 0 to 1. */
  readonly found: number;
}

export interface LibraryState {
  readonly id: LibraryId;
  /** The first of its folders, which it is named after. */
  readonly folder: string;
  /** The user's folders; written to only by plans that the user starts. */
  readonly folders: readonly LibraryFolder[];
  /** Photos that are only in offline folders; included in `photos`. */
  readonly offline: number;
  readonly photos: number;
  readonly files: number;
  readonly problems: number;
  readonly encoderVersion: string;
  readonly lensId: LensId;
  /** When an index run last completed, in milliseconds since 1970; `null` if none has. */
  readonly indexedAt: number | null;
  /** At most one of each kind. */
  readonly notices: readonly LibraryNotice[];
}

/** Something that was damaged and repaired automatically, or could not be, since the library was opened. */
export type LibraryNotice =
  /** Thumbnails were damaged: they were reset, and indexing rebuilds them. */
  | { readonly kind: 'thumbnails-rebuilt' }
  /** The trained encoder in use could not be started: the one that came with the app replaces it until the next opening. */
  | { readonly kind: 'encoder-failed'; readonly name: string; readonly reason: string }
  /** The system cannot report changes in a folder, because its limit of watched folders is reached or for another reason: it is polled. */
  | { readonly kind: 'watch-limit' | 'watch-failed'; readonly folder: string; readonly reason: string };

// ---- backups of a library

/** What a backup file holds, and which libraries here it would meet. */
export interface BackupSummary {
  /** Absolute. */
  readonly file: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  /** Version of the app that made it. */
  readonly app: string;
  readonly folders: readonly LibraryPlace[];
  readonly photos: number;
  /** Judgments in force. */
  readonly answers: number;
  /** Encoder versions that were trained. */
  readonly encoders: number;
  readonly thumbnails: boolean;
  /** Libraries here that it is a backup of, or that have one of its folders: they are in the way. */
  readonly here: readonly RecentLibrary[];
}

/** A backup that was written; `missing`: encoder versions whose weights were already lost. */
export interface WrittenBackup {
  readonly file: string;
  readonly bytes: number;
  readonly photos: number;
  readonly answers: number;
  readonly missing: readonly string[];
}

/** What happens to libraries that are in the way of a restored one: nothing, for it is refused; they are kept elsewhere; or both stay. */
export type InTheWay = 'refuse' | 'set-aside' | 'beside';

export interface RestoredLibrary {
  readonly library: LibraryId;
  readonly folders: readonly LibraryPlace[];
  /** Where the libraries that were in the way are now (absolute). */
  readonly setAside: readonly string[];
}

export interface BackupProgress {
  readonly file: string;
  readonly doing: 'writing' | 'checking' | 'restoring';
  /** 0 to 1. */
  readonly share: number;
}

// ---- what is left out

/**
 * Why a folder is left out by default: a `.nomedia` file, previews made by other programs, bins, hidden folders,
 * system folders.
 */
export type LeftOutRule = 'nomedia' | 'previews' | 'bins' | 'hidden' | 'system';

/** What a library leaves out of its folders. */
export interface LeavingOut {
  /** Rules that are switched off. */
  readonly off: readonly LeftOutRule[];
  /** Folders included although a rule applies to them: paths relative to a folder of the library. */
  readonly taken: readonly string[];
  /** In .gitignore syntax: a name anywhere, or a path relative to a folder of the library. */
  readonly patterns: readonly string[];
}

/** A folder that a rule or pattern applies to, as the last scan found it. */
export interface LeftOutFolder {
  /** The folder of the library (absolute), and the path relative to it, `/`-separated. */
  readonly folder: string;
  readonly path: string;
  readonly rule: LeftOutRule | 'pattern';
  /** `false` if it was included anyway. */
  readonly leftOut: boolean;
}

export interface LeftOut extends LeavingOut {
  /** The first few per rule; folders below them were not scanned. */
  readonly folders: readonly LeftOutFolder[];
  /** How many there are per rule. */
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
  /** Photo files that are gone. */
  readonly missing: number;
  /** Files that are gone, whether photos or problems. */
  readonly removed: number;
  readonly problems: number;
}

export interface IndexProgress {
  readonly phase: IndexPhase;
  /** When the run started, in milliseconds since 1970; 0 before any. */
  readonly startedAt: number;
  /** Whether it looks only where watching reported a change. */
  readonly watched: boolean;
  /** Files found so far by the scan. */
  readonly found: number;
  /** Files to read in this run (new or changed), and how many are done. */
  readonly total: number;
  readonly done: number;
  /** Photos per second over the last few seconds; 0 until measured. */
  readonly speed: number;
  /** Estimated seconds left; `null` until measured. */
  readonly secondsLeft: number | null;
  readonly counts: IndexCounts;
  /** Why the job failed; `null` otherwise. */
  readonly error: Failure | null;
}

// ---- photos

/** All photos in the library now, as parallel columns (60,000 rows cross in one message). */
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
  /** SHA-256 of the encoded picture data without metadata; `null` until computed. */
  readonly picture: string | null;
  readonly width: number;
  readonly height: number;
  readonly format: string;
  readonly bytes: number;
  readonly takenAt: number | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly camera: string | null;
  /** Several if there are copies; those in offline folders come last. */
  readonly files: readonly PhotoFile[];
}

export interface Neighbour {
  readonly id: PhotoId;
  readonly distance: number;
}

export type ProblemCode =
  | 'empty' | 'not-a-photo' | 'unsupported' | 'damaged' | 'too-large' | 'unreadable' | 'vanished' | 'timeout';

export interface Problem extends PhotoFile {
  readonly code: ProblemCode;
  /** The decoder's or system's own message, in English. */
  readonly detail: string;
  readonly attempts: number;
}

// ---- marks

/** Marks of photos as parallel columns (100,000 cross in one message): each packed into a number, and whether the user gave it (src-shared/marks/packed). */
export interface MarkTable {
  readonly ids: Uint32Array;
  readonly marks: Uint16Array;
}

/** What a change of marks came to. */
export interface MarksChange {
  /** The marks of before, for `marks.restore`. */
  readonly earlier: MarkTable;
  readonly now: MarkTable;
}

// ---- grouping

/**
 * What the groups worker needs: every photo as a point, such that Euclidean distance is the lens's metric,
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
  /** Tree heights (distances) of the granularity levels. */
  readonly levels: GranularityLevels;
  /** What the coordinates mean; without it distances cannot be explained. */
  readonly metric?: SpaceMetric;
  /** Photos that are copies of one picture, as sets: together at every height, as far as no judgment keeps them apart. */
  readonly copies?: readonly (readonly PhotoId[])[];
}

/** A kind of description of a photo (learning/metric/features). */
export type FeatureName = 'encoder' | 'colour' | 'layout' | 'texture' | 'time' | 'place';

/** How a point is composed, and what a distance means to the user. */
export interface SpaceMetric {
  /** Coordinates start … start + dims − 1 belong to one feature group; `share`: its part of the squared distance of unrelated photos; all add up to 1. */
  readonly sections: readonly { readonly name: FeatureName; readonly start: number; readonly dims: number; readonly share: number }[];
  /** P(similar | d) = 1 / (1 + exp(slope · (d − middle))). */
  readonly calibration: { readonly middle: number; readonly slope: number };
  /** Judged pairs and rankings that the metric was fitted to; left out if nothing was judged. */
  readonly answers?: number;
}

/** Tree heights, ascending: below `finest` only equal-looking photos are together, above `coarsest` the slider ends. */
export interface GranularityLevels {
  readonly finest: number;
  readonly sameShot: number;
  readonly sameMoment: number;
  readonly related: number;
  readonly coarsest: number;
  /** The slider's position until the user moves it. */
  readonly default: number;
}

/** A group as last shown, kept so that its id, name and cover survive a new grouping. */
export interface SavedGroup {
  readonly id: GroupId;
  /** The name given by the user; `null` for the automatic name. */
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
  /** What was last offered and declined; left out where nothing was, or something was accepted since. */
  readonly declined?: Declined;
  /** Of the last steps, oldest first; left out where there are none. */
  readonly before?: readonly GroupsBefore[];
  /** One per group. */
  readonly ids: Uint32Array;
  readonly covers: Uint32Array;
  /** Where each group's photos end in `photos`. */
  readonly ends: Uint32Array;
  readonly photos: Uint32Array;
  /** Given by the user; the other groups have their automatic name. */
  readonly names: readonly { readonly group: GroupId; readonly name: string }[];
}

/** An offer that was declined. */
export interface Declined {
  /** Photos that it would have moved. */
  readonly moved: number;
  /** What had been learned by then, as `learnedBy` names it. */
  readonly learned: string;
}

/** The groups that judgments made together changed, as they were before: undo brings them back. */
export interface GroupsBefore {
  readonly made: readonly JudgmentId[];
  /** Photos of each. */
  readonly groups: readonly (readonly PhotoId[])[];
}

/** A grouping as stored; `revision` changes with each write. */
export interface StoredGrouping extends SavedColumns {
  readonly revision: number;
}

// ---- judgments

/** What the user says. Photos in the order given; `together` and `apart` are gestures on groups. */
export type Statement =
  | { readonly kind: 'similar'; readonly photos: readonly [PhotoId, PhotoId] }
  | { readonly kind: 'different'; readonly photos: readonly [PhotoId, PhotoId] }
  /** 0: nothing alike … 1: the same. Informs the metric, does not constrain groups. */
  | { readonly kind: 'degree'; readonly photos: readonly [PhotoId, PhotoId]; readonly degree: number }
  /** The second photo is closer to the first than the third is. Informs the metric, does not constrain groups. */
  | { readonly kind: 'closer'; readonly photos: readonly [PhotoId, PhotoId, PhotoId] }
  /** All of these are one group (two or more). */
  | { readonly kind: 'together'; readonly photos: readonly PhotoId[] }
  /** None of `photos` belongs with any of `others`. */
  | { readonly kind: 'apart'; readonly photos: readonly PhotoId[]; readonly others: readonly PhotoId[] };

/**
 * How a judgment came about. Whether an answer to the app's own question is "similar" depends on the photos alone, so such answers are a
 * fair sample at every distance. Pairs that a user picks are not: they were picked because the groups were wrong, or by what is on them.
 */
export type Origin =
  /** `probability`: of "similar", 0 … 1, as predicted when it was asked. */
  | { readonly kind: 'asked'; readonly probability: number }
  /** `height`: where the tree was cut when it was said; `null` if the user saw no groups, as for imports. */
  | { readonly kind: 'volunteered'; readonly height: number | null };

export interface Judgment {
  readonly id: JudgmentId;
  readonly lensId: LensId;
  readonly statement: Statement;
  readonly origin: Origin;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** Id of a step: that of its first judgment, if it made one. */
export type StepId = number;

/** Judgments made and undone together: how many it made, and how many earlier ones it dropped for them. */
export interface JudgmentStep {
  readonly id: StepId;
  readonly made: number;
  readonly dropped: number;
}

export interface JudgmentLog {
  readonly lensId: LensId;
  /** The highest id of an entry, those of undo and redo included: answers and events may arrive out of order, and of two logs the higher is the newer. */
  readonly revision: number;
  /** Judgments in force, oldest first. */
  readonly judgments: readonly Judgment[];
  readonly undoable: JudgmentStep | null;
  readonly redoable: JudgmentStep | null;
  /** How many are unreadable because of disk damage; left out if none. */
  readonly unreadable?: number;
}

/** A contradiction comes with the chain of earlier judgments that causes it; then nothing is recorded. */
export type JudgmentOutcome =
  | { readonly status: 'recorded'; readonly judgments: readonly Judgment[]; readonly log: JudgmentLog }
  | { readonly status: 'already-known'; readonly log: JudgmentLog }
  | { readonly status: 'contradiction'; readonly chain: readonly Judgment[]; readonly log: JudgmentLog };

/** A line of a judgments file, counted from 1, that was not imported, and why (English). */
export interface RefusedLine {
  readonly line: number;
  readonly reason: string;
}

/** The result of importing a judgments file. Each lens's judgments are one step, so a single undo removes them. */
export interface ImportReport {
  readonly added: number;
  /** Already known, here or from earlier in the file. */
  readonly known: number;
  /** Of those added, how many are about photos that this library has not seen. */
  readonly waiting: number;
  /** Lenses created for the file. */
  readonly lenses: readonly string[];
  readonly contradictions: readonly RefusedLine[];
  readonly damaged: readonly RefusedLine[];
}

// ---- lenses

export interface Lens {
  readonly id: LensId;
  /** `null` for the first lens until the user names it. */
  readonly name: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

// ---- training the encoder

/** Id of a set of encoder weights. */
export type EncoderVersionId = number & { readonly __brand: 'EncoderVersionId' };

/** How an encoder performs, together with the other feature groups, on photos of this library that it was not trained on. */
export interface EncoderScores {
  /** Share of views whose nearest photo is the one they show. */
  readonly recallAt1: number;
  /** Mean of 1 / rank of the photo that a view shows. */
  readonly mAP: number;
  /** Probability that a pair judged similar is closer than one judged different; `null` if too few pairs were judged. */
  readonly auc: number | null;
}

/** By how much one encoder scores better than another (learning/scores/overall), and the standard error of that. */
export interface EncoderGain {
  readonly score: number;
  readonly error: number;
}

export interface EncoderVersion {
  readonly id: EncoderVersionId;
  readonly name: string;
  /** Whether it came with the app; then it cannot be deleted. */
  readonly shipped: boolean;
  readonly inUse: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** `null` for one that came with the app. `before` has the scores of the version it started from, on the same photos. */
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

/** `preparing`: scores the held-out photos first. `encoding`: encodes all photos with the new version. */
export type TrainPhase = 'idle' | 'preparing' | 'training' | 'scoring' | 'encoding' | 'paused' | 'done' | 'cancelled' | 'failed';

/** Something the user should know about a run: a backend failed and another took over, or the run was interrupted. */
export type TrainNotice =
  | { readonly kind: 'backend-failed'; readonly from: string; readonly to: string; readonly reason: string }
  | { readonly kind: 'interrupted' };

export interface TrainProgress {
  readonly phase: TrainPhase;
  /** `switch`: switches to an earlier version, after encoding the photos it never saw. */
  readonly job: 'train' | 'switch';
  /** Time spent on training, out of `budget`; both in seconds. */
  readonly seconds: number;
  readonly budget: number;
  /** Until everything is done, including encoding; `null` until measured. */
  readonly secondsLeft: number | null;
  /** Photos per second, trained on or encoded. */
  readonly speed: number;
  /** Photos trained on, and those held out for scoring. */
  readonly photos: number;
  readonly heldOut: number;
  readonly encoded: { readonly done: number; readonly total: number };
  readonly backend: string | null;
  /** Which part of the encoder is trained. */
  readonly depth: 'last-blocks' | 'all' | null;
  readonly loss: readonly TrainPoint[];
  /** On the held-out photos: mAP of finding a photo by one of its views. */
  readonly score: readonly TrainPoint[];
  readonly notices: readonly TrainNotice[];
  /** When training is over: whether the new version was better, by a gain larger than its error, and is used; `gain` is left out of runs that began before it was measured. */
  readonly outcome: { readonly adopted: boolean; readonly before: EncoderScores; readonly after: EncoderScores; readonly gain?: EncoderGain } | null;
  readonly error: Failure | null;
}

/** A compute backend, best first; the first usable one is taken. */
export interface BackendState {
  readonly name: string;
  readonly usable: boolean;
  /** Why it is not usable, or a remark about it (English). */
  readonly note: string | null;
}

/** What a page's WebGPU reports about its adapter. */
export interface GpuAdapter {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter: boolean;
}

/** Which kind of learning/work a worker in a page does. */
export type GpuRole = 'photos' | 'training';

/** What a page should do with its workers, identified by number. Data and messages are those of learning/work. */
export type GpuOrder =
  | { readonly kind: 'start'; readonly worker: number; readonly role: GpuRole; readonly data: unknown }
  | { readonly kind: 'post'; readonly worker: number; readonly message: unknown }
  | { readonly kind: 'end'; readonly worker: number };

interface GpuError {
  readonly name: string;
  readonly message: string;
}

/** A reply of a worker in a page: ready, an answer, a failed request, or why it died. */
export type GpuReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly answer: unknown }
  | { readonly kind: 'error'; readonly error: GpuError }
  | { readonly kind: 'died'; readonly error: GpuError };

/** What a training would involve. */
export interface TrainPlan {
  readonly photos: number;
  /** The fewest photos that can be trained on. */
  readonly fewest: number;
  /** A suitable duration for this many photos on this machine. */
  readonly minutes: number;
  readonly backends: readonly BackendState[];
}

// ---- failures

export type FailureCode =
  | 'bad-request' | 'no-library' | 'folder-missing' | 'folder-unreadable' | 'folder-unwritable' | 'not-a-folder' | 'library-in-use'
  | 'library-too-new' | 'library-damaged' | 'disk-full' | 'file-exists' | 'backup-damaged' | 'backup-too-new'
  | 'photo-missing' | 'files-busy' | 'engine-failed' | 'no-exiftool' | 'too-few-photos' | 'unexpected';

/** How an error crosses processes. `message` says what to do, in English; the screen translates by `code`. */
export interface Failure {
  readonly name: string;
  readonly code: FailureCode;
  readonly message: string;
}

// ---- requests and events

/** Requests to the app as a whole. A page is one load of the screen, with its own name (`Bridge.page`). */
export interface AppRequests {
  'app.describe': { input: null; output: AppDescription };
  'settings.write': { input: Partial<Settings>; output: Settings };
  /** Electron: the system's dialog. Browser: always `null`; draw a picker from `folders.list`. */
  'folders.choose': { input: null; output: string | null };
  /** `null` lists the home folder. */
  'folders.list': { input: { readonly path: string | null }; output: FolderListing };

  /** The machine's own are detected once; `TrainPlan.backends` are the same. */
  'compute.backends': { input: null; output: readonly BackendState[] };

  /** A page lends its GPU under its name, or reports that it has none. */
  'gpu.offer': { input: { readonly page: string; readonly adapter: GpuAdapter | null }; output: null };
  /** Waits some seconds for orders; `null` if there is nothing to wait for. Call repeatedly after `gpu.wanted`. */
  'gpu.take': { input: { readonly page: string }; output: readonly GpuOrder[] | null };
  'gpu.tell': { input: { readonly page: string; readonly worker: number; readonly reply: GpuReply }; output: null };

  'library.recent': { input: null; output: readonly RecentLibrary[] };
  /** Opens a folder's library (creating what is missing), which stays open while a page holds it, and starts an index run. Several may be open. */
  'library.open': {
    /** `bring`: if the folder has no library yet, it takes over what these libraries know about its photos once it is indexed. */
    input: { readonly folder: string; readonly page: string; readonly bring?: readonly LibraryId[] };
    output: LibraryState;
  };
  /**
   * A page that just loaded or reconnected holds the library it had, reopened if it was closed meanwhile; `null`: the one opened
   * last. Returns `null` if there is none.
   */
  'library.enter': { input: { readonly library: LibraryId | null; readonly page: string }; output: LibraryState | null };
  /** The page releases it, having stored its unsaved changes. It closes once no page holds it. */
  'library.close': { input: { readonly library: LibraryId; readonly page: string }; output: null };
  /** The page has stored all unsaved changes, in response to `library.closing`. */
  'library.flushed': { input: { readonly library: LibraryId; readonly page: string }; output: null };
  /**
   * Rebuilds a damaged library from everything still readable, keeping the damaged file next to it. `entries` of the user's answers
   * were kept; `lost` is inferred from their ids.
   */
  'library.repair': { input: { readonly folder: string }; output: { readonly entries: number; readonly lost: number } };
  /** Deletes a library's stored state and removes it from the recent list, closing it on every page; the photos stay. */
  'library.forget': { input: { readonly library: LibraryId }; output: null };
  /** Asks for the file of a backup to write or to read, in the system's dialog; a browser has none: `null`. */
  'backup.choose': { input: { readonly library: LibraryId | null }; output: string | null };
  /**
   * Writes everything known about a library into one file, checked before it gets its name; the library may be open and in use. Refuses
   * (`file-exists`) a file that is there, unless it is to be replaced.
   */
  'library.backup': { input: { readonly library: LibraryId; readonly file: string; readonly thumbnails?: boolean; readonly replace?: boolean }; output: WrittenBackup };
  /** What is in a backup, without restoring it. Refuses (`backup-damaged`, `backup-too-new`) what is none or cannot be read. */
  'backup.read': { input: { readonly file: string }; output: BackupSummary };
  /** Makes a library of a backup, all of it checked before anything changes. A library in the way is never overwritten: see `InTheWay`. */
  'library.restoreBackup': { input: { readonly file: string; readonly inTheWay: InTheWay }; output: RestoredLibrary };
  /** Whose photos a folder holds: the library that has it, else what it has in common with known ones, likeliest first. */
  'folders.recognise': { input: { readonly folder: string }; output: { readonly library: LibraryId | null; readonly candidates: readonly FolderLikeness[] } };
  /** A library's folder `from` (empty if its folder is not known) is now at `to`; the library need not be open. */
  'library.relocate': { input: { readonly library: LibraryId; readonly from: string; readonly to: string }; output: null };
  /** The number of answers in a library, open or not, and all of them as JSON lines. */
  'library.answers': { input: { readonly library: LibraryId }; output: { readonly answers: number; readonly lines: string } };
  /** The same as `judgments.save`, for a library that need not be open. */
  'library.saveAnswers': { input: { readonly library: LibraryId }; output: string | null };
}

/** Requests to one library, which is named separately from the input: `Bridge.of`. If it is not open they fail with `no-library`. */
export interface LibraryRequests {
  /** Adds a folder, or removes one, keeping all answers about its photos; then scans the folders again. */
  'folders.add': { input: { readonly folder: string }; output: LibraryState };
  'folders.remove': { input: { readonly folder: string }; output: LibraryState };
  'leftOut.read': { input: null; output: LeftOut };
  /** Takes effect at once; the folders are scanned again. */
  'leftOut.write': { input: LeavingOut; output: LeftOut };

  'index.progress': { input: null; output: IndexProgress };
  'index.start': { input: null; output: IndexProgress };
  'index.pause': { input: null; output: IndexProgress };
  'index.resume': { input: null; output: IndexProgress };
  'index.cancel': { input: null; output: IndexProgress };

  'photos.list': { input: null; output: PhotoTable };
  /** The listed photos that were first seen at or after that time (milliseconds since 1970). */
  'photos.added': { input: { since: number }; output: Uint32Array };
  /** Where each of these photos is, the first of its files; `null` for a photo that is not here now. At most a thousand. */
  'photos.files': { input: { readonly ids: readonly PhotoId[] }; output: readonly (PhotoFile | null)[] };
  /** Where each of these photos was taken: latitude and longitude in degrees one after the other, NaN where unknown. At most a thousand. */
  'photos.places': { input: { readonly ids: readonly PhotoId[] }; output: Float64Array };
  'photo.details': { input: { readonly id: PhotoId }; output: PhotoDetails };
  /** Nearest photos by the lens's metric, nearest first. */
  'photo.neighbours': { input: { readonly lensId: LensId; readonly id: PhotoId; readonly count: number }; output: readonly Neighbour[] };
  'problems.list': { input: null; output: readonly Problem[] };
  /** Reads every problem file again. */
  'problems.retry': { input: null; output: IndexProgress };

  /** Every mark of the library: photos that are not listed have none. */
  'marks.read': { input: null; output: MarkTable };
  /** Changes the given parts of the marks of any number of photos; unknown ids are left out. */
  'marks.write': { input: { readonly ids: Uint32Array; readonly change: Partial<Mark> }; output: MarksChange };
  /** Undoes a change: each photo gets the mark it had, and one that had none of the user's goes back to that of its file. */
  'marks.restore': { input: MarkTable; output: MarksChange };

  /** Albums that are not deleted, in their order. */
  'albums.list': { input: null; output: readonly Album[] };
  /** A new album behind the others; `rule`: a smart one, whose photos are not given. All refuse (`bad-request`) a name that is empty, and an album that is gone. */
  'albums.create': { input: { readonly name: string; readonly rule: AlbumRule | null; readonly photos: Uint32Array }; output: Album };
  'albums.change': { input: { readonly id: AlbumId; readonly change: AlbumChange }; output: Album };
  /** Puts the albums into this order. */
  'albums.arrange': { input: { readonly ids: readonly AlbumId[] }; output: null };
  /** Deletes it until it is restored; its photos stay in the library. */
  'albums.delete': { input: { readonly id: AlbumId }; output: null };
  'albums.restore': { input: { readonly id: AlbumId }; output: null };
  /** The photos that are in the library now, in the order the album shows them. */
  'albums.photos': { input: { readonly id: AlbumId }; output: Uint32Array };
  /** Puts photos behind the others, or before one of them; those it holds move there. Refuses smart albums, as do the next two. */
  'albums.add': { input: { readonly id: AlbumId; readonly photos: Uint32Array; readonly before: PhotoId | null }; output: AlbumPhotos };
  'albums.remove': { input: { readonly id: AlbumId; readonly photos: Uint32Array }; output: AlbumPhotos };
  /** Gives it exactly these, as `AlbumPhotos` has them: undo and redo. */
  'albums.fill': { input: { readonly id: AlbumId; readonly photos: Uint32Array }; output: AlbumPhotos };
  /** What other programs, or the folders, say of the photos: in this folder, or in the library's own (`null`). Changes nothing. */
  'import.look': { input: { readonly from: string | null }; output: Found };
  /** Takes over what was chosen of the last look. Refuses (`bad-request`) an earlier one. */
  'import.take': { input: Choice; output: Taken };
  /** The albums that hold a photo. */
  'albums.of': { input: { readonly photo: PhotoId }; output: readonly AlbumId[] };

  'groups.read': { input: { readonly lensId: LensId }; output: StoredGrouping };
  /** Writes a grouping based on `revision` and returns the new revision; `null`, without writing, if another page wrote since. */
  'groups.write': { input: { readonly lensId: LensId; readonly grouping: SavedColumns; readonly revision: number }; output: number | null };

  'judgments.read': { input: { readonly lensId: LensId }; output: JudgmentLog };
  'judgments.add': { input: { readonly lensId: LensId; readonly statement: Statement; readonly origin: Origin }; output: JudgmentOutcome };
  /** Drops earlier judgments and adds new ones of one origin, as one step: all of it or, if it contradicts the rest, nothing. */
  'judgments.change': {
    input: { readonly lensId: LensId; readonly drop: readonly JudgmentId[]; readonly statements: readonly Statement[]; readonly origin: Origin };
    output: JudgmentOutcome;
  };
  /** The judgments in force of one lens, or of all (`null`), as JSON lines by content hash. */
  'judgments.export': { input: { readonly lensId: LensId | null }; output: string };
  /** The same, to a file that the user chooses in the system's dialog: its path, or `null` if cancelled or the host has no dialog. */
  'judgments.save': { input: { readonly lensId: LensId | null }; output: string | null };
  /** Imports JSON lines; each line into its lens, which is created if missing, or all into one. All count as volunteered: see `Origin`. */
  'judgments.import': { input: { readonly lensId: LensId | null; readonly text: string }; output: ImportReport };
  /** Undoes that step: the last one, or an earlier one that nothing later depends on. Any other stays as it is. */
  'judgments.undo': { input: { readonly lensId: LensId; readonly step: StepId }; output: JudgmentLog };
  /** Redoes that step, if it was the last to be undone and nothing was said since. */
  'judgments.redo': { input: { readonly lensId: LensId; readonly step: StepId }; output: JudgmentLog };

  /** Keys (`keyOf`) of the questions that the user skipped under a lens. */
  'questions.skipped': { input: { readonly lensId: LensId }; output: readonly string[] };
  /** Records that the question about these photos was skipped, or (`false`) that it may be asked again. Of a sheet, those that stand for its groups. */
  'questions.skip': { input: { readonly lensId: LensId; readonly photos: readonly PhotoId[]; readonly skipped: boolean }; output: null };

  /** All sets of duplicates; `left`: pairs of photos still to compare, `null` when all were. */
  'duplicates.list': { input: null; output: { readonly sets: readonly DuplicateSummary[]; readonly habits: KeeperHabits; readonly left: number | null } };
  /** These sets as a whole, at most 200; those that are no more are left out. */
  'duplicates.read': { input: { readonly ids: readonly string[] }; output: readonly DuplicateSet[] };
  /** Stores decisions, all or none, and returns ids to revoke them by. Nothing happens to files. Refuses (`bad-request`) sets that changed, and keeping none. */
  'duplicates.decide': { input: { readonly decided: readonly { readonly id: string; readonly decision: Decision }[] }; output: readonly number[] };
  'duplicates.revoke': { input: { readonly ids: readonly number[] }; output: null };
  /** The files that are to go by what was decided, for `plans.preview`, and what is kept in place of photos that go with all their files, for `plans.start`. */
  'duplicates.toGo': { input: null; output: { readonly chosen: readonly ChosenPhoto[]; readonly bytes: number; readonly heirs: readonly Heir[] } };
  /** Sets the order of the rules that keepers are proposed by. */
  'duplicates.order': { input: KeeperOrder; output: null };
  /** Forgets what choices taught; the decisions stay. */
  'duplicates.forget': { input: null; output: null };

  /** What an action on files would do, without doing it. `plans.start` does it while it is among the last few previews. */
  'plans.preview': { input: PlanRequest; output: PlanPreview };
  /**
   * Performs what a preview showed; progress arrives as `plans.progress`. Albums and marks of photos that go with their last file go over to their
   * `heirs`, as far as these have none, and come back with them. Refuses a preview that is forgotten (`bad-request`), and while another plan runs (`files-busy`).
   */
  'plans.start': { input: { readonly draft: DraftId; readonly heirs?: readonly Heir[] }; output: PlanProgress };
  /** Stops the running plan after the step in progress; the rest stays planned. */
  'plans.cancel': { input: null; output: PlanProgress | null };
  /** Performs what is still planned. */
  'plans.resume': { input: { readonly id: PlanId }; output: PlanProgress };
  /** Takes back what was done, the last step first. */
  'plans.undo': { input: { readonly id: PlanId }; output: PlanProgress };
  /** All plans, the latest first. */
  'plans.list': { input: null; output: readonly PlanSummary[] };
  /** One plan with all its steps. */
  'plans.read': { input: { readonly id: PlanId }; output: Plan };

  /** Writes a list of photos, or a contact sheet, into a file. Never replaces one unless asked to. */
  'lists.write': { input: ListRequest; output: ListOutcome };

  'train.plan': { input: null; output: TrainPlan };
  'train.progress': { input: null; output: TrainProgress };
  /** Starts a run, or resumes an interrupted one. Refuses (`too-few-photos`) a library that is too small. */
  'train.start': { input: { readonly minutes: number }; output: TrainProgress };
  'train.pause': { input: null; output: TrainProgress };
  'train.resume': { input: null; output: TrainProgress };
  'train.cancel': { input: null; output: TrainProgress };

  'encoder.versions': { input: null; output: readonly EncoderVersion[] };
  /** Switches to an earlier version, after encoding the photos it never saw. */
  'encoder.use': { input: { readonly id: EncoderVersionId }; output: TrainProgress };
  /** Refuses (`bad-request`) the one in use and one that came with the app. */
  'encoder.delete': { input: { readonly id: EncoderVersionId }; output: readonly EncoderVersion[] };

  'lenses.list': { input: null; output: readonly Lens[] };
  /** Refuses (`bad-request`) a name that is empty or taken, as do `duplicate` and `rename`. */
  'lenses.create': { input: { readonly name: string }; output: Lens };
  /** A new lens with the judgments in force, groups and names of another. */
  'lenses.duplicate': { input: { readonly lensId: LensId; readonly name: string }; output: Lens };
  'lenses.rename': { input: { readonly lensId: LensId; readonly name: string }; output: Lens };
  /** Deletes it until it is restored; refuses the only one. If it was the current lens, another takes its place. */
  'lenses.delete': { input: { readonly lensId: LensId }; output: null };
  'lenses.restore': { input: { readonly lensId: LensId }; output: Lens };
  /** Makes this the current lens: `LibraryState.lensId`. */
  'lenses.choose': { input: { readonly lensId: LensId }; output: LibraryState };
}

export type AppRequestName = keyof AppRequests;
export type LibraryRequestName = keyof LibraryRequests;
export type RequestName = AppRequestName | LibraryRequestName;
type Requests = AppRequests & LibraryRequests;
export type Input<N extends RequestName> = Requests[N]['input'];
export type Output<N extends RequestName> = Requests[N]['output'];

/** Main side: one function per request. The host turns thrown errors into a `Failure`. */
export type AppHandlers = { readonly [N in AppRequestName]: (input: Input<N>) => Promise<Output<N>> };
/** The same for the requests about a library, which is given by id, or as the object that the id was resolved to. */
export type LibraryHandlers<L = LibraryId> = { readonly [N in LibraryRequestName]: (library: L, input: Input<N>) => Promise<Output<N>> };

/** Events of the app as a whole, sent to every page. */
export interface AppEvents {
  /** There are orders for this page: `gpu.take`. */
  'gpu.wanted': { readonly page: string };
  /** A folder was opened from outside the page (the menu, a second start): `library.enter` with `null` returns it. */
  'library.offered': null;
  'backup.progress': BackupProgress;
}

/** Events of one library, which is named separately from the payload. */
export interface LibraryEvents {
  'index.progress': IndexProgress;
  /** Photos were added or disappeared: read `photos.list` again when convenient. */
  'photos.changed': { readonly photos: number; readonly problems: number };
  /** Marks of these photos are now as given, whoever changed them. Marks read from files come with `photos.changed`. */
  'marks.changed': MarkTable;
  /** Albums changed, or what smart ones hold. */
  'albums.changed': null;
  /** A look at what other programs say is at this photo file. */
  'import.progress': { readonly done: number; readonly total: number };
  /** Points changed (index finished, a new encoder version, a new fit): fetch the space again from its address. */
  'space.changed': { readonly lensId: LensId; readonly revision: number };
  /** Groups were written, by whichever page. */
  'groups.changed': { readonly lensId: LensId; readonly revision: number };
  'judgments.changed': JudgmentLog;
  'lenses.changed': readonly Lens[];
  /** Sets of duplicates, decisions or proposals changed; `left` as in `duplicates.list`. */
  'duplicates.changed': { readonly left: number | null };

  /** A plan of actions on files goes on or has ended. */
  'plans.progress': PlanProgress;
  'train.progress': TrainProgress;
  'encoder.changed': readonly EncoderVersion[];
  'library.changed': LibraryState;
  /** It is about to close: pages that hold it store their unsaved changes and send `library.flushed`, within seconds. */
  'library.closing': null;
  /** It was closed, whoever held it. */
  'library.closed': null;
}

export type AppEventName = keyof AppEvents;
export type LibraryEventName = keyof LibraryEvents;
export type EventName = AppEventName | LibraryEventName;
export type Emit = <E extends AppEventName>(name: E, payload: AppEvents[E]) => void;
/** Emits events of one library. */
export type LibraryEmit = <E extends LibraryEventName>(name: E, payload: LibraryEvents[E]) => void;

/** Renderer side: what the preload (Electron) or the HTTP client (browser) provides as `window.kindred`. */
export interface Bridge {
  /** The name of this page, unique to this load. */
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
  /** Only that library's events. */
  on<E extends LibraryEventName>(name: E, listener: (payload: LibraryEvents[E]) => void): () => void;
  /** A thumbnail (longer side 320 px). */
  thumbnailUrl(id: PhotoId): string;
  /** The photo to fill a screen (longer side at most 2560 px, oriented, sRGB). */
  photoUrl(id: PhotoId): string;
  /** The space of a lens as bytes (learning/metric/space-bytes), for a worker to fetch; until a newer one is ready, the current one. */
  spaceUrl(lensId: LensId): string;
}
