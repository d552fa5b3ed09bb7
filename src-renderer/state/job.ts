// Long work of any kind in the words of one tray: what it is, how far, how fast, what can be done about it. Pure; which jobs there are: jobs.svelte.ts.

import type { BackupProgress, Failure, IndexProgress, TrainProgress } from '../../src-shared/contract.ts';
import type { PlanProgress } from '../../src-shared/filing/plan.ts';

export type JobId = 'index' | 'learn' | 'plan' | 'backup' | 'duplicates';

export interface Job {
  readonly id: JobId;
  /** Which kind of it; part of the key of its name. */
  readonly kind: 'index' | 'train' | 'encode' | 'switch' | 'move' | 'copy' | 'hardlink' | 'symlink' | 'trash' | 'undo' | 'writing' | 'checking' | 'restoring' | 'duplicates';
  readonly phase: 'running' | 'paused' | 'done' | 'cancelled' | 'failed';
  /** 0 to 1; `null` while it is not known how much there is. */
  readonly share: number | null;
  readonly counted: { readonly done: number; readonly total: number } | null;
  /** Photos or files per second; 0 until measured. */
  readonly speed: number;
  readonly secondsLeft: number | null;
  readonly pausable: boolean;
  readonly cancellable: boolean;
  /** What did not work, one by one; where they are listed depends on the job. */
  readonly failures: number;
  readonly why: Failure | string | null;
}

const ended = { share: 1, speed: 0, secondsLeft: null, pausable: false, cancellable: false, failures: 0, why: null, counted: null } as const;

export function indexJob({ phase, done, total, speed, secondsLeft, counts, error }: IndexProgress): Job | null {
  if (phase === 'idle') return null;
  const base = { id: 'index', kind: 'index', counted: total > 0 ? { done, total } : null, failures: counts.problems, why: error } as const;
  if (phase === 'done' || phase === 'cancelled' || phase === 'failed') return { ...ended, ...base, phase };
  return { ...base, phase: phase === 'paused' ? 'paused' : 'running', share: phase === 'scanning' || total === 0 ? null : done / total, speed, secondsLeft, pausable: true, cancellable: true };
}

/** @param share how much of the run is done, as the screen of learning counts it */
export function learnJob({ phase, job, encoded, speed, secondsLeft, error }: TrainProgress, share: number | null): Job | null {
  if (phase === 'idle') return null;
  const kind = job === 'switch' ? 'switch' : phase === 'encoding' ? 'encode' : 'train';
  const counted = kind === 'train' || encoded.total === 0 ? null : encoded;
  if (phase === 'done' || phase === 'cancelled' || phase === 'failed') return { ...ended, id: 'learn', kind, phase, why: error };
  return { id: 'learn', kind, phase: phase === 'paused' ? 'paused' : 'running', share, counted, speed, secondsLeft, pausable: true, cancellable: true, failures: 0, why: null };
}

export function planJob({ phase, kind, undoing, done, total, doneBytes, totalBytes, refused, stoppedBy }: PlanProgress, { speed, secondsLeft }: Rate): Job {
  const what = { id: 'plan', kind: undoing ? 'undo' : kind, counted: { done, total }, failures: refused, why: stoppedBy?.message ?? null } as const;
  if (phase !== 'running') return { ...ended, ...what, phase: phase === 'ended' ? 'done' : phase === 'failed' || stoppedBy ? 'failed' : 'cancelled' };
  const share = totalBytes > 0 ? doneBytes / totalBytes : total > 0 ? done / total : null;
  return { ...what, phase: 'running', share, speed, secondsLeft, pausable: false, cancellable: true };
}

export function backupJob({ doing, share }: BackupProgress, { secondsLeft }: Rate): Job {
  const what = { id: 'backup', kind: doing, counted: null, failures: 0, why: null, speed: 0, pausable: false, cancellable: false } as const;
  return share >= 1 ? { ...ended, ...what, phase: 'done' } : { ...what, phase: 'running', share, secondsLeft };
}

/** @param left what is still to compare @param most the most there ever was of it in this look */
export function duplicatesJob(left: number, most: number, { secondsLeft }: Rate): Job {
  return { id: 'duplicates', kind: 'duplicates', phase: 'running', share: most > 0 ? 1 - left / most : null, counted: null, speed: 0, secondsLeft, pausable: false, cancellable: false, failures: 0, why: null };
}

export interface Rate {
  readonly speed: number;
  readonly secondsLeft: number | null;
}

/** Measures work that does not measure itself, from when it began. Nothing is estimated from the first moments. */
export class Measure {
  #began: { readonly at: number; readonly share: number; readonly done: number } | null = null;
  readonly #now: () => number;

  /** @param now milliseconds */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  rate(share: number, done = 0): Rate {
    const at = this.#now();
    if (!this.#began || share < this.#began.share) this.#began = { at, share, done };
    const seconds = (at - this.#began.at) / 1000;
    const gained = share - this.#began.share;
    if (seconds < 2 || gained < 0.01) return { speed: 0, secondsLeft: null };
    return { speed: (done - this.#began.done) / seconds, secondsLeft: ((1 - share) / gained) * seconds };
  }
}
