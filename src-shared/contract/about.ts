// The app about itself: whose work it is made of, and what a report of a fault needs.
import type { Host } from './app.ts';
import type { BackendState } from './training.ts';

/** A package that ships with the app. */
export interface Notice {
  readonly name: string;
  readonly version: string;
  /** SPDX identifier or expression. */
  readonly licence: string;
  /** The licence and notices as its authors wrote them; '' if the package has no such file. */
  readonly text: string;
}

export interface DiagnosedLibrary {
  /** Which of the libraries, from 1, in the order in which they were opened last; its name is not told. */
  readonly place: number;
  readonly isOpen: boolean;
  readonly photos: number;
  readonly answers: number;
  /** Bytes of its database, of its thumbnails, and of all else it stores. */
  readonly bytes: { readonly library: number; readonly thumbnails: number; readonly others: number };
  /** What looking through its databases found, in words where that is not that they are sound; `null` if nobody looked. */
  readonly check: { readonly result: 'sound' | 'damaged' | 'failed'; readonly detail: string } | null;
}

/** Tells nothing of photos: no names of files, folders, libraries or lenses. */
export interface Diagnostics {
  readonly version: string;
  readonly host: Host | 'command line';
  readonly system: {
    readonly platform: string;
    readonly release: string;
    readonly architecture: string;
    readonly processor: string;
    readonly cores: number;
    /** Bytes. */
    readonly memory: number;
    /** Bytes that this process holds. */
    readonly held: number;
    readonly locale: string;
  };
  /** Versions of what the app runs on, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly backends: readonly BackendState[];
  readonly encoder: string | null;
  /** Bytes left on the disk of the data folder, `null` if the system does not say. */
  readonly free: number | null;
  readonly libraries: readonly DiagnosedLibrary[];
  /** The newest errors, oldest first. */
  readonly errors: readonly string[];
}

export interface AboutRequests {
  'about.notices': { input: null; output: readonly Notice[] };
  /** `check`: also looks for damage in the databases, which takes seconds on large ones. */
  'about.diagnose': { input: { readonly check: boolean }; output: Diagnostics };
}
