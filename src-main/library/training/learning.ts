// How an open library's encoder learns: one job at a time, which trains or puts an earlier version in use, and the versions there are.
// What the job does is train-run.ts's; here is what may be asked of it, and when.

import type { BackendState, LibraryEmit, EncoderVersion, EncoderVersionId, LensId, TrainPlan, TrainProgress } from '../../../src-shared/contract.ts';
import type { Recipe } from '../../../src-shared/learning/training/recipe.ts';
import type { Backend } from '../../compute/backend.ts';
import { CodedError } from '../../failure.ts';
import type { Store } from '../../store/database.ts';
import { beginTrainingRun, openTrainingRun } from '../../store/training-runs.ts';
import { photosToLearnFrom } from '../../store/training-photos.ts';
import type { Encoders } from './encoders.ts';
import { FEWEST_PHOTOS } from './held-out.ts';
import type { Compute } from './learn.ts';
import { TrainRun } from './run.ts';
import { idleTraining } from './story.ts';

/** What the library's learning computes with; the app gives it, for where the weights lie and which backends there are is not the library's. */
export interface LearningCompute extends Compute {
  readonly backends: () => Promise<readonly (BackendState & { readonly name: Backend })[]>;
  /** Keeps the computer awake until the returned function is called. */
  readonly stayAwake?: () => () => void;
}

export interface LearningOptions {
  readonly store: Store;
  readonly encoders: Encoders;
  readonly compute: LearningCompute;
  readonly emit: LibraryEmit;
  readonly lens: () => LensId;
  readonly adopt: (id: EncoderVersionId, also: () => void) => Promise<void>;
}

export interface StartOptions {
  readonly minutes: number;
  /** One backend instead of the best. */
  readonly backend?: Backend;
  readonly seed?: number;
  readonly recipe?: Partial<Recipe>;
  readonly batch?: number;
}

/** Passes over the library that a suggested time allows for, at the photos a second that one thread of a CPU learns from. */
const PASSES = 20;
const LEARNED_A_SECOND = 25;
const MINUTES = { fewest: 3, most: 30 };

export class Learning {
  readonly #options: LearningOptions;
  #run: TrainRun | null = null;
  /** A start under way: two at the same time are one. */
  #starting: Promise<TrainRun> | null = null;

  constructor(options: LearningOptions) {
    this.#options = options;
  }

  /** Of the run under way or the last one; a run that a kill cut off waits as `paused`. */
  get progress(): TrainProgress {
    if (this.#run) return this.#run.progress;
    const open = openTrainingRun(this.#options.store);
    if (!open) return idleTraining;
    const status = (open.report as { status?: Partial<TrainProgress> } | null)?.status ?? {}; // written by train-run.ts alone
    return { ...idleTraining, ...status, phase: 'paused', budget: open.budget, speed: 0, notices: [{ kind: 'interrupted' }] };
  }

  /** Whether a run is at work; one that is paused is not. */
  get busy(): boolean {
    return this.#run?.running === true && this.#run.progress.phase !== 'paused';
  }

  get versions(): readonly EncoderVersion[] {
    return this.#options.encoders.all;
  }

  async plan(): Promise<TrainPlan> {
    const photos = photosToLearnFrom(this.#options.store).length;
    const minutes = Math.ceil((photos * PASSES) / LEARNED_A_SECOND / 60);
    return { photos, fewest: FEWEST_PHOTOS, minutes: Math.min(MINUTES.most, Math.max(MINUTES.fewest, minutes)), backends: await this.#options.compute.backends() };
  }

  /** Begins a run, goes on with one that was cut off, or gives the one under way; one that was told to stop is waited for. Rejects with `too-few-photos`, `engine-failed`. */
  async start(options: StartOptions): Promise<TrainRun> {
    if (this.#run?.running && !this.#run.ending) return this.#run;
    this.#starting ??= this.#begin(options).finally(() => (this.#starting = null));
    return this.#starting;
  }

  pause(): void {
    this.#run?.pause();
  }

  /** Also goes on with a run that was cut off or failed. */
  async resume(): Promise<void> {
    if (this.#run?.running) this.#run.resume();
    else if (openTrainingRun(this.#options.store)) await this.start({ minutes: MINUTES.fewest });
  }

  /** Gives up the run under way, or the one that waits to go on. */
  async cancel(): Promise<void> {
    if (!this.#run?.running && openTrainingRun(this.#options.store)) {
      const run = await this.start({ minutes: MINUTES.fewest });
      run.cancel();
      await run.finished;
    } else this.#run?.cancel();
  }

  /** Puts a version in use; gives the run that sees to it. @throws {CodedError} `bad-request` while another runs */
  async use(id: EncoderVersionId): Promise<TrainRun> {
    const { encoders } = this.#options;
    encoders.require(id);
    if (this.#starting || this.#run?.running || openTrainingRun(this.#options.store)) throw new CodedError('bad-request', 'A training is under way. Wait for its end or cancel it, then choose the version.');
    // from here on a second one is refused, and a start gives this run
    this.#starting = this.#usable().then((usable) => this.#launch({ run: null, use: id }, usable)).finally(() => (this.#starting = null));
    return this.#starting;
  }

  async delete(id: EncoderVersionId): Promise<readonly EncoderVersion[]> {
    await this.#options.encoders.delete(id);
    this.#options.emit('encoder.changed', this.versions);
    return this.versions;
  }

  /** Stops the run so that it goes on at the next start. */
  async close(): Promise<void> {
    this.#run?.leave();
    await this.#run?.finished;
  }

  async #begin({ minutes, backend, seed = Math.floor(Math.random() * 2 ** 31), recipe, batch }: StartOptions): Promise<TrainRun> {
    const { store, encoders } = this.#options;
    if (this.#run?.ending) await this.#run.finished;
    const usable = await this.#usable(backend);
    const open = openTrainingRun(store);
    const photos = photosToLearnFrom(store).length;
    if (!open && photos < FEWEST_PHOTOS) throw new CodedError('too-few-photos', `Training takes ${FEWEST_PHOTOS} photos at least, this library has ${photos}. Add photos to the folder.`);
    const run = open ?? beginTrainingRun(store, { base: encoders.inUse.id, budget: minutes * 60, seed, now: Date.now() });
    return this.#launch({ run, interrupted: open !== null && this.#run === null, ...(recipe && { recipe }), ...(batch !== undefined && { batch }) }, usable);
  }

  async #usable(wanted?: Backend): Promise<readonly Backend[]> {
    const all = await this.#options.compute.backends();
    const usable = all.filter(({ name, usable: can }) => can && (wanted === undefined || name === wanted)).map(({ name }) => name);
    if (usable.length === 0) {
      const why = all.find(({ name }) => name === wanted)?.note ?? 'none is there';
      throw new CodedError('engine-failed', `${wanted ?? 'No backend'} cannot be used: ${why}. There are: ${all.filter((one) => one.usable).map(({ name }) => name).join(', ')}.`);
    }
    return usable;
  }

  #launch(what: Pick<ConstructorParameters<typeof TrainRun>[0], 'run' | 'use' | 'interrupted' | 'recipe' | 'batch'>, backends: readonly Backend[]): TrainRun {
    const { store, encoders, compute, emit, lens, adopt } = this.#options;
    let letSleep: (() => void) | undefined;
    // a run that is paused may wait for days
    const keepAwake = (wanted: boolean): void => {
      if (wanted) return void (letSleep ??= compute.stayAwake?.());
      letSleep?.();
      letSleep = undefined;
    };
    const run = new TrainRun({
      ...what, store, encoders, compute, backends, lensId: lens(), adopt,
      onProgress: (progress) => {
        keepAwake(!['paused', 'done', 'cancelled', 'failed'].includes(progress.phase));
        emit('train.progress', progress);
      }
    });
    this.#run = run;
    return run;
  }
}
