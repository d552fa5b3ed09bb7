// The training itself: scores the encoder, trains it until the time is up, and scores the result on the held-out photos; it is better only
// by a gain larger than the error of that. The heavy work
// runs in the training's and the engine's own threads. Stores only checkpoints and the weights being scored.

import type { EncoderGain, EncoderScores, LensId, PhotoId, TrainPoint } from '../../../src-shared/contract.ts';
import { type Feed, createFeed } from '../../../src-shared/learning/training/feed.ts';
import { learnFor, type Stepped } from '../../../src-shared/learning/training/loop.ts';
import { gainOf } from '../../../src-shared/learning/scores/gain.ts';
import { overall } from '../../../src-shared/learning/scores/overall.ts';
import type { Recipe } from '../../../src-shared/learning/training/recipe.ts';
import type { LearningBackend } from '../../compute/backend.ts';
import type { OpenTraining, Training, TrainingOptions } from '../../compute/training.ts';
import { CodedError } from '../../failure.ts';
import type { Store } from '../../store/database.ts';
import { readCheckpoint, writeCheckpoint } from '../../store/encoder-files.ts';
import { photosToLearnFrom } from '../../store/training-photos.ts';
import { describedOf, FEWEST_PHOTOS, type HeldOut, readHeldOut, splitPhotos } from './held-out.ts';
import type { Scored } from './score-encoder.ts';
import { type Checkpoint, packCheckpoint, type TrainStatus, unpackCheckpoint } from './checkpoint.ts';
import { type JudgedSets, readJudgedSets } from './judged-sets.ts';
import { cachePixels } from './pixels.ts';
import type { Subject } from './subject.ts';
import { timeToTrain } from './time-to-train.ts';

export interface LearnOptions {
  readonly store: Store;
  readonly run: { readonly id: number; readonly budget: number; readonly seed: number };
  /** What is trained; the caller closes it. */
  readonly subject: Subject;
  readonly lensId: LensId;
  readonly backend: LearningBackend;
  readonly openTraining: OpenTraining;
  /** How much of the budget is for steps, unless as usual. */
  readonly share?: typeof timeToTrain | undefined;
  /** Overrides of the default recipe. A resumed training keeps those it started with. */
  readonly recipe?: Partial<Recipe>;
  /** Photos per batch, at most. */
  readonly batch?: number;
  /** Waits while the run is paused; rejects to stop it. `save` is called first in both cases. */
  readonly pass: (save?: () => Promise<void>) => Promise<void>;
  readonly onStatus: (step: 'preparing' | 'training' | 'scoring', status: TrainStatus) => void;
  /** The current time in milliseconds. */
  readonly now?: () => number;
}

export interface Learned {
  readonly before: EncoderScores;
  readonly after: EncoderScores;
  readonly gain: EncoderGain;
  /** The recipe that was used. */
  readonly recipe: Recipe;
  /** The better weights file; `null` if none was better than the initial one by more than the error of the gain. */
  readonly weights: Uint8Array | null;
}

/** Number of times the encoder is scored along the way, at most. */
const SCORES_ALONG = 5;
/** Scoring takes at most this fraction of the time between two scorings, so that a short training does not consist mostly of it. */
const SCORING_SHARE = 0.25;
/** Number of points of the loss curve. */
const POINTS = 120;
/** Getting ready takes at most this fraction of the time for the photos to learn from. */
const READYING_SHARE = 0.5;
/** Seeds of the views: weights are chosen with one set and compared with another, because the choice is biased towards its own. */
const [CHOSEN_BY, COMPARED] = [1, 2];

/** Rejects with a `WorkerFailure` if the backend fails, a `CodedError` if a checkpoint cannot be stored, and with what `pass` rejects with. */
export async function learn(options: LearnOptions): Promise<Learned> {
  const learner = new Learner(options);
  await learner.prepare();
  return learner.run();
}

class Learner {
  readonly #options: LearnOptions;
  #status: TrainStatus = { seconds: 0, speed: 0, photos: 0, heldOut: 0, depth: null, loss: [], score: [] };
  /** Of the initial encoder; set by `prepare`. */
  #before: Scored = { scores: { recallAt1: 0, mAP: 0, auc: null }, ranks: [], photos: 0, similar: [], different: [] };
  #heldOut: HeldOut = { pixels: [], others: [], pairs: [], judged: new Map(), probes: new Map(), large: async () => new Uint8Array() };
  #apart: readonly PhotoId[] = [];
  #learnFrom: Uint32Array = new Uint32Array(0);
  /** For the objective that learns from answers. */
  #sets: JudgedSets | null = null;
  #inSets: ReadonlySet<number> = new Set();
  #resumed: Checkpoint | null = null;
  #recipe: Partial<Recipe> = {};
  #sums = { loss: 0, batches: 0, from: 0 };
  readonly #now: () => number;
  readonly #began: number;

  constructor(options: LearnOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#began = this.#now();
  }

  /** Reads the checkpoint or splits the photos, and scores the initial encoder. */
  async prepare(): Promise<void> {
    const { store, run, lensId, subject, recipe = {}, share = timeToTrain } = this.#options;
    const ids = photosToLearnFrom(store);
    if (ids.length < FEWEST_PHOTOS) throw new CodedError('too-few-photos', `Training needs at least ${FEWEST_PHOTOS} photos; this library has ${ids.length}. Add photos to the folder.`);
    const kept = await readCheckpoint(store.folder);
    this.#resumed = kept && unpackCheckpoint(kept, run.id);
    this.#recipe = this.#resumed?.recipe ?? recipe;
    const split = splitPhotos(ids);
    this.#apart = this.#resumed?.heldOut ?? (Array.from(split.heldOut) as PhotoId[]); // row ids of the store
    const apart = new Set<number>(this.#apart);
    this.#learnFrom = ids.filter((id) => !apart.has(id));
    this.#status = { ...this.#status, ...this.#resumed?.status, photos: this.#learnFrom.length, heldOut: apart.size };
    this.#tell('preparing');
    await this.#getReady();
    if (this.#recipe.objective === 'supervised-contrastive') {
      this.#sets = readJudgedSets(store, lensId, this.#learnFrom);
      this.#inSets = new Set([...(this.#resumed?.inSets ?? []), ...(this.#sets?.learned ?? [])]);
      // answers may have been taken back since it was begun
      if (!this.#sets && !this.#resumed) throw new CodedError('bad-request', 'Learning from your answers needs photos that you put together. Say of some photos that they belong together, or train without them.');
    }
    this.#heldOut = await readHeldOut(store, Uint32Array.from(this.#apart), this.#learnFrom, lensId, this.#inSets);
    // after a resume too: photos and answers may have changed, and both encoders are to be given the same
    const from = this.#now();
    this.#before = await this.#score(subject.weights, COMPARED);
    const scoring = (this.#now() - from) / 1000;
    this.#sums.from = this.#status.seconds;
    if (this.#resumed) return;
    const depth = await subject.depth(this.#recipe.depth, (wanted) => this.#open({ depth: wanted }), this.#heldOut);
    const spent = (this.#now() - this.#began) / 1000;
    // once an encoder from outside has looked at what is held out, scoring costs next to nothing, and so does encoding
    const later = subject.getReady ? 0 : scoring;
    const { steps, after } = share({ budget: run.budget, spent, scoring: later, scored: describedOf(this.#heldOut), photos: ids.length });
    // what getting ready took was shown as time of the training: it goes on from there
    const at = subject.getReady ? spent : 0;
    this.#status = { ...this.#status, depth, seconds: at, budget: at + steps, after, score: [{ at, value: overall(this.#before.scores) }] };
    this.#sums.from = at;
  }

  /** Seconds of steps, over all resumes, and of getting ready before them. */
  get #budget(): number {
    return this.#status.budget ?? this.#options.run.budget; // older checkpoints do not say
  }

  async run(): Promise<Learned> {
    const { subject } = this.#options;
    const { depth } = this.#status;
    const training = await this.#open({ ...(depth !== null && { depth }) }, { ...(this.#resumed && { checkpoint: this.#resumed.trainer }) });
    try {
      await this.#learn(training);
      this.#tell('scoring');
      const chosen = await subject.choose({
        training, learnFrom: this.#learnFrom, open: (given) => this.#open({}, { weights: given }),
        score: async (given) => overall((await this.#score(given, CHOSEN_BY)).scores)
      });
      const after = await this.#score(chosen ?? (await training.weights()), COMPARED);
      this.#status = { ...this.#status, score: [...this.#status.score, { at: this.#status.seconds, value: overall(after.scores) }] };
      this.#tell('scoring');
      const gain = gainOf(this.#before, after, this.#options.run.seed);
      return { before: this.#before.scores, after: after.scores, gain, recipe: training.recipe, weights: gain.score > gain.error ? chosen : null };
    } finally {
      await training.close();
    }
  }

  /** Has the photos ready that are learned from; after a resume those that were ready by then. */
  async #getReady(): Promise<void> {
    const { subject, run } = this.#options;
    if (!subject.getReady) return;
    const { seconds: from } = this.#status;
    this.#learnFrom = await subject.getReady(this.#learnFrom, {
      recipe: this.#recipe, seconds: this.#resumed ? 0 : run.budget * READYING_SHARE,
      onReady: (photos, seconds) => {
        this.#status = { ...this.#status, depth: 'adapter', seconds: this.#resumed ? from : Math.min(seconds, run.budget * READYING_SHARE), speed: photos / Math.max(seconds, 1e-3) };
        this.#tell('preparing');
      }
    });
    this.#status = { ...this.#status, photos: this.#learnFrom.length, speed: 0 };
    if (this.#learnFrom.length < 2) throw new CodedError('library-damaged', 'No thumbnail of this library can be read. Index the folder again to rebuild them.');
  }

  async #learn(training: Training): Promise<void> {
    const { pass } = this.#options;
    const [budget, now] = [this.#budget, this.#now];
    let scored = { at: this.#status.seconds, took: 0 };
    await learnFor({
      budget, seconds: this.#status.seconds, feed: this.#feed(), now, pass, saveEvery: Math.min(15, budget / 20),
      step: (...batch) => training.step(...batch),
      onStep: (step) => {
        this.#note(step);
        this.#tell('training');
      },
      save: ({ given }) => this.#save(training, given),
      score: async ({ seconds, given }) => {
        const due = (this.#status.score.length * budget) / (SCORES_ALONG + 1);
        if (seconds < due || seconds - scored.at < scored.took / SCORING_SHARE) return;
        await this.#save(training, given); // whoever stops the scoring loses no step
        this.#tell('scoring');
        const began = now();
        const value = overall((await this.#score(await training.weights(), COMPARED)).scores);
        this.#status = { ...this.#status, score: [...this.#status.score, { at: seconds, value }] };
        scored = { at: seconds, took: (now() - began) / 1000 };
      }
    });
  }

  #feed(): Feed {
    const { subject, run, batch = subject.batch } = this.#options;
    return createFeed({
      read: cachePixels(subject.read), ids: this.#learnFrom, ...this.#sets, count: Math.min(batch, this.#learnFrom.length), given: this.#resumed?.seen ?? 0,
      seedOf: (pass) => run.seed + pass * 7919,
      unreadable: () => new CodedError('library-damaged', 'No thumbnail of this library can be read. Index the folder again to rebuild them.')
    });
  }

  /** Adds a step to the status: a point of the loss curve is the mean over a stretch of time. */
  #note({ progress: { seconds }, loss, count, took }: Stepped): void {
    const speed = this.#status.speed === 0 ? count / took : 0.9 * this.#status.speed + (0.1 * count) / took;
    this.#sums = { ...this.#sums, loss: this.#sums.loss + loss, batches: this.#sums.batches + 1 };
    let points: readonly TrainPoint[] = this.#status.loss;
    if (seconds - this.#sums.from >= this.#budget / POINTS) {
      points = [...points, { at: seconds, value: this.#sums.loss / this.#sums.batches }];
      this.#sums = { loss: 0, batches: 0, from: seconds };
    }
    this.#status = { ...this.#status, seconds, speed, loss: points };
  }

  #open(recipe: Partial<Recipe>, options: Partial<TrainingOptions> = {}): Promise<Training> {
    const { openTraining, subject: { weights }, backend, run } = this.#options;
    return openTraining({ weights, backend, recipe: { seed: run.seed, ...this.#recipe, ...recipe }, ...options });
  }

  #score(weights: Uint8Array, views: number): Promise<Scored> {
    const { subject, run } = this.#options;
    return subject.score(weights, this.#heldOut, run.seed + views);
  }

  async #save(training: Training, seen: number): Promise<void> {
    const { store, run } = this.#options;
    await writeCheckpoint(store.folder, packCheckpoint({
      run: run.id, status: this.#status, recipe: this.#recipe, seen, heldOut: this.#apart, inSets: [...this.#inSets], trainer: await training.checkpoint()
    }));
  }

  #tell(step: 'preparing' | 'training' | 'scoring'): void {
    this.#options.onStatus(step, this.#status);
  }
}
