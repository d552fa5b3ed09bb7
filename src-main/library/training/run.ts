// One run that trains the encoder (learn.ts), encodes all photos with a better one (encode.ts) and switches to it. Can be paused,
// cancelled, and resumed after a kill; falls back to the next backend if one fails.
import type { LensId, TrainProgress } from '../../../src-shared/contract.ts';
import type { Recipe } from '../../../src-shared/learning/training/recipe.ts';
import type { LearningBackend } from '../../compute/backend.ts';
import { CodedError, failureOf, isWorkerFailure } from '../../failure.ts';
import { write } from '../../store/access.ts';
import type { Store } from '../../store/database.ts';
import { removeCheckpoint } from '../../store/encoder-files.ts';
import { dropEncoderVersion, type EncoderVersionId, forgetDecision } from '../../store/encoder-versions.ts';
import { endTrainingRun, openTrainingRun, type TrainingRun, writeTrainingReport } from '../../store/training-runs.ts';
import { countToEncode } from '../../store/training-photos.ts';
import { addCandidate } from './candidate.ts';
import type { Encoders } from './encoders.ts';
import { Gate } from '../indexing/progress.ts';
import { encodePhotos } from './encode.ts';
import { learn, type Learned } from './learn.ts';
import { type Compute, openSubject } from './open-subject.ts';
import { type Kept, TrainStory } from './story.ts';
import type { Trial } from './trial.ts';

export interface TrainRunOptions {
  readonly store: Store;
  readonly encoders: Encoders;
  /** The open run; `null` only switches to the version `use`, or to the one that `trial` finds. */
  readonly run: TrainingRun | null;
  readonly use?: EncoderVersionId;
  readonly trial?: Trial;
  readonly lensId: LensId;
  /** Usable backends, best first. */
  readonly backends: readonly LearningBackend[];
  readonly compute: Compute;
  /** Resumes a run that was interrupted. */
  readonly interrupted?: boolean;
  readonly recipe?: Partial<Recipe>;
  readonly batch?: number;
  readonly onProgress?: (progress: TrainProgress) => void;
  /** Switches to a version whose embeddings are complete, with `also` in the same transaction. */
  readonly adopt: (id: EncoderVersionId, also: () => void) => Promise<void>;
}

const REPORTED_EVERY_MS = 1000; // for after a kill; more often would only wear the disk

/** Thrown inside a run that was told to stop. */
class Stopped extends Error {}

export class TrainRun {
  /** The final progress: `done`, `cancelled` or `failed`. Never rejects. */
  readonly finished: Promise<TrainProgress>;
  readonly #options: TrainRunOptions;
  readonly #gate = new Gate();
  readonly #story: TrainStory;
  readonly #passing = (save?: () => Promise<void>): Promise<void> => this.#pass(save);
  #backend = 0;
  #ending: 'cancel' | 'leave' | null = null;
  #reportedAt = 0;
  #recipe: Recipe | null = null;

  constructor(options: TrainRunOptions) {
    this.#options = options;
    const { run, backends, interrupted = false, onProgress } = options;
    const kept = (run?.report ?? null) as Kept | null; // only written below
    this.#story = new TrainStory({ job: run ? 'train' : options.trial ? 'pack' : 'switch', budget: run?.budget ?? 0, kept, interrupted, onProgress });
    this.#story.backend = backends[0] ?? null;
    this.finished = this.#start();
  }

  /** The recipe it trained with; `null` until training is over, and for a run that only switches versions. */
  get recipe(): Recipe | null {
    return this.#recipe;
  }

  get progress(): TrainProgress {
    return this.#story.progress;
  }

  get running(): boolean {
    return !['done', 'cancelled', 'failed'].includes(this.#story.phase);
  }

  /** Whether it was told to stop and is still running. */
  get ending(): boolean {
    return this.running && this.#ending !== null;
  }

  pause(why?: 'battery' | 'sleep' | 'memory'): void {
    if (!this.running || this.#story.phase === 'paused') return;
    this.#gate.close();
    this.#story.pause(why === 'sleep' ? undefined : why); // who wakes the computer is told nothing
  }

  resume(): void {
    if (this.#story.phase !== 'paused') return;
    this.#story.resume();
    this.#gate.open();
  }

  /** Cancels the run and deletes its results. */
  cancel(): void {
    this.#end('cancel');
  }

  /** Stops the run so that it can be resumed later. */
  leave(): void {
    this.#end('leave');
  }

  #end(how: 'cancel' | 'leave'): void {
    if (!this.running) return;
    this.#ending ??= how;
    this.#gate.open();
  }

  async #start(): Promise<TrainProgress> {
    const { run, use, trial } = this.#options;
    await Promise.resolve(); // the caller has the run before the first progress is emitted
    try {
      this.#story.tell(true);
      if (run) await this.#train(run);
      else await this.#switchTo(trial ? await trial(this.#story, this.#passing) : (use ?? null));
      this.#story.enter('done');
    } catch (error) {
      if (error instanceof Stopped) await this.#giveUp(run);
      else this.#fail(error);
    }
    return this.progress;
  }

  async #giveUp(run: TrainingRun | null): Promise<void> {
    try {
      if (this.#options.trial && this.#ending === 'cancel') forgetDecision(this.#options.store);
      if (run && this.#ending === 'cancel') await this.#delete(run);
      else if (run) writeTrainingReport(this.#options.store, run.id, this.#story.kept);
      this.#story.enter('cancelled');
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The run stays open: it can be resumed from its checkpoint once the cause is fixed. */
  #fail(error: unknown): void {
    const failure = isWorkerFailure(error) ? new CodedError('engine-failed', `Computing failed: ${error.message}. Start the training again to resume it.`, { cause: error }) : error;
    this.#story.fail(failureOf(failure));
  }

  async #train(run: TrainingRun): Promise<void> {
    const { store, adopt } = this.#options;
    let { candidate } = run;
    if (candidate === null) {
      const learned = await this.#onSomeBackend((backend) => this.#learn(run, backend));
      this.#recipe = learned.recipe;
      this.#story.outcome = { adopted: false, before: learned.before, after: learned.after, gain: learned.gain };
      if (learned.weights === null) endTrainingRun(store, run.id, 'rejected', { now: Date.now(), report: this.#story.kept });
      else {
        const base = run.base === null ? null : this.#options.encoders.require(run.base);
        candidate = await addCandidate({ store, run, base, learned, weights: learned.weights, progress: this.progress, report: this.#story.kept });
      }
    }
    if (candidate !== null) {
      const adopted = candidate;
      await this.#encode(adopted);
      const outcome = this.#story.outcome && { ...this.#story.outcome, adopted: true };
      await adopt(adopted, () => endTrainingRun(store, run.id, 'adopted', { now: Date.now(), report: { ...this.#story.kept, outcome } }));
      this.#story.outcome = outcome;
    }
    await removeCheckpoint(store.folder);
  }

  async #learn(run: TrainingRun, backend: LearningBackend): Promise<Learned> {
    const { store, encoders, lensId, compute, recipe, batch } = this.#options;
    if (run.base === null) throw new CodedError('engine-failed', 'The encoder this training started from was deleted. Cancel the training and start over.');
    const subject = await openSubject({ store, encoders, compute, base: encoders.require(run.base), seed: run.seed, pass: this.#passing });
    return learn({
      store, run, subject, lensId, backend, openTraining: compute.openTraining, share: compute.share, ...(recipe && { recipe }), ...(batch !== undefined && { batch }),
      pass: this.#passing,
      onStatus: (step, status) => {
        this.#story.status = status;
        this.#story.advance(step);
        this.#story.tell();
        if (Date.now() - this.#reportedAt < REPORTED_EVERY_MS) return;
        this.#reportedAt = Date.now();
        writeTrainingReport(store, run.id, this.#story.kept);
      }
    }).finally(() => subject.close());
  }

  async #switchTo(id: EncoderVersionId | null): Promise<void> {
    if (id === null) return;
    await this.#encode(id);
    await this.#options.adopt(id, () => {});
    if (this.#story.outcome) this.#story.outcome = { ...this.#story.outcome, adopted: true };
  }

  /** Encodes every photo without an embedding of the version, including photos added in the meantime. */
  async #encode(id: EncoderVersionId): Promise<void> {
    const { store, encoders } = this.#options;
    const total = countToEncode(store, id);
    if (total === 0) return;
    this.#story.beginEncoding(total);
    await encodePhotos({
      store, encoder: id, open: () => encoders.open(id), pass: this.#passing, onStored: (photos) => this.#story.encoded(photos)
    });
  }

  /** Runs `work` on the best backend; if computing fails, runs it again on the next one, which resumes from the last checkpoint. */
  async #onSomeBackend<T>(work: (backend: LearningBackend) => Promise<T>): Promise<T> {
    const { backends } = this.#options;
    for (;;) {
      const from = backends[this.#backend];
      if (from === undefined) throw new CodedError('engine-failed', 'No backend is available. Reinstall Kindred.');
      try {
        return await work(from);
      } catch (error) {
        const to = backends[this.#backend + 1];
        if (!isWorkerFailure(error) || to === undefined) throw error;
        this.#backend++;
        this.#story.backend = to;
        this.#story.notice({ kind: 'backend-failed', from, to, reason: error.message });
      }
    }
  }

  /** Waits while the run is paused; rejects if it is to stop. `save` is called before a pause, in case of a kill, and before leaving. */
  async #pass(save?: () => Promise<void>): Promise<void> {
    if (save && (this.#gate.closed || this.#ending === 'leave')) await save();
    await this.#gate.pass();
    if (this.#ending) throw new Stopped();
  }

  async #delete(run: TrainingRun): Promise<void> {
    const { store } = this.#options;
    write(store, () => {
      const candidate = openTrainingRun(store)?.candidate ?? null;
      endTrainingRun(store, run.id, 'cancelled', { now: Date.now(), report: this.#story.kept });
      if (candidate !== null) dropEncoderVersion(store, candidate);
    });
    await removeCheckpoint(store.folder);
  }
}
