// The training itself: score the encoder, learn batch after batch until the time is up, score what came of it on the photos held out.
// Runs beside everything else: the heavy work is in the training's and the engine's own threads. Stores checkpoints, nothing else.

import type { EncoderScores, LensId, PhotoId, TrainPoint } from '../../../src-shared/contract.ts';
import { overall } from '../../../src-shared/learning/scores/overall.ts';
import type { Recipe } from '../../../src-shared/learning/training/recipe.ts';
import type { Engine } from '../../compute/engine.ts';
import type { Backend } from '../../compute/backend.ts';
import type { OpenTraining, Training, TrainingOptions } from '../../compute/training.ts';
import { CodedError } from '../../failure.ts';
import type { Store } from '../../store/database.ts';
import { encoderFile, readCheckpoint, writeCheckpoint, writeEncoderFile } from '../../store/encoder-files.ts';
import { photosToLearnFrom } from '../../store/training-photos.ts';
import { FEWEST_PHOTOS, type HeldOut, readHeldOut, scoreEncoder, splitPhotos } from './held-out.ts';
import { chooseWeights } from './choice.ts';
import { type Checkpoint, packCheckpoint, type TrainStatus, unpackCheckpoint } from './checkpoint.ts';
import { measureDepth } from './depth.ts';
import { PhotoFeed } from './feed.ts';

/** What a training computes with. */
export interface Compute {
  readonly openTraining: OpenTraining;
  /** Opens an engine of the weights file at a path. */
  readonly openEngine: (weights: string) => Promise<Engine>;
}

export interface LearnOptions {
  readonly store: Store;
  readonly run: { readonly id: number; readonly budget: number; readonly seed: number };
  /** A weights file's bytes. */
  readonly weights: Uint8Array;
  readonly lensId: LensId;
  readonly backend: Backend;
  readonly compute: Compute;
  /** In place of what the measured speed asks for. A training that goes on keeps the recipe it began with. */
  readonly recipe?: Partial<Recipe>;
  /** Photos in a batch, at most. */
  readonly batch?: number;
  /** Waits while the run is paused; rejects when it is to stop. `keep` is called first in both cases. */
  readonly pass: (keep?: () => Promise<void>) => Promise<void>;
  readonly onStatus: (step: 'preparing' | 'training' | 'scoring', status: TrainStatus) => void;
}

export interface Learned {
  readonly before: EncoderScores;
  readonly after: EncoderScores;
  /** What it learned by. */
  readonly recipe: Recipe;
  /** The better weights file; `null` where nothing was better than what was there. */
  readonly weights: Uint8Array | null;
}

const SCORES_ALONG = 5;
/** Scoring along the way takes no more than this share of the time between, so that a short training is not mostly that. */
const SCORING_SHARE = 0.25;
const POINTS = 120;
/** Batches in a row over which the loss may be no number before the training ends. */
const MOST_FAILURES = 5;
const PROBE = 'probe';
/** Views are drawn by these: weights are chosen under one set and compared under another, or the choice would flatter itself. */
const [CHOSEN_BY, COMPARED] = [1, 2];

/** Rejects with a `WorkerFailure` where the backend failed, a `CodedError` where the checkpoint could not be kept, and with what `pass` rejects with. */
export async function learn(options: LearnOptions): Promise<Learned> {
  const learner = new Learner(options);
  await learner.prepare();
  return learner.run();
}

class Learner {
  readonly #options: LearnOptions;
  #status: TrainStatus = { seconds: 0, speed: 0, photos: 0, heldOut: 0, depth: null, loss: [], score: [] };
  #before: EncoderScores = { recallAt1: 0, mAP: 0, auc: null };
  #heldOut: HeldOut = { ids: [], pixels: [], others: [], pairs: [], judged: new Map(), views: new Map() };
  #apart: readonly PhotoId[] = [];
  #learnFrom = new Uint32Array(0);
  #resumed: Checkpoint | null = null;
  #recipe: Partial<Recipe> = {};
  #seen = 0;
  #sums = { loss: 0, batches: 0, from: 0 };

  constructor(options: LearnOptions) {
    this.#options = options;
  }

  /** Which photos to learn from, and how the encoder does that is there. */
  async prepare(): Promise<void> {
    const { store, run, lensId, weights, recipe = {} } = this.#options;
    const ids = photosToLearnFrom(store);
    if (ids.length < FEWEST_PHOTOS) throw new CodedError('too-few-photos', `Training takes ${FEWEST_PHOTOS} photos at least, this library has ${ids.length}. Add photos to the folder.`);
    const kept = await readCheckpoint(store.folder);
    this.#resumed = kept && unpackCheckpoint(kept, run.id);
    this.#recipe = this.#resumed?.recipe ?? recipe;
    const split = splitPhotos(ids);
    this.#apart = this.#resumed?.heldOut ?? (Array.from(split.heldOut) as PhotoId[]); // row ids of the store
    const apart = new Set<number>(this.#apart);
    this.#learnFrom = ids.filter((id) => !apart.has(id));
    this.#seen = this.#resumed?.seen ?? 0;
    this.#status = { ...this.#status, ...this.#resumed?.status, photos: this.#learnFrom.length, heldOut: apart.size };
    this.#sums.from = this.#status.seconds;
    this.#tell('preparing');
    this.#heldOut = await readHeldOut(store, Uint32Array.from(this.#apart), this.#learnFrom, lensId);
    if (this.#resumed) {
      this.#before = this.#resumed.before;
      return;
    }
    this.#before = await this.#score(weights, COMPARED);
    const depth = this.#recipe.depth ?? (await measureDepth({ open: (wanted) => this.#open({ depth: wanted }), pixels: this.#heldOut.pixels }));
    this.#status = { ...this.#status, depth, score: [{ at: 0, value: overall(this.#before) }] };
  }

  async run(): Promise<Learned> {
    const { weights } = this.#options;
    const { depth } = this.#status;
    const training = await this.#open({ ...(depth !== null && { depth }) }, { ...(this.#resumed && { checkpoint: this.#resumed.trainer }) });
    try {
      await this.#learn(training);
      this.#tell('scoring');
      const chosen = await chooseWeights({
        base: weights, training, learnFrom: this.#learnFrom, store: this.#options.store,
        openTraining: (given) => this.#open({}, { weights: given }),
        score: async (given) => overall(await this.#score(given, CHOSEN_BY))
      });
      const after = await this.#score(chosen ?? (await training.weights()), COMPARED);
      this.#status = { ...this.#status, score: [...this.#status.score, { at: this.#status.seconds, value: overall(after) }] };
      this.#tell('scoring');
      return { before: this.#before, after, recipe: training.recipe, weights: chosen !== null && overall(after) > overall(this.#before) ? chosen : null };
    } finally {
      await training.close();
    }
  }

  async #learn(training: Training): Promise<void> {
    const { store, run, pass, batch: most = 64 } = this.#options;
    const feed = new PhotoFeed({ store, ids: this.#learnFrom, seed: run.seed, seen: this.#seen });
    const count = Math.min(most, this.#learnFrom.length);
    const keep = (): Promise<void> => this.#keep(training);
    const keepEvery = Math.min(15, run.budget / 20);
    let kept = this.#status.seconds;
    let scored = { at: this.#status.seconds, took: 0 };
    let failures = 0;
    while (this.#status.seconds < run.budget) {
      await pass(keep);
      const began = performance.now();
      const { pixels, ids } = await feed.next(count);
      try {
        const { loss } = await training.step(pixels, ids.length, Math.min(1, this.#status.seconds / run.budget));
        failures = 0;
        this.#note(loss, ids.length, (performance.now() - began) / 1000);
      } catch (error) {
        // the loss was no number and the step was taken back: on with other photos, but not for ever
        if (!(error instanceof TypeError) || ++failures > MOST_FAILURES) throw error;
      }
      this.#tell('training');
      const due = (this.#status.score.length * run.budget) / (SCORES_ALONG + 1);
      const rested = this.#status.seconds - scored.at >= scored.took / SCORING_SHARE;
      if (this.#status.seconds >= due && this.#status.seconds < run.budget && rested) {
        this.#tell('scoring');
        const scoring = performance.now();
        const value = overall(await this.#score(await training.weights(), COMPARED));
        this.#status = { ...this.#status, score: [...this.#status.score, { at: this.#status.seconds, value }] };
        scored = { at: this.#status.seconds, took: (performance.now() - scoring) / 1000 };
      }
      if (this.#status.seconds - kept >= keepEvery) {
        await keep();
        kept = this.#status.seconds;
      }
    }
    await keep();
  }

  /** Adds a batch to what is told: a point is the mean over a stretch of the time. */
  #note(loss: number, photos: number, took: number): void {
    const { run } = this.#options;
    const seconds = this.#status.seconds + took;
    const speed = this.#status.speed === 0 ? photos / took : 0.9 * this.#status.speed + (0.1 * photos) / took;
    this.#seen += photos;
    this.#sums = { ...this.#sums, loss: this.#sums.loss + loss, batches: this.#sums.batches + 1 };
    let points: readonly TrainPoint[] = this.#status.loss;
    if (seconds - this.#sums.from >= run.budget / POINTS) {
      points = [...points, { at: seconds, value: this.#sums.loss / this.#sums.batches }];
      this.#sums = { loss: 0, batches: 0, from: seconds };
    }
    this.#status = { ...this.#status, seconds, speed, loss: points };
  }

  #open(recipe: Partial<Recipe>, options: Partial<TrainingOptions> = {}): Promise<Training> {
    const { compute, weights, backend, run } = this.#options;
    return compute.openTraining({ weights, backend, recipe: { seed: run.seed, ...this.#recipe, ...recipe }, ...options });
  }

  async #score(weights: Uint8Array, views: number): Promise<EncoderScores> {
    const { store, run, compute, pass } = this.#options;
    await writeEncoderFile(store.folder, PROBE, weights);
    const engine = await compute.openEngine(encoderFile(store.folder, PROBE));
    try {
      return await scoreEncoder(this.#heldOut, engine, run.seed + views, pass);
    } finally {
      await engine.close();
    }
  }

  async #keep(training: Training): Promise<void> {
    const { store, run } = this.#options;
    await writeCheckpoint(store.folder, packCheckpoint({
      run: run.id, status: this.#status, recipe: this.#recipe, before: this.#before, seen: this.#seen, heldOut: this.#apart, trainer: await training.checkpoint()
    }));
  }

  #tell(step: 'preparing' | 'training' | 'scoring'): void {
    this.#options.onStatus(step, this.#status);
  }
}
