// Training of an open library's encoder: one job at a time, which trains or switches to another version, and the list of versions.
// Decides what may be started when; the job itself is run.ts.

import type { BackendState, LibraryEmit, EncoderVersion, EncoderVersionId, LensId, TrainPlan, TrainProgress } from '../../../src-shared/contract.ts';
import type { Recipe } from '../../../src-shared/learning/training/recipe.ts';
import { type Backend, forLearning, type LearningBackend } from '../../compute/backend.ts';
import { CodedError } from '../../failure.ts';
import type { Store } from '../../store/database.ts';
import { beginTrainingRun, openTrainingRun } from '../../store/training-runs.ts';
import { photosToLearnFrom } from '../../store/training-photos.ts';
import type { Encoders } from './encoders.ts';
import { FEWEST_PHOTOS } from './held-out.ts';
import type { Compute } from './open-subject.ts';
import { TrainRun } from './run.ts';
import { idleTraining } from './story.ts';
import { PARTS } from './view-features.ts';
import { trialOf } from './trial.ts';

/** What a library trains with. Passed in by the app, which knows where the weights are and which backends exist. */
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

/** What a run waits for by itself. */
export type WaitReason = 'battery' | 'sleep' | 'memory';

export interface StartOptions {
  readonly minutes: number;
  /** Use only this backend. */
  readonly backend?: LearningBackend;
  readonly seed?: number;
  readonly recipe?: Partial<Recipe>;
  readonly batch?: number;
}

/** The suggested time allows for this many passes over the library, at the speed of one CPU thread in photos per second. */
const PASSES = 20;
const PHOTOS_PER_SECOND = 25;
/** An encoder from outside is to look at the views of all photos in half of the time, at about the speed of a small one. */
const VIEWS_PER_SECOND = 10;
const MINUTES = { fewest: 3, most: 30, mostOutside: 120 };

type Launched = Pick<ConstructorParameters<typeof TrainRun>[0], 'run' | 'use' | 'trial' | 'interrupted' | 'recipe' | 'batch'>;

export class Learning {
  readonly #options: LearningOptions;
  #run: TrainRun | null = null;
  /** A start in progress, shared by concurrent calls. */
  #starting: Promise<TrainRun> | null = null;
  /** What the last run does. */
  #launched: Launched | null = null;

  constructor(options: LearningOptions) {
    this.#options = options;
  }

  /** Progress of the current or the last run; a run interrupted by a kill is `paused`. */
  get progress(): TrainProgress {
    if (this.#run) return this.#run.progress;
    const open = openTrainingRun(this.#options.store);
    if (!open) return idleTraining;
    const status = (open.report as { status?: Partial<TrainProgress> } | null)?.status ?? {}; // only written by run.ts
    return { ...idleTraining, ...status, phase: 'paused', budget: open.budget, speed: 0, notices: [{ kind: 'interrupted' }] };
  }

  /** Whether a run is computing, i.e. not paused. */
  get busy(): boolean {
    return this.#run?.running === true && this.#run.progress.phase !== 'paused';
  }

  get versions(): readonly EncoderVersion[] {
    return this.#options.encoders.all;
  }

  async plan(): Promise<TrainPlan> {
    const photos = photosToLearnFrom(this.#options.store).length;
    const outside = this.#options.encoders.inUse.pack !== null;
    const seconds = outside ? (2 * photos * (1 + PARTS)) / VIEWS_PER_SECOND : (photos * PASSES) / PHOTOS_PER_SECOND;
    const minutes = Math.min(outside ? MINUTES.mostOutside : MINUTES.most, Math.max(MINUTES.fewest, Math.ceil(seconds / 60)));
    return { photos, fewest: FEWEST_PHOTOS, minutes, backends: await this.#options.compute.backends() };
  }

  /**
   * Starts a run, resumes an interrupted one, or returns the current one; a run that is stopping is awaited first. Rejects with
   * `too-few-photos`, `engine-failed`.
   */
  async start(options: StartOptions): Promise<TrainRun> {
    if (this.#run?.running && !this.#run.ending) return this.#run;
    this.#starting ??= this.#begin(options).finally(() => (this.#starting = null));
    return this.#starting;
  }

  /** @param why left out if the user wants it */
  pause(why?: WaitReason): void {
    this.#run?.pause(why);
  }

  /** Resumes a paused, interrupted or failed run. */
  async resume(): Promise<void> {
    if (this.#run?.running) this.#run.resume();
    else if (this.#launched?.run === null && this.#run?.progress.phase === 'failed') await this.#switch(this.#launched);
    else if (openTrainingRun(this.#options.store)) await this.start({ minutes: MINUTES.fewest });
  }

  /** Cancels the current run, or the interrupted one. */
  async cancel(): Promise<void> {
    if (!this.#run?.running && openTrainingRun(this.#options.store)) {
      const run = await this.start({ minutes: MINUTES.fewest });
      run.cancel();
      await run.finished;
    } else if (this.#run?.running) this.#run.cancel();
    else this.#run = null; // one that failed is given up
  }

  /** Switches to a version; resolves with the run that does it. Rejects with `bad-request` while another run is open. */
  async use(id: EncoderVersionId): Promise<TrainRun> {
    const { encoders } = this.#options;
    encoders.require(id);
    return this.#switch({ run: null, use: id });
  }

  /**
   * Switches to the version that takes the place of the one in use, since the app brought it: its embeddings are computed beside. Resolves with the run
   * that does it, `null` where there is nothing to follow, or a training is open, which comes first.
   */
  async follow(): Promise<TrainRun | null> {
    const { successor } = this.#options.encoders;
    if (successor === null || this.#starting || this.#run?.running || openTrainingRun(this.#options.store)) return null;
    return this.use(successor);
  }

  /**
   * Tries a pack, and switches to it if it is better than the version in use, or `anyway`; resolves with the run that does it. What a run that was
   * stopped had encoded is kept: the next one goes on from there. Rejects with `bad-request` while another run is open.
   */
  async usePack(pack: { readonly id: string; readonly title: string }, { anyway = false } = {}): Promise<TrainRun> {
    const { store, encoders, compute, lens, emit } = this.#options;
    const onScored = (): void => emit('encoder.changed', this.versions);
    return this.#switch({ run: null, trial: trialOf({ store, encoders, pack, anyway, onScored, lensId: lens(), open: () => compute.openPack(pack.id) }) });
  }

  /** @throws {CodedError} `bad-request` if a pack is in use or being tried */
  requireUnused(pack: string): void {
    if (this.#starting || this.#run?.running) throw new CodedError('bad-request', 'An encoder is being trained or tried. Wait for it to finish or cancel it, then remove the encoder.');
    if (this.#options.encoders.inUse.pack?.id === pack) throw new CodedError('bad-request', 'This encoder is in use. Switch to another one before removing it.');
  }

  /** Lets go of a pack that is to be removed, with its embeddings. Rejects as `requireUnused` throws. */
  async forgetPack(pack: string): Promise<void> {
    const { encoders } = this.#options;
    this.requireUnused(pack);
    const known = encoders.all.filter((version) => version.pack?.id === pack);
    for (const { id } of [...known.filter(({ trained }) => trained), ...known.filter(({ trained }) => !trained)]) await encoders.delete(id); // adapters need the other
    this.#options.emit('encoder.changed', this.versions);
  }

  async #switch(what: Launched): Promise<TrainRun> {
    if (this.#starting || this.#run?.running || openTrainingRun(this.#options.store)) throw new CodedError('bad-request', 'A training is in progress. Wait for it to finish or cancel it, then choose the version.');
    // from here on another switch is refused, and `start` returns this run
    this.#starting = this.#usable().then((usable) => this.#launch(what, usable)).finally(() => (this.#starting = null));
    return this.#starting;
  }

  async delete(id: EncoderVersionId): Promise<readonly EncoderVersion[]> {
    await this.#options.encoders.delete(id);
    this.#options.emit('encoder.changed', this.versions);
    return this.versions;
  }

  /** Stops the run so that it can be resumed later. */
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
    if (!open && encoders.inUse.pack && recipe?.objective === 'rotation') throw new CodedError('bad-request', `An adapter on ${encoders.inUse.pack.title} cannot learn by rotation: its views are looked at once, not turned. Choose another objective.`);
    if (!open && photos < FEWEST_PHOTOS) throw new CodedError('too-few-photos', `Training needs at least ${FEWEST_PHOTOS} photos; this library has ${photos}. Add photos to the folder.`);
    const run = open ?? beginTrainingRun(store, { base: encoders.inUse.id, budget: minutes * 60, seed, now: Date.now() });
    return this.#launch({ run, interrupted: open !== null && this.#run === null, ...(recipe && { recipe }), ...(batch !== undefined && { batch }) }, usable);
  }

  async #usable(wanted?: LearningBackend): Promise<readonly LearningBackend[]> {
    const all = forLearning(await this.#options.compute.backends());
    const usable = all.filter(({ name, usable: can }) => can && (wanted === undefined || name === wanted)).map(({ name }) => name);
    if (usable.length === 0) {
      const why = all.find(({ name }) => name === wanted)?.note ?? 'there is none';
      throw new CodedError('engine-failed', `${wanted ?? 'No backend'} cannot be used: ${why}. Usable: ${all.filter((one) => one.usable).map(({ name }) => name).join(', ') || 'none'}.`);
    }
    return usable;
  }

  #launch(what: Launched, backends: readonly LearningBackend[]): TrainRun {
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
    this.#launched = what;
    return run;
  }
}
