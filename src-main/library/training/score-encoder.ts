// Scores an encoder on what is held out (held-out.ts), together with the other feature groups: its engine describes the pictures, and a
// worker thread tells them apart.

import type { EncoderScores } from '../../../src-shared/contract.ts';
import { PLACE_DIMS } from '../../../src-shared/learning/features/place.ts';
import { TIME_DIMS } from '../../../src-shared/learning/features/time.ts';
import { describeAll } from '../../../src-shared/learning/scores/embed.ts';
import { scoreRanks } from '../../../src-shared/learning/scores/finding.ts';
import type { Measured } from '../../../src-shared/learning/scores/gain.ts';
import { createProbes } from '../../../src-shared/learning/scores/held-out.ts';
import { scoreOrder } from '../../../src-shared/learning/scores/order.ts';
import { probeView } from '../../../src-shared/learning/scores/probe-view.ts';
import { uniform } from '../../../src-shared/learning/random.ts';
import type { Engine } from '../../compute/engine.ts';
import { PIXELS_SIDE } from '../../photos/read.ts';
import { workerFile } from '../../workers/worker-file.ts';
import { WorkerPool } from '../../workers/worker-pool.ts';
import type { HeldOut, LargePixels } from './held-out.ts';
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

export class Scorer {
  readonly #workers = WorkerPool.lazy<ScoreReply>(workerFile('score-worker', import.meta.url), {}, 1);

  /**
   * Scores the encoder of `engine`. The views follow from `seed`: encoders are compared under the same one. `pass` is awaited between
   * batches, so that a pause or a stop need not wait for the end.
   */
  async score(heldOut: HeldOut, engine: Engine, seed: number, pass?: () => Promise<void>): Promise<Scored> {
    const { pixels, others } = heldOut;
    const probes = heldOut.probes.get(seed) ?? createProbes(pixels, { side: PIXELS_SIDE, seedOf: (at) => seedOf(seed, at), others, area: VISIBLE });
    heldOut.probes.set(seed, probes);
    const { views, view } = probes;
    const [own, all] = [pixels.length, pixels.length + others.length];
    const large = engine.side === undefined ? null : await heldOut.large(engine.side);
    const described = await describeAll(engine, all + views, (at) => pixels[at] ?? others[at - own] ?? view(at - all), pass, large ? largeMaker(large, engine.side!, seed) : undefined);
    const ranks = Uint32Array.from(await this.#ask({ kind: 'views', described, photos: own, others: others.length, views }));
    const { similar, different } = await this.#measurePairs(heldOut, engine, large?.judged, pass);
    const auc = similar.length > 0 ? scoreOrder(similar, different) : null;
    return { ranks, photos: own, similar, different, scores: { ...scoreRanks(ranks), auc } };
  }

  async close(): Promise<void> {
    await this.#workers.close();
  }

  /** Squared distances of the judged pairs; none where there are too few of a kind. */
  async #measurePairs({ pairs, judged }: HeldOut, engine: Engine, large: readonly Uint8Array[] | undefined, pass?: () => Promise<void>): Promise<Pick<Scored, 'similar' | 'different'>> {
    const count = pairs.filter(({ similar }) => similar).length;
    if (count < FEWEST_PAIRS || pairs.length - count < FEWEST_PAIRS) return { similar: [], different: [] };
    const rows = [...judged.values()];
    const rowOf = new Map([...judged.keys()].map((id, row) => [id, row]));
    const described = await describeAll(engine, rows.length, (at) => rows[at]!.pixels, pass, large && ((at) => large[at]!));
    const known = [
      { name: 'time', dims: TIME_DIMS, values: joinFacts(rows.map(({ time }) => time), TIME_DIMS) },
      { name: 'place', dims: PLACE_DIMS, values: joinFacts(rows.map(({ place }) => place), PLACE_DIMS) }
    ] as const;
    const asked = pairs.map(({ photos: [a, b] }) => [rowOf.get(a) ?? 0, rowOf.get(b) ?? 0] as const); // every photo of a pair is judged
    const distances = await this.#ask({ kind: 'pairs', described, count: rows.length, known, pairs: asked });
    const of = (wanted: boolean): number[] => distances.filter((_, at) => pairs[at]!.similar === wanted);
    return { similar: of(true), different: of(false) };
  }

  #ask(message: ScoreRequest): Promise<ScoreReply> {
    return this.#workers.run({ message, deadlineMs: DEADLINE_MS });
  }
}

const seedOf = (seed: number, at: number): number => seed * 100_003 + at;

/** The same photos and views as `score` gives to every encoder, with more pixels: a view is the same part in the same light, whatever its side. */
function largeMaker({ pixels, others }: LargePixels, side: number, seed: number): (at: number) => Uint8Array {
  const all = pixels.length + others.length;
  return (at) => pixels[at] ?? others[at - pixels.length] ?? probeView(pixels[(at - all) % pixels.length]!, side, uniform(seedOf(seed, at - all)), { area: VISIBLE });
}

function joinFacts(rows: readonly Float32Array[], dims: number): Float32Array {
  const all = new Float32Array(rows.length * dims);
  rows.forEach((row, at) => all.set(row, at * dims));
  return all;
}
