// A tenth of the photos is held out: never trained on, used to compare encoders. Does a view of one of them find it among others, and do the
// pairs that the user judged rank correctly, by all feature groups (learning/scores/by-metric)? The choice follows from the photos' content,
// so it is the same in every run.

import type { EncoderScores, LensId, PhotoId } from '../../../src-shared/contract.ts';
import { describePlace, PLACE_DIMS } from '../../../src-shared/learning/features/place.ts';
import { describeTime, TIME_DIMS } from '../../../src-shared/learning/features/time.ts';
import { place, rankByMetric } from '../../../src-shared/learning/scores/by-metric.ts';
import { describeAll } from '../../../src-shared/learning/scores/embed.ts';
import { scoreRanks } from '../../../src-shared/learning/scores/finding.ts';
import type { Measured } from '../../../src-shared/learning/scores/gain.ts';
import { createProbes, type Probes } from '../../../src-shared/learning/scores/held-out.ts';
import { scoreOrder } from '../../../src-shared/learning/scores/order.ts';
import { readPhotos } from '../../../src-shared/learning/training/feed.ts';
import type { Engine } from '../../compute/engine.ts';
import { PIXELS_SIDE } from '../../photos/read.ts';
import type { Store } from '../../store/database.ts';
import { readPhoto } from '../../store/photos.ts';
import { Judge } from '../judging/judge.ts';
import { pixelReader, readPixels } from './pixels.ts';

/** Upper limit of scored photos: more would take longer without telling more. */
export const MOST_SCORED = 256;
/** Views look for their photo among at least this many, if there are so many: among a few, every encoder finds it. */
const CANDIDATES = 64;
const FEWEST = 8;
/** Fraction of a photo's area that a view shows: so little that no encoder finds all of them, or encoders could not be told apart. */
const VISIBLE = [0.08, 0.35] as const;
/** Similar and different pairs needed for a score, and used at most, of each kind. */
const FEWEST_PAIRS = 5;
const MOST_PAIRS = 200;

/** Fewer photos than this are too few to train on and to score. */
export const FEWEST_PHOTOS = 32;

export interface Pair {
  readonly photos: readonly [PhotoId, PhotoId];
  readonly similar: boolean;
}

interface JudgedPhoto {
  readonly pixels: Uint8Array;
  readonly time: Float32Array;
  readonly place: Float32Array;
}

/** The scores of an encoder, and what they are made of. */
export interface Scored extends Measured {
  readonly scores: EncoderScores;
}

export interface HeldOut {
  readonly pixels: readonly Uint8Array[];
  /** Photos that are trained on, as distractors. */
  readonly others: readonly Uint8Array[];
  readonly pairs: readonly Pair[];
  /** Every photo in `pairs`. */
  readonly judged: ReadonlyMap<PhotoId, JudgedPhoto>;
  /** The probes used so far, by seed. */
  readonly probes: Map<number, Probes>;
}

/** Splits `ids`, in the order of their content hashes, into the held-out photos and those to train on. */
export function splitPhotos(ids: Uint32Array): { readonly heldOut: Uint32Array; readonly learn: Uint32Array } {
  const count = Math.max(Math.round(ids.length / 10), Math.min(FEWEST, Math.floor(ids.length / 4)));
  return { heldOut: ids.slice(0, count), learn: ids.slice(count) };
}

/** Reads what is scored: the readable ones of the held-out photos `ids`, and the pairs judged under a lens. `learned`: the other photos. */
export async function readHeldOut(store: Store, ids: Uint32Array, learned: Uint32Array, lensId: LensId): Promise<HeldOut> {
  const pairs = judgedPairs(store, lensId);
  const judged = new Map<PhotoId, JudgedPhoto>();
  for (const id of new Set(pairs.flatMap(({ photos }) => photos))) {
    const pixels = await readPixels(store, id);
    if (!pixels) continue;
    const { takenAt, latitude, longitude } = readPhoto(store, id);
    judged.set(id, { pixels, time: describeTime(takenAt ?? NaN), place: describePlace(latitude ?? NaN, longitude ?? NaN) });
  }
  const pixels = await readPhotos(pixelReader(store), ids.slice(0, MOST_SCORED));
  const others = await readPhotos(pixelReader(store), learned.slice(0, Math.max(0, CANDIDATES - pixels.length)));
  return { pixels, others, judged, probes: new Map(), pairs: pairs.filter(({ photos }) => photos.every((id) => judged.has(id))) };
}

/**
 * Scores the encoder of `engine`. The views follow from `seed`: encoders are compared under the same one. `pass` is awaited between
 * batches, so that a pause or a stop need not wait for the end.
 */
export async function scoreEncoder(heldOut: HeldOut, engine: Engine, seed: number, pass?: () => Promise<void>): Promise<Scored> {
  const { pixels, others } = heldOut;
  const probes = heldOut.probes.get(seed) ?? createProbes(pixels, { side: PIXELS_SIDE, seedOf: (at) => seed * 100_003 + at, others, area: VISIBLE });
  heldOut.probes.set(seed, probes);
  const ranks = await rankByMetric(engine, probes, pass);
  const { similar, different } = await measurePairs(heldOut, engine, pass);
  const auc = similar.length > 0 ? scoreOrder(similar, different) : null;
  return { ranks, photos: pixels.length, similar, different, scores: { ...scoreRanks(ranks), auc } };
}

/** Squared distances of the judged pairs; none where there are too few of a kind. */
async function measurePairs({ pairs, judged }: HeldOut, engine: Engine, pass?: () => Promise<void>): Promise<Pick<Scored, 'similar' | 'different'>> {
  const similar = pairs.filter((pair) => pair.similar);
  const different = pairs.filter((pair) => !pair.similar);
  if (similar.length < FEWEST_PAIRS || different.length < FEWEST_PAIRS) return { similar: [], different: [] };
  const rows = [...judged.values()];
  const facts = [
    { name: 'time', dims: TIME_DIMS, values: joinFacts(rows.map(({ time }) => time), TIME_DIMS) },
    { name: 'place', dims: PLACE_DIMS, values: joinFacts(rows.map((row) => row.place), PLACE_DIMS) }
  ] as const;
  const { points, dims } = place(rows.length, await describeAll(engine, rows.length, (at) => rows[at]!.pixels, pass), facts);
  const rowOf = new Map([...judged.keys()].map((id, row) => [id, row * dims]));
  const distance = ({ photos: [a, b] }: Pair): number => {
    const [atA, atB] = [rowOf.get(a) ?? 0, rowOf.get(b) ?? 0]; // every photo of a pair is judged
    let sum = 0;
    for (let i = 0; i < dims; i++) sum += (points[atA + i]! - points[atB + i]!) ** 2;
    return sum;
  };
  return { similar: similar.map(distance), different: different.map(distance) };
}

function joinFacts(rows: readonly Float32Array[], dims: number): Float32Array {
  const all = new Float32Array(rows.length * dims);
  rows.forEach((row, at) => all.set(row, at * dims));
  return all;
}

/** Pairs judged similar and different, newest first; of judgments about many photos, consecutive ones. */
function judgedPairs(store: Store, lensId: LensId): Pair[] {
  const pairs: Pair[] = [];
  const room = { similar: MOST_PAIRS, different: MOST_PAIRS };
  const add = (a: PhotoId | undefined, b: PhotoId | undefined, similar: boolean): void => {
    if (a !== undefined && b !== undefined && room[similar ? 'similar' : 'different']-- > 0) pairs.push({ photos: [a, b], similar });
  };
  for (const { statement } of new Judge(store, lensId).log.judgments.toReversed()) {
    if (statement.kind === 'similar' || statement.kind === 'different') add(statement.photos[0], statement.photos[1], statement.kind === 'similar');
    if (statement.kind === 'together') statement.photos.slice(1).forEach((photo, at) => add(statement.photos[at], photo, true));
    if (statement.kind === 'apart') statement.photos.forEach((photo, at) => add(photo, statement.others[at % statement.others.length], false));
  }
  return pairs;
}
