// The interface between main and renderer: every request, every event and every data shape that crosses; contract/ has them by topic.
// Types hold both hosts (Electron's IPC and HTTP on loopback) and both sides to it. Contains no behaviour.

import type { AboutRequests } from './contract/about.ts';
import type { AlbumRequests, ImportRequests } from './contract/albums.ts';
import type { AlikeRequests } from './contract/alike.ts';
import type { HostRequests } from './contract/app.ts';
import type { BackupRequests } from './contract/backups.ts';
import type { ClipboardRequests, DesktopRequests } from './contract/desktop.ts';
import type { DeskRequests } from './contract/desk.ts';
import type { DuplicateRequests } from './contract/duplicates.ts';
import type { AppEvents, LibraryEvents } from './contract/events.ts';
import type { FilingRequests } from './contract/filing.ts';
import type { FindingRequests } from './contract/finding.ts';
import type { FolderRequests } from './contract/folders.ts';
import type { GroupRequests } from './contract/grouping.ts';
import type { IndexRequests } from './contract/indexing.ts';
import type { JudgmentRequests } from './contract/judgments.ts';
import type { LensRequests } from './contract/lenses.ts';
import type { LibrariesRequests } from './contract/libraries.ts';
import type { MapRequests } from './contract/mapping.ts';
import type { MarkRequests } from './contract/marks.ts';
import type { PackRequests } from './contract/packs.ts';
import type { PhotoRequests } from './contract/photos.ts';
import type { TrainingRequests } from './contract/training.ts';
import type { UpdateRequests } from './contract/updates.ts';
import type { LibraryId, PhotoId } from './ids.ts';

export type { GroupId, JudgmentId, LensId, LibraryId, PhotoId } from './ids.ts';
export type { Flag, Label, Mark, Stars } from './marks/mark.ts';
export type { PhotoFile } from './photo.ts';
export type * from './contract/about.ts';
export type * from './contract/albums.ts';
export type * from './contract/alike.ts';
export type * from './contract/app.ts';
export type * from './contract/backups.ts';
export type * from './contract/desk.ts';
export type * from './contract/desktop.ts';
export type * from './contract/duplicates.ts';
export type * from './contract/events.ts';
export type * from './contract/failures.ts';
export type * from './contract/finding.ts';
export type * from './contract/filing.ts';
export type * from './contract/folders.ts';
export type * from './contract/grouping.ts';
export type * from './contract/indexing.ts';
export type * from './contract/judgments.ts';
export type * from './contract/lenses.ts';
export type * from './contract/libraries.ts';
export type * from './contract/mapping.ts';
export type * from './contract/marks.ts';
export type * from './contract/packs.ts';
export type * from './contract/photos.ts';
export type * from './contract/training.ts';
export type * from './contract/updates.ts';

/** Requests to the app as a whole. */
export interface AppRequests extends HostRequests, LibrariesRequests, BackupRequests, PackRequests, ClipboardRequests, AboutRequests, UpdateRequests {}

/** Requests to one library, which is named separately from the input: `Bridge.of`. If it is not open they fail with `no-library`. */
export interface LibraryRequests extends FolderRequests, IndexRequests, PhotoRequests, FindingRequests, AlikeRequests, MarkRequests, AlbumRequests, ImportRequests, GroupRequests, DeskRequests, JudgmentRequests, DuplicateRequests, FilingRequests, LensRequests, MapRequests, TrainingRequests, DesktopRequests {}

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
  /** Where a file or folder that was dropped is, '' if it is nowhere on this computer. A browser does not say. */
  pathOf?(file: File): string;
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
}
