// Backups of a library as one file.

import type { LibraryId } from '../ids.ts';
import type { LibraryPlace, RecentLibrary } from './libraries.ts';

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
  /** `null` where an earlier Kindred made it, which did not count them. */
  readonly albums: number | null;
  /** Photos that the user marked; `null` as for albums. */
  readonly marks: number | null;
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

/** Requests about backups. */
export interface BackupRequests {
  /** Asks for the file of a backup to write or to read, in the system's dialog; a browser has none: `null`. */
  'backup.choose': { input: { readonly library: LibraryId | null }; output: string | null };
  /**
   * Writes everything known about a library into one file, checked before it gets its name; the library may be open and in use. Refuses
   * (`file-exists`) a file that is there, unless it is to be replaced. `null` where it was cancelled.
   */
  'library.backup': { input: { readonly library: LibraryId; readonly file: string; readonly thumbnails?: boolean; readonly replace?: boolean }; output: WrittenBackup | null };
  /** Stops the writing of a backup, of which nothing is left; whether it was being written. */
  'backup.cancel': { input: { readonly file: string }; output: boolean };
  /** What is in a backup, without restoring it. Refuses (`backup-damaged`, `backup-too-new`) what is none or cannot be read. */
  'backup.read': { input: { readonly file: string }; output: BackupSummary };
  /** Makes a library of a backup, all of it checked before anything changes. A library in the way is never overwritten: see `InTheWay`. */
  'library.restoreBackup': { input: { readonly file: string; readonly inTheWay: InTheWay }; output: RestoredLibrary };
}
