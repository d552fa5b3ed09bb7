// A run over the folders.

import type { Failure } from './failures.ts';

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

/** Requests about index runs. */
export interface IndexRequests {
  'index.progress': { input: null; output: IndexProgress };
  'index.start': { input: null; output: IndexProgress };
  'index.pause': { input: null; output: IndexProgress };
  'index.resume': { input: null; output: IndexProgress };
  'index.cancel': { input: null; output: IndexProgress };
}
