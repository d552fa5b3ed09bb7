// Libraries, open or not: where their folders are, what state they are in.

import type { LensId, LibraryId } from '../ids.ts';
import type { FailureCode } from './failures.ts';

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

/** What a file is that is not read: `picture`: one of a kind that Kindred does not read; `hidden` and `left-out` files were not looked at. */
export type NotReadKind = 'video' | 'audio' | 'picture' | 'sidecar' | 'document' | 'archive' | 'program' | 'hidden' | 'left-out' | 'elsewhere' | 'other';

export interface NotRead {
  readonly kind: NotReadKind;
  readonly files: number;
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
  /** Of photos: one may be in several. Every file below the folders is one of these, a problem, or not read. */
  readonly files: number;
  readonly problems: number;
  /** Files below its folders that are no photos, as the last scans found them; the most frequent kind first. */
  readonly notRead: readonly NotRead[];
  readonly encoderVersion: string;
  /** The encoder in use understands words: `alike.words`. Left out if not. */
  readonly words?: true;
  readonly lensId: LensId;
  /** When an index run that found anything last completed, in milliseconds since 1970; `null` if none completed yet. */
  readonly indexedAt: number | null;
  /** At most one of each kind. */
  readonly notices: readonly LibraryNotice[];
}

/** Something that was damaged and repaired automatically, or could not be, since the library was opened. */
export type LibraryNotice =
  /** Thumbnails were damaged: they were reset, and indexing rebuilds them. */
  | { readonly kind: 'thumbnails-rebuilt' }
  /**
   * The library was damaged and repaired before it was opened; told until it is closed. `lost` of the user's answers are known to be, `restored` came back
   * from a copy made at `keptAt` (milliseconds since 1970): what was done since may be lost too. `null` if there was no copy.
   */
  | { readonly kind: 'repaired'; readonly keptAt: number | null; readonly restored: number; readonly lost: number }
  /** The trained encoder in use could not be started: the one that came with the app replaces it until the next opening. */
  | { readonly kind: 'encoder-failed'; readonly name: string; readonly reason: string }
  /** The system cannot report changes in a folder, because its limit of watched folders is reached or for another reason: it is polled. */
  | { readonly kind: 'watch-limit' | 'watch-failed'; readonly folder: string; readonly reason: string };

/** Requests about libraries that need not be open. */
export interface LibrariesRequests {
  'library.recent': { input: null; output: readonly RecentLibrary[] };
  /** A few thumbnails (JPEG) that stand for a library, open or not; none where it has none that can be read. */
  'library.covers': { input: { readonly library: LibraryId }; output: readonly Uint8Array[] };
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
  /** Whose photos a folder holds: the library that has it, else what it has in common with known ones, likeliest first. */
  'folders.recognise': { input: { readonly folder: string }; output: { readonly library: LibraryId | null; readonly candidates: readonly FolderLikeness[] } };
  /** A library's folder `from` (empty if its folder is not known) is now at `to`; the library need not be open. */
  'library.relocate': { input: { readonly library: LibraryId; readonly from: string; readonly to: string }; output: null };
  /** The number of answers in a library, open or not, and all of them as JSON lines. */
  'library.answers': { input: { readonly library: LibraryId }; output: { readonly answers: number; readonly lines: string } };
  /** The same as `judgments.save`, for a library that need not be open. */
  'library.saveAnswers': { input: { readonly library: LibraryId }; output: string | null };
}
