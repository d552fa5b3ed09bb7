// Pre-training: an encoder learns from unlabelled pictures until its time is up, in its own folder, and resumes there after a kill.
// For the pictures, the scores and the card see the files beside; for the learning see learning/training.

import type { Recipe } from '../../src-shared/learning/training/recipe.ts';
import { parseWeights, serialiseWeights } from '../../src-shared/learning/encoder/weights.ts';
import type { Candidate } from '../compute/backend.ts';
import { openEngine } from '../compute/open-engine.ts';
import { openTraining, type Training } from '../compute/training.ts';
import { CodedError } from '../failure.ts';
import { type Card, modelCard } from './card.ts';
import { createFeed, type Feed, joinRows, splitPictures } from './feed.ts';
import type { PretrainingFolder, Standing } from './files.ts';
import type { Pictures } from './pictures.ts';
import { type LabelledSet, type Score, scoreHeldOut, scoreSet } from './score.ts';

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
  /** Every entry of the log, as it is written. */
  readonly onEntry?: (entry: Readonly<Record<string, unknown>>) => void;
  /** Stops after the current batch, to resume at the next start. */
  readonly signal?: AbortSignal;
}

export interface Scores {
  /** Scores of views of held-out pictures. */
  readonly heldOut: Score;
  readonly sets: Readonly<Record<string, Score>>;
}

/** How often it is scored along the way, and how often it is saved and logged, in fractions of the total time or seconds. */
const SCORES = 12;
const KEEP = { parts: 60, seconds: 60 };
const LOG = { parts: 200, seconds: 10 };
/** Number of pictures on which the embedding's axes are fitted. */
const SAMPLE = 1024;

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
  readonly #heldOut: readonly Uint8Array[];
  readonly #sample: Uint8Array;
  readonly #began: Card['began'];
  #standing: Standing;

  private constructor(options: PretrainOptions, parts: { training: Training; feed: Feed; heldOut: readonly Uint8Array[]; sample: Uint8Array; standing: Standing; began: Card['began'] }) {
    this.#options = options;
    this.#training = parts.training;
    this.#feed = parts.feed;
    this.#heldOut = parts.heldOut;
    this.#sample = parts.sample;
    this.#standing = parts.standing;
    this.#began = parts.began;
  }

  static async open(options: PretrainOptions): Promise<Run> {
    const { folder, pictures, backends, recipe, batch } = options;
    const backend = backends.find(({ usable }) => usable)?.name;
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
    const held = await readAll(pictures, heldOut);
    const sample = joinRows(await readAll(pictures, learn.slice(0, SAMPLE)));
    if (held.length === 0) throw new CodedError('bad-request', 'None of the held-out pictures can be decoded.');
    const training = await openTraining({ weights: start, recipe, backend, ...(kept && { checkpoint: kept.trainer }) });
    await folder.writeStart(start);
    const feed = createFeed({ pictures, learn, seed: recipe.seed, given: standing.given });
    return new Run(options, { training, feed, heldOut: held, sample, standing, began: { version: base, backend, heldOut: held.length } });
  }

  async finish(): Promise<Scores | null> {
    const { minutes, batch, signal, recipe, pictures } = this.#options;
    const budget = minutes * 60;
    const every = ({ parts, seconds }: typeof KEEP): number => Math.min(seconds, budget / parts);
    const { seconds: from } = this.#standing;
    await this.#tell(from === 0 ? 'begin' : 'resume', { backend: this.#training.backend, seed: recipe.seed, pictures: pictures.count, heldOut: this.#heldOut.length, given: this.#standing.given });
    // scores at the start, for comparison
    if (from === 0) await this.#score();

    let due = { score: from + budget / SCORES, keep: from + every(KEEP), log: from + every(LOG) };
    let since = { seconds: from, pictures: 0, loss: 0, steps: 0 };
    while (this.#standing.seconds < budget && !signal?.aborted) {
      const before = performance.now();
      const { pixels, count } = await this.#feed.next(batch);
      const { loss, steps } = await this.#training.step(pixels, count, Math.min(1, this.#standing.seconds / budget));
      const seconds = this.#standing.seconds + (performance.now() - before) / 1000;
      this.#standing = { ...this.#standing, seconds, given: this.#feed.given };
      since = { ...since, pictures: since.pictures + count, loss: since.loss + loss, steps: since.steps + 1 };
      if (seconds >= due.log) {
        await this.#tell('learn', { steps, given: this.#feed.given, loss: rounded(since.loss / since.steps), picturesPerSecond: rounded(since.pictures / (seconds - since.seconds)) });
        since = { seconds, pictures: 0, loss: 0, steps: 0 };
        due = { ...due, log: seconds + every(LOG) };
      }
      if (seconds >= due.keep) {
        await this.#keep();
        due = { ...due, keep: seconds + every(KEEP) };
      }
      if (seconds >= due.score && seconds < budget) {
        await this.#score();
        due = { ...due, score: seconds + budget / SCORES };
      }
    }
    await this.#keep();
    return signal?.aborted && this.#standing.seconds < budget ? null : this.#score();
  }

  async close(): Promise<void> {
    await this.#training.close();
  }

  async #keep(): Promise<void> {
    await this.#options.folder.writeCheckpoint(this.#standing, await this.#training.checkpoint());
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
      const heldOut = await scoreHeldOut(engine, this.#heldOut, weights.input, recipe.seed);
      const scored: Record<string, Score> = {};
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

/** The pictures among `ids` that can be decoded. */
async function readAll(pictures: Pictures, ids: Uint32Array): Promise<Uint8Array[]> {
  const rows: Uint8Array[] = [];
  for (let at = 0; at < ids.length; at += 32) {
    for (const row of await Promise.all(Array.from(ids.subarray(at, at + 32), (id) => pictures.read(id)))) if (row) rows.push(row);
  }
  return rows;
}

function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
