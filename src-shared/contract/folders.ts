// Which folders a library has, and what it leaves out of them.

import type { LibraryState } from './libraries.ts';

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

/** Requests about the folders of a library. */
export interface FolderRequests {
  /** Adds a folder, or removes one, keeping all answers about its photos; then scans the folders again. */
  'folders.add': { input: { readonly folder: string }; output: LibraryState };
  'folders.remove': { input: { readonly folder: string }; output: LibraryState };
  'leftOut.read': { input: null; output: LeftOut };
  /** Takes effect at once; the folders are scanned again. */
  'leftOut.write': { input: LeavingOut; output: LeftOut };
}
