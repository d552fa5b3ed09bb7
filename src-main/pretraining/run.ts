// Pre-training: trains an encoder on unlabelled pictures for a given time, in a folder of its own, and resumes there after a kill. For the
// feed, the loop and the steps see learning/training.

import { parseWeights, serialiseWeights } from '../../src-shared/learning/encoder/weights.ts';
import { seedOf } from '../../src-shared/learning/random.ts';
import { joinRows } from '../../src-shared/learning/rows.ts';
import type { FindingScores } from '../../src-shared/learning/scores/finding.ts';
import { createProbes, type Probes, scoreHeldOut } from '../../src-shared/learning/scores/held-out.ts';
import { createFeed, type Feed, readPhotos } from '../../src-shared/learning/training/feed.ts';
import { learnFor, type Progress } from '../../src-shared/learning/training/loop.ts';
import type { Recipe } from '../../src-shared/learning/training/recipe.ts';
import { type Candidate, forLearning } from '../compute/backend.ts';
import { openEngine } from '../compute/open-engine.ts';
import { openTraining, type Training } from '../compute/training.ts';
import { CodedError, isWorkerFailure } from '../failure.ts';
import { type Card, modelCard } from './card.ts';
import type { PretrainingFolder, Standing } from './files.ts';
import { splitPictures } from './held-out.ts';
import { type LabelledSet, scoreSet } from './labelled-sets.ts';
import type { Pictures } from './pictures.ts';

export interface PretrainOptions {
  readonly folder: PretrainingFolder;
  readonly pictures: Pictures;
  /** A weights file to start from; a run already in the folder takes precedence. */
  readonly start: Uint8Array;
  /** The backends to choose from, best first. */
  readonly backends: readonly Candidate[];
  readonly recipe: Recipe;
  /** Learning time, over all resumes. */
  readonly minutes: number;
  /** Pictures per batch. */
  readonly batch: number;
  readonly sets?: readonly LabelledSet[];
  /** Number of times the encoder is scored along the way; by default 12. */
  readonly scorings?: number;
  /** Every entry of the log, as it is written. */
  readonly onEntry?: (entry: Readonly<Record<string, unknown>>) => void;
  /** Stops after the current step, to resume at the next start. */
  readonly signal?: AbortSignal;
  /** The current time in milliseconds. */
  readonly now?: () => number;
}

export interface Scores {
  /** Scores of finding held-out pictures by views of them. */
  readonly heldOut: FindingScores;
  readonly sets: Readonly<Record<string, FindingScores>>;
}

/** How often it is saved and logged: after this fraction of the total time, or these seconds if they are fewer. */
const SAVE = { parts: 60, seconds: 60 };
const LOG = { parts: 200, seconds: 10 };
/** Number of pictures on which the embedding's axes are fitted. */
const SAMPLE = 1024;

/** Thrown inside a run that was told to stop. */
class Stopped extends Error {}

/** Resolves with the final scores, or `null` if `signal` ended it early. Rejects with `bad-request`, `engine-failed`. */
export async function pretrain(options: PretrainOptions): Promise<Scores | null> {
  const run = await Run.open(options);
  try {
    return await run.finish();
  } finally {
    await run.close();
  }
}

class Run {
  readonly #options: PretrainOptions;
  readonly #training: Training;
  readonly #feed: Feed;
  readonly #probes: Probes;
  readonly #sample: Uint8Array;
  readonly #began: Card['began'];
  #standing: Standing;

  private constructor(options: PretrainOptions, parts: { training: Training; feed: Feed; probes: Probes; sample: Uint8Array; standing: Standing; began: Card['began'] }) {
    this.#options = options;
    this.#training = parts.training;
    this.#feed = parts.feed;
    this.#probes = parts.probes;
    this.#sample = parts.sample;
    this.#standing = parts.standing;
    this.#began = parts.began;
  }

  static async open(options: PretrainOptions): Promise<Run> {
    const { folder, pictures, backends, recipe, batch } = options;
    const backend = forLearning(backends).find(({ usable }) => usable)?.name;
    if (!backend) throw new CodedError('engine-failed', 'No backend can be used.');
    const start = (await folder.readStart()) ?? options.start;
    const kept = await folder.readCheckpoint();
    const base = parseWeights(start).version;
    if (kept && (kept.standing.pictures !== pictures.count || kept.standing.seed !== recipe.seed)) {
      const { pictures: count, seed } = kept.standing;
      throw new CodedError('bad-request', `${folder.path} contains a training on ${count} pictures with seed ${seed}, not on ${pictures.count} with seed ${recipe.seed}. Name another folder with --out.`);
    }
    const { heldOut, learn } = splitPictures(pictures.count, recipe.seed);
    if (learn.length < batch || batch < 2) throw new CodedError('bad-request', `Expected batches of at least 2 pictures and at least one batch to learn from, got ${learn.length} pictures for batches of ${batch}.`);
    const standing = kept?.standing ?? { base, seed: recipe.seed, pictures: pictures.count, seconds: 0, given: 0 };
    const read = (at: number): Promise<Uint8Array | null> => pictures.read(at);
    const held = await readPhotos(read, heldOut);
    const sample = joinRows(await readPhotos(read, learn.slice(0, SAMPLE)));
    if (held.length === 0) throw new CodedError('bad-request', 'None of the held-out pictures can be decoded.');
    const training = await openTraining({ weights: start, recipe, backend, ...(kept && { checkpoint: kept.trainer }) }).catch((error: unknown) => {
      if (!kept || !isWorkerFailure(error)) throw error;
      throw new CodedError('bad-request', `The training in ${folder.path} cannot be resumed: ${error.message}. Use the options it was started with, or name another folder with --out.`, { cause: error });
    });
    await folder.writeStart(start);
    const feed = createFeed({
      read, ids: learn, count: batch, seedOf: (pass) => seedOf(recipe.seed, 1 + pass), given: standing.given,
      unreadable: () => new CodedError('bad-request', 'None of the pictures can be decoded.')
    });
    const probes = createProbes(held, { side: parseWeights(start).input, seedOf: (at) => seedOf(recipe.seed, at) });
    return new Run(options, { training, feed, probes, sample, standing, began: { version: base, backend, heldOut: held.length } });
  }

  async finish(): Promise<Scores | null> {
    const { recipe, pictures } = this.#options;
    const { seconds, given } = this.#standing;
    await this.#tell(seconds === 0 ? 'begin' : 'resume', { backend: this.#training.backend, seed: recipe.seed, pictures: pictures.count, heldOut: this.#probes.photos.length, given });
    // scores at the start, for comparison
    if (seconds === 0) await this.#score();
    try {
      await this.#learn();
    } catch (error) {
      if (error instanceof Stopped) return null;
      throw error;
    }
    return this.#score();
  }

  /** Trains until the time is up; logs, saves and scores along the way. Rejects with `Stopped` if the signal ended it early. */
  async #learn(): Promise<void> {
    const { minutes, scorings = 12, signal, now = () => performance.now() } = this.#options;
    const budget = minutes * 60;
    const every = ({ parts, seconds }: typeof SAVE): number => Math.min(seconds, budget / parts);
    const { seconds: from } = this.#standing;
    const due = { score: from + budget / scorings, log: from + every(LOG) };
    let since = { seconds: from, pictures: 0, loss: 0, steps: 0 };
    await learnFor({
      budget, seconds: from, feed: this.#feed, now, saveEvery: every(SAVE),
      step: (pixels, count, share) => this.#training.step(pixels, count, share),
      pass: async (save) => {
        if (!signal?.aborted) return;
        await save();
        throw new Stopped();
      },
      onStep: async ({ progress, count, loss, steps }) => {
        const { seconds, given } = progress;
        this.#standing = { ...this.#standing, seconds, given };
        since = { ...since, pictures: since.pictures + count, loss: since.loss + loss, steps: since.steps + 1 };
        if (seconds < due.log) return;
        await this.#tell('learn', { steps, given, loss: rounded(since.loss / since.steps), picturesPerSecond: rounded(since.pictures / (seconds - since.seconds)) });
        since = { seconds, pictures: 0, loss: 0, steps: 0 };
        due.log = seconds + every(LOG);
      },
      save: (progress) => this.#save(progress),
      score: async ({ seconds }) => {
        if (seconds < due.score) return;
        await this.#score();
        due.score = seconds + budget / scorings;
      }
    });
  }

  async close(): Promise<void> {
    await this.#training.close();
  }

  async #save(progress: Progress): Promise<void> {
    await this.#options.folder.writeCheckpoint({ ...this.#standing, ...progress }, await this.#training.checkpoint());
  }

  /** Writes the current weights, scores them in an engine of their own, and writes the card. */
  async #score(): Promise<Scores> {
    const { folder, backends, sets = [], pictures, recipe, batch } = this.#options;
    const made = parseWeights(await this.#training.weights(this.#sample));
    const { seconds, given } = this.#standing;
    const weights = { ...made, trained: { ...made.trained, pictures: pictures.count, given, minutes: rounded(seconds / 60) } };
    await folder.writeEncoder(serialiseWeights(weights));
    const engine = await openEngine({ weights: folder.encoder, backends });
    try {
      const heldOut = await scoreHeldOut(engine, this.#probes);
      const scored: Record<string, FindingScores> = {};
      for (const set of sets) scored[set.name] = await scoreSet(engine, set);
      const scores = { heldOut, sets: scored };
      await this.#tell('score', { version: weights.version, ...scores });
      await folder.writeCard(modelCard({ weights, recipe, batch, seconds, given, sources: pictures.sources, began: this.#began, scores }));
      return scores;
    } finally {
      await engine.close();
    }
  }

  async #tell(what: string, entry: Readonly<Record<string, unknown>>): Promise<void> {
    const whole = { what, seconds: rounded(this.#standing.seconds), ...entry };
    await this.#options.folder.log(whole);
    this.#options.onEntry?.(whole);
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
