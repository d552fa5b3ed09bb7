// Scores an encoder on what is held out (held-out.ts), together with the other feature groups: its engine describes the pictures, and a
// worker thread tells them apart.

import type { EncoderScores } from '../../../src-shared/contract.ts';
import { PLACE_DIMS } from '../../../src-shared/learning/features/place.ts';
import { TIME_DIMS } from '../../../src-shared/learning/features/time.ts';
import { describeAll, type DescribedRows } from '../../../src-shared/learning/scores/embed.ts';
import { scoreRanks } from '../../../src-shared/learning/scores/finding.ts';
import type { Measured } from '../../../src-shared/learning/scores/gain.ts';
import { createProbes, type Probes } from '../../../src-shared/learning/scores/held-out.ts';
import { scoreOrder } from '../../../src-shared/learning/scores/order.ts';
import { probeView } from '../../../src-shared/learning/scores/probe-view.ts';
import { uniform } from '../../../src-shared/learning/random.ts';
import type { Engine } from '../../compute/engine.ts';
import { PIXELS_SIDE } from '../../photos/read.ts';
import { workerFile } from '../../workers/worker-file.ts';
import { WorkerPool } from '../../workers/worker-pool.ts';
import type { HeldOut } from './held-out.ts';
import type { ScoreReply, ScoreRequest } from './score-worker.ts';

/** Fraction of a photo's area that a view shows: so little that no encoder finds all of them, or encoders could not be told apart. */
const VISIBLE = [0.08, 0.35] as const;
/** Similar and different pairs needed for a score, of each kind. */
const FEWEST_PAIRS = 5;
/** A hundred times what a request takes on a slow machine. */
const DEADLINE_MS = 300_000;

/** The scores of an encoder, and what they are made of. */
export interface Scored extends Measured {
  readonly scores: EncoderScores;
}

/** What an encoder says of all that is held out, under one seed. */
export interface HeldOutDescribed {
  readonly seed: number;
  /** The held-out photos, those beside them, then the views. */
  readonly seen: DescribedRows;
  /** The photos of judged pairs; `null` where there are too few. */
  readonly judged: DescribedRows | null;
}

export class Scorer {
  readonly #workers = WorkerPool.lazy<ScoreReply>(workerFile('score-worker', import.meta.url), {}, 1);

  /**
   * Scores the encoder of `engine`. The views follow from `seed`: encoders are compared under the same one. `pass` is awaited between
   * batches, so that a pause or a stop need not wait for the end.
   */
  async score(heldOut: HeldOut, engine: Engine, seed: number, pass?: () => Promise<void>): Promise<Scored> {
    return this.rate(heldOut, await this.describe(heldOut, engine, seed, pass));
  }

  /** The first half of `score`: all that takes the encoder. */
  async describe(heldOut: HeldOut, engine: Engine, seed: number, pass?: () => Promise<void>): Promise<HeldOutDescribed> {
    const { pixels, others, judged } = heldOut;
    const { views, view } = probesOf(heldOut, seed);
    const [own, all] = [pixels.length, pixels.length + others.length];
    const { side } = engine;
    const seen = await describeAll(engine, all + views, (at) => pixels[at] ?? others[at - own] ?? view(at - all), pass, side === undefined ? undefined : largeMaker(heldOut, side, seed));
    if (!pairsCount(heldOut)) return { seed, seen, judged: null };
    const rows = [...judged.values()];
    return { seed, seen, judged: await describeAll(engine, rows.length, (at) => rows[at]!.pixels, pass, side === undefined ? undefined : (at) => heldOut.large('judged', at, side)) };
  }

  /** The second half. `adapter`: the file of one that changes the embeddings first. */
  async rate(heldOut: HeldOut, { seed, seen, judged }: HeldOutDescribed, adapter?: Uint8Array): Promise<Scored> {
    const { pixels, others } = heldOut;
    const own = pixels.length;
    const ranks = Uint32Array.from(await this.#ask({ kind: 'views', described: seen, photos: own, others: others.length, views: probesOf(heldOut, seed).views, ...(adapter && { adapter }) }));
    const { similar, different } = judged ? await this.#measurePairs(heldOut, judged, adapter) : { similar: [], different: [] };
    const auc = similar.length > 0 ? scoreOrder(similar, different) : null;
    return { ranks, photos: own, similar, different, scores: { ...scoreRanks(ranks), auc } };
  }

  async close(): Promise<void> {
    await this.#workers.close();
  }

  /** Squared distances of the judged pairs. */
  async #measurePairs({ pairs, judged }: HeldOut, described: DescribedRows, adapter?: Uint8Array): Promise<Pick<Scored, 'similar' | 'different'>> {
    const rows = [...judged.values()];
    const rowOf = new Map([...judged.keys()].map((id, row) => [id, row]));
    const known = [
      { name: 'time', dims: TIME_DIMS, values: joinFacts(rows.map(({ time }) => time), TIME_DIMS) },
      { name: 'place', dims: PLACE_DIMS, values: joinFacts(rows.map(({ place }) => place), PLACE_DIMS) }
    ] as const;
    const asked = pairs.map(({ photos: [a, b] }) => [rowOf.get(a) ?? 0, rowOf.get(b) ?? 0] as const); // every photo of a pair is judged
    const distances = await this.#ask({ kind: 'pairs', described, count: rows.length, known, pairs: asked, ...(adapter && { adapter }) });
    const of = (wanted: boolean): number[] => distances.filter((_, at) => pairs[at]!.similar === wanted);
    return { similar: of(true), different: of(false) };
  }

  #ask(message: ScoreRequest): Promise<ScoreReply> {
    return this.#workers.run({ message, deadlineMs: DEADLINE_MS });
  }
}

const seedOf = (seed: number, at: number): number => seed * 100_003 + at;

/** The same photos and views for every encoder. */
function probesOf({ pixels, others, probes }: HeldOut, seed: number): Probes {
  const known = probes.get(seed) ?? createProbes(pixels, { side: PIXELS_SIDE, seedOf: (at) => seedOf(seed, at), others, area: VISIBLE });
  probes.set(seed, known);
  return known;
}

/** Whether enough pairs of both kinds were judged. */
function pairsCount({ pairs }: HeldOut): boolean {
  const count = pairs.filter(({ similar }) => similar).length;
  return count >= FEWEST_PAIRS && pairs.length - count >= FEWEST_PAIRS;
}

/** The same with more pixels: a view is the same part in the same light, whatever its side. */
function largeMaker({ pixels, others, large }: HeldOut, side: number, seed: number): (at: number) => Promise<Uint8Array> {
  const [own, all] = [pixels.length, pixels.length + others.length];
  return async (at) => {
    if (at < own) return large('pixels', at, side);
    if (at < all) return large('others', at - own, side);
    return probeView(await large('pixels', (at - all) % own, side), side, uniform(seedOf(seed, at - all)), { area: VISIBLE });
  };
}

function joinFacts(rows: readonly Float32Array[], dims: number): Float32Array {
  const all = new Float32Array(rows.length * dims);
  rows.forEach((row, at) => all.set(row, at * dims));
  return all;
}
