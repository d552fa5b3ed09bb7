// Everything long that is under way in the open library, as one list; and telling of what ends while the app is in the background.

import { untrack } from 'svelte';
import type { BackupProgress } from '../../src-shared/contract.ts';
import type { PlanProgress } from '../../src-shared/filing/plan.ts';
import { backupJob, duplicatesJob, indexJob, type Job, type JobId, learnJob, Measure, planJob } from './job.ts';
import type { Kindred } from './kindred.svelte.ts';
import type { OpenLibrary } from './open-library.svelte.ts';

/** How long a look for duplicates goes on until it is shown. */
const WORTH_A_LINE_MS = 4000;

export interface JobsOptions {
  readonly kindred: Pick<Kindred, 'bridge'>;
  readonly library: Pick<OpenLibrary, 'bridge' | 'progress' | 'learning' | 'duplicates'>;
  /** Told of a job that was under way here and has ended. */
  readonly onEnded: (job: Job) => void;
}

export class Jobs {
  #plan = $state.raw<Job | null>(null);
  #backup = $state.raw<Job | null>(null);
  /** Ended here with something that did not work, until put away. */
  #failed = $state.raw<readonly Job[]>([]);
  /** The look for duplicates takes long enough to be worth a line. */
  #late = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The most pairs that there were to compare in this look for duplicates. */
  #most = 0;
  readonly #under = new Map<JobId, Job>();
  readonly #measures = { plan: new Measure(), backup: new Measure(), duplicates: new Measure() };
  readonly #options: JobsOptions;
  readonly #stops: (() => void)[];

  constructor(options: JobsOptions) {
    this.#options = options;
    const { kindred, library } = options;
    this.#stops = [library.bridge.on('plans.progress', (told) => this.#takePlan(told)), kindred.bridge.on('backup.progress', (told) => this.#takeBackup(told))];
  }

  /** Under way or paused, or ended with failures that nobody has put away. */
  get all(): readonly Job[] {
    const active = [this.#index(), this.#learn(), this.#plan, this.#backup, this.#duplicates()].filter((job) => job !== null && (job.phase === 'running' || job.phase === 'paused')) as Job[]; // none is null
    return [...active, ...this.#failed.filter(({ id }) => active.every((job) => job.id !== id))];
  }

  /** Puts a failed one away. */
  dismiss(id: JobId): void {
    this.#failed = this.#failed.filter((job) => job.id !== id);
  }

  /** Call where what `all` lists may have changed: tells of those that ended. */
  look(): void {
    this.#wait(this.#options.library.duplicates.left);
    for (const job of [this.#index(), this.#learn(), this.#plan, this.#backup]) {
      if (!job) continue;
      const active = job.phase === 'running' || job.phase === 'paused';
      if (active) this.#under.set(job.id, job);
      else if (this.#under.delete(job.id) && job.phase !== 'cancelled') {
        // reading the folders has a strip of its own
        if (job.id !== 'index' && (job.phase === 'failed' || job.failures > 0)) untrack(() => (this.#failed = [...this.#failed.filter(({ id }) => id !== job.id), job]));
        this.#options.onEnded(job);
      }
    }
  }

  async pause(id: JobId): Promise<void> {
    const { library } = this.#options;
    if (id === 'learn') await library.learning.control(library.learning.progress?.phase === 'paused' ? 'resume' : 'pause');
  }

  async cancel(id: JobId): Promise<void> {
    const { library } = this.#options;
    if (id === 'learn') await library.learning.control('cancel');
    if (id === 'plan') await library.bridge.request('plans.cancel', null);
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
  }

  #index(): Job | null {
    const { progress } = this.#options.library;
    return progress && !progress.watched ? indexJob(progress) : null; // what turns up by itself is told as it comes
  }

  #learn(): Job | null {
    const { learning } = this.#options.library;
    return learning.progress && learnJob(learning.progress, learning.share);
  }

  #duplicates(): Job | null {
    const { left } = this.#options.library.duplicates;
    if (!left || !this.#late) return null;
    this.#most = Math.max(this.#most, left);
    return duplicatesJob(left, this.#most, this.#measures.duplicates.rate(1 - left / this.#most));
  }

  /** Most looks are over before anybody would read of them. */
  #wait(left: number | null): void {
    if (!left) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#late = false;
      this.#most = 0;
    } else this.#timer ??= setTimeout(() => (this.#late = true), WORTH_A_LINE_MS);
  }

  #takePlan(told: PlanProgress): void {
    this.#plan = planJob(told, this.#measures.plan.rate(told.totalBytes > 0 ? told.doneBytes / told.totalBytes : 0, told.done));
  }

  #takeBackup(told: BackupProgress): void {
    this.#backup = backupJob(told, this.#measures.backup.rate(told.share));
  }
}
