// A tenth of the photos is held out: never trained on, used to compare encoders. Does a view of one of them find it among others
// (learning/scores/held-out), and do the pairs that the user judged rank correctly? The choice follows from the photos' content, so it is
// the same in every run.

import type { EncoderScores, LensId, PhotoId } from '../../../src-shared/contract.ts';
import { embedAll } from '../../../src-shared/learning/scores/embed.ts';
import { createProbes, type Probes, scoreHeldOut } from '../../../src-shared/learning/scores/held-out.ts';
import { scoreOrder } from '../../../src-shared/learning/scores/order.ts';
import { readPhotos } from '../../../src-shared/learning/training/feed.ts';
import type { Engine } from '../../compute/engine.ts';
import { PIXELS_SIDE } from '../../photos/read.ts';
import type { Store } from '../../store/database.ts';
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

export interface HeldOut {
  readonly pixels: readonly Uint8Array[];
  /** Photos that are trained on, as distractors. */
  readonly others: readonly Uint8Array[];
  readonly pairs: readonly Pair[];
  /** The pixels of every photo in `pairs`. */
  readonly judged: ReadonlyMap<PhotoId, Uint8Array>;
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
  const judged = new Map<PhotoId, Uint8Array>();
  for (const id of new Set(pairs.flatMap(({ photos }) => photos))) {
    const pixels = await readPixels(store, id);
    if (pixels) judged.set(id, pixels);
  }
  const pixels = await readPhotos(pixelReader(store), ids.slice(0, MOST_SCORED));
  const others = await readPhotos(pixelReader(store), learned.slice(0, Math.max(0, CANDIDATES - pixels.length)));
  return { pixels, others, judged, probes: new Map(), pairs: pairs.filter(({ photos }) => photos.every((id) => judged.has(id))) };
}

/**
 * Scores the encoder of `engine`. The views follow from `seed`: encoders are compared under the same one. `pass` is awaited between
 * batches, so that a pause or a stop need not wait for the end.
 */
export async function scoreEncoder(heldOut: HeldOut, engine: Engine, seed: number, pass?: () => Promise<void>): Promise<EncoderScores> {
  const { pixels, others, pairs, judged } = heldOut;
  const probes = heldOut.probes.get(seed) ?? createProbes(pixels, { side: PIXELS_SIDE, seedOf: (at) => seed * 100_003 + at, others, area: VISIBLE });
  heldOut.probes.set(seed, probes);
  const found = await scoreHeldOut(engine, probes, pass);
  const rows = [...judged.values()];
  const points = await embedAll(engine, rows.length, (at) => rows[at]!, pass);
  const rowOf = new Map([...judged.keys()].map((id, row) => [id, row * engine.dim]));
  const distance = ({ photos: [a, b] }: Pair): number => {
    const [atA, atB] = [rowOf.get(a) ?? 0, rowOf.get(b) ?? 0]; // every photo of a pair is judged
    let sum = 0;
    for (let i = 0; i < engine.dim; i++) sum += (points[atA + i]! - points[atB + i]!) ** 2;
    return sum;
  };
  const similar = pairs.filter((pair) => pair.similar);
  const different = pairs.filter((pair) => !pair.similar);
  const enough = similar.length >= FEWEST_PAIRS && different.length >= FEWEST_PAIRS;
  return { ...found, auc: enough ? scoreOrder(similar.map(distance), different.map(distance)) : null };
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
