// The app as a whole: its settings, the folder picker, the window's GPU.

import type { View } from '../finding/view.ts';
import type { LibraryId } from '../ids.ts';
import type { BackendState, GpuAdapter, GpuOrder, GpuReply } from './training.ts';

export type Host = 'electron' | 'browser';
export type Theme = 'system' | 'light' | 'dark';
export type Language = 'system' | 'en' | 'ko';

export interface Settings {
  readonly theme: Theme;
  readonly language: Language;
  /** Whether the folders of open libraries are watched for changes. */
  readonly watchFolders: boolean;
  /** Whether the raw file of a shot and the picture beside it are one photo. */
  readonly pairRaw: boolean;
  /** Whether groups change by themselves, however much, when the metric learned; otherwise large changes are only offered. */
  readonly applyLearned: boolean;
  /** What Review asks: about one pair after another, or about sheets of photos. */
  readonly reviewBy: 'pairs' | 'sheets';
  /** Whether the system notifies of the end of long work while the app is in the background. */
  readonly tellEnd: boolean;
  /** Whether errors are noted with the names of files. */
  readonly logPaths: boolean;
  /** Whether newer versions are looked for, where the build has an address for it; the only connection there is. */
  readonly lookForUpdates: boolean;
  /** Whether the card of the first minutes was put away. */
  readonly introduced: boolean;
  /** How each library is shown, by its id; those not here as usual. */
  readonly views: Readonly<Record<LibraryId, View>>;
}

/** What the window's menu has the page do: show a screen, or a dialog. */
export type MenuCommand = 'groups' | 'singles' | 'all' | 'duplicates' | 'review' | 'learn' | 'albums' | 'map' | 'settings' | 'shortcuts' | 'about' | 'diagnostics' | 'backup' | 'restore' | 'import';

/** An image that the app was opened with: photos like it are looked for. */
export interface OfferedImage {
  readonly name: string;
  readonly bytes: Uint8Array;
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

/** Photos below a folder, as far as they were counted (by file extension); `folders` have some directly in them. */
export interface PhotosBelow {
  readonly photos: number;
  readonly folders: number;
  /** Nothing more will be counted; `more`: there were too many folders to see all. */
  readonly done: boolean;
  readonly more: boolean;
}

/** Requests about the app, and what a page lends it. A page is one load of the screen, with its own name (`Bridge.page`). */
export interface HostRequests {
  'app.describe': { input: null; output: AppDescription };
  /** The image that the app was opened with, once; `null` if there is none. */
  'image.take': { input: null; output: OfferedImage | null };
  'settings.write': { input: Partial<Settings>; output: Settings };
  /** Electron: the system's dialog. Browser: always `null`; draw a picker from `folders.list`. */
  'folders.choose': { input: null; output: string | null };
  /** `null` lists the home folder. */
  'folders.list': { input: { readonly path: string | null }; output: FolderListing };
  /** Makes a folder in another and lists it, which is empty; where it is there already, it is listed as it is. The name becomes one that every system allows. */
  'folders.make': { input: { readonly path: string; readonly name: string }; output: FolderListing };
  /** Counts for a moment and answers how far it is: ask again until it is done. Another path of the same page gives up the one before. */
  'folders.count': { input: { readonly page: string; readonly path: string }; output: PhotosBelow };
  /** The machine's own are detected once; `TrainPlan.backends` are the same. */
  'compute.backends': { input: null; output: readonly BackendState[] };
  /** A page lends its GPU under its name, or reports that it has none. */
  'gpu.offer': { input: { readonly page: string; readonly adapter: GpuAdapter | null }; output: null };
  /** Waits some seconds for orders; `null` if there is nothing to wait for. Call repeatedly after `gpu.wanted`. */
  'gpu.take': { input: { readonly page: string }; output: readonly GpuOrder[] | null };
  'gpu.tell': { input: { readonly page: string; readonly worker: number; readonly reply: GpuReply }; output: null };
}
