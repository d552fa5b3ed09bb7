// A tenth of the photos is never learned from: by it encoders are compared. Does a view of one of them find it among others, and do
// the pairs that the user judged rank right? Which photos they are follows from their content, so they stay the same ones.

import type { EncoderScores, LensId, PhotoId } from '../../../src-shared/contract.ts';
import { uniform } from '../../../src-shared/learning/random.ts';
import { joinRows } from '../../../src-shared/learning/rows.ts';
import { scoreFinding } from '../../../src-shared/learning/scores/finding.ts';
import { scoreOrder } from '../../../src-shared/learning/scores/order.ts';
import { probeView } from '../../../src-shared/learning/scores/probe-view.ts';
import type { Engine } from '../../compute/engine.ts';
import { PIXELS_SIDE } from '../../photos/read.ts';
import type { Store } from '../../store/database.ts';
import { Judge } from '../judging/judge.ts';
import { readPixels } from './pixels.ts';

/** Photos that are scored at most: more would take longer, not say more. */
export const MOST_SCORED = 256;
/** Photos among which views look for theirs, where there are so many: among a few, all encoders find it. */
const ANSWERING = 64;
const FEWEST = 8;
/** Views asked with, about, over all photos. */
const VIEWS = 512;
/** Shares of a photo that a view shows: so little that no encoder finds them all, or there would be nothing to tell two apart by. */
const SEEN = [0.08, 0.35] as const;
/** Judged pairs of either kind: fewer say nothing, more are not needed. */
const FEWEST_PAIRS = 5;
const MOST_PAIRS = 200;
const AT_ONCE = 16;

/** Fewer photos than this teach nothing and cannot be scored. */
export const FEWEST_PHOTOS = 32;

export interface Pair {
  readonly photos: readonly [PhotoId, PhotoId];
  readonly similar: boolean;
}

export interface HeldOut {
  readonly ids: readonly PhotoId[];
  readonly pixels: readonly Uint8Array[];
  /** Photos learned from, for views to be led astray by. */
  readonly others: readonly Uint8Array[];
  readonly pairs: readonly Pair[];
  /** Of every photo in `pairs`. */
  readonly judged: ReadonlyMap<PhotoId, Uint8Array>;
  /** The views that were asked with, by seed: they are asked again with every encoder. */
  readonly views: Map<number, Uint8Array[]>;
}

/** The held-out photos and the ones to learn from, of `ids` in the order of their content hashes. */
export function splitPhotos(ids: Uint32Array): { readonly heldOut: Uint32Array; readonly learn: Uint32Array } {
  const count = Math.max(Math.round(ids.length / 10), Math.min(FEWEST, Math.floor(ids.length / 4)));
  return { heldOut: ids.slice(0, count), learn: ids.slice(count) };
}

/** Reads what is scored: those of the held-out photos `ids` that can be read, and the pairs judged under a lens. `learned`: the other photos. */
export async function readHeldOut(store: Store, ids: Uint32Array, learned: Uint32Array, lensId: LensId): Promise<HeldOut> {
  const pairs = judgedPairs(store, lensId);
  const judged = new Map<PhotoId, Uint8Array>();
  for (const id of new Set(pairs.flatMap(({ photos }) => photos))) {
    const pixels = await readPixels(store, id);
    if (pixels) judged.set(id, pixels);
  }
  const readAll = async (some: Uint32Array): Promise<{ id: PhotoId; pixels: Uint8Array }[]> => {
    const rows: { id: PhotoId; pixels: Uint8Array }[] = [];
    for (const id of some as Iterable<number> as Iterable<PhotoId>) { // row ids of the store
      const pixels = await readPixels(store, id);
      if (pixels) rows.push({ id, pixels });
    }
    return rows;
  };
  const rows = await readAll(ids.slice(0, MOST_SCORED));
  const others = await readAll(learned.slice(0, Math.max(0, ANSWERING - rows.length)));
  return {
    ids: rows.map(({ id }) => id), pixels: rows.map(({ pixels }) => pixels), others: others.map(({ pixels }) => pixels), judged, views: new Map(),
    pairs: pairs.filter(({ photos }) => photos.every((id) => judged.has(id)))
  };
}

/**
 * Scores the encoder of `engine`. The views follow from `seed`: two encoders are compared under the same one. `pass` is waited for
 * between batches, so that a pause or a stop need not wait for the end.
 */
export async function scoreEncoder(heldOut: HeldOut, engine: Engine, seed: number, pass: () => Promise<void> = async () => {}): Promise<EncoderScores> {
  const { pixels, others, pairs, judged } = heldOut;
  const made = heldOut.views.get(seed) ?? [];
  heldOut.views.set(seed, made);
  const embed = async (rows: readonly (() => Uint8Array)[]): Promise<Float32Array> => {
    const all = new Float32Array(rows.length * engine.dim);
    const one = async (from: number): Promise<void> => {
      const batch = rows.slice(from, from + AT_ONCE);
      // made only now, in between other work
      const { embeddings } = await engine.describe({ count: batch.length, pixels: joinRows(batch.map((make) => make())) });
      all.set(embeddings, from * engine.dim);
    };
    for (let from = 0; from < rows.length; from += AT_ONCE * engine.workers) {
      await pass();
      await Promise.all(Array.from({ length: engine.workers }, (_, lane) => from + lane * AT_ONCE).filter((start) => start < rows.length).map(one));
    }
    return all;
  };
  const rounds = Math.max(1, Math.min(8, Math.round(VIEWS / Math.max(1, pixels.length))));
  const photos = await embed(pixels.map((row) => () => row));
  const answering = await embed(others.map((row) => () => row));
  const views = await embed(Array.from({ length: rounds * pixels.length }, (_, at) => () => {
    const row = pixels[at % pixels.length];
    if (!row) throw new RangeError(`expected a photo at ${at}`);
    return (made[at] ??= probeView(row, PIXELS_SIDE, uniform(seed * 100_003 + at), { area: SEEN }));
  }));
  const judgedRows = await embed([...judged.values()].map((row) => () => row));
  const rowOf = new Map([...judged.keys()].map((id, row) => [id, row * engine.dim]));
  const distance = ({ photos: [a, b] }: Pair): number => {
    const [atA, atB] = [rowOf.get(a) ?? 0, rowOf.get(b) ?? 0]; // every photo of a pair is judged
    let sum = 0;
    for (let i = 0; i < engine.dim; i++) sum += (judgedRows[atA + i]! - judgedRows[atB + i]!) ** 2;
    return sum;
  };
  const similar = pairs.filter((pair) => pair.similar);
  const different = pairs.filter((pair) => !pair.similar);
  const enough = similar.length >= FEWEST_PAIRS && different.length >= FEWEST_PAIRS;
  return { ...scoreFinding(views, photos, engine.dim, answering), auc: enough ? scoreOrder(similar.map(distance), different.map(distance)) : null };
}

/** Pairs judged similar and different; of judgments about many photos, neighbours in the order given. */
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
