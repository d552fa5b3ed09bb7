// A tenth of the photos is held out: never trained on, used to compare encoders (score-encoder.ts). Does a view of one of them find it among
// others, and do the pairs that the user judged rank correctly? The choice follows from the photos' content, so it is the same in every run.

import type { LensId, PhotoId } from '../../../src-shared/contract.ts';
import { describePlace } from '../../../src-shared/learning/features/place.ts';
import { describeTime } from '../../../src-shared/learning/features/time.ts';
import type { Probes } from '../../../src-shared/learning/scores/held-out.ts';
import { readPhotos } from '../../../src-shared/learning/training/feed.ts';
import { CodedError } from '../../failure.ts';
import type { Store } from '../../store/database.ts';
import { readPhoto } from '../../store/photos.ts';
import { Judge } from '../judging/judge.ts';
import { pixelReader, readPixels } from './pixels.ts';

/** Upper limit of scored photos: more would take longer without telling more. */
export const MOST_SCORED = 256;
/** Views look for their photo among at least this many, if there are so many: among a few, every encoder finds it. */
const CANDIDATES = 64;
const FEWEST = 8;
/** Similar and different pairs used at most, of each kind. */
const MOST_PAIRS = 200;

/** Fewer photos than this are too few to train on and to score. */
export const FEWEST_PHOTOS = 32;

export interface Pair {
  readonly photos: readonly [PhotoId, PhotoId];
  readonly similar: boolean;
}

export interface JudgedPhoto {
  readonly pixels: Uint8Array;
  /** As described by learning/features. */
  readonly time: Float32Array;
  readonly place: Float32Array;
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
  /**
   * Reads one of the same photos with another side, for encoders that take more pixels: all of them at once may be a gigabyte. By its place in
   * `pixels`, `others`, or the order of `judged`. Rejects if it was removed meanwhile.
   */
  readonly large: (from: 'pixels' | 'others' | 'judged', at: number, side: number) => Promise<Uint8Array>;
}

/** How many pictures are described to score an encoder, views included once there are some. */
export function describedOf({ pixels, others, judged, probes }: HeldOut): number {
  const [{ views = 0 } = {}] = probes.values();
  return pixels.length + others.length + judged.size + views;
}

/** Splits `ids`, in the order of their content hashes, into the held-out photos and those to train on. */
export function splitPhotos(ids: Uint32Array): { readonly heldOut: Uint32Array; readonly learn: Uint32Array } {
  const count = Math.max(Math.round(ids.length / 10), Math.min(FEWEST, Math.floor(ids.length / 4)));
  return { heldOut: ids.slice(0, count), learn: ids.slice(count) };
}

/**
 * Reads what is scored: the readable ones of the held-out photos `ids`, and the pairs judged under a lens. `learned`: the other photos.
 * @param inSets photos that are learned from as parts of sets: only pairs of others tell whether anything was learned
 */
export async function readHeldOut(store: Store, ids: Uint32Array, learned: Uint32Array, lensId: LensId, inSets: ReadonlySet<number> = new Set()): Promise<HeldOut> {
  const pairs = judgedPairs(store, lensId).filter(({ photos }) => !photos.some((id) => inSets.has(id)));
  const judged = new Map<PhotoId, JudgedPhoto>();
  for (const id of new Set(pairs.flatMap(({ photos }) => photos))) {
    const pixels = await readPixels(store, id);
    if (!pixels) continue;
    const { takenAt, latitude, longitude } = readPhoto(store, id);
    judged.set(id, { pixels, time: describeTime(takenAt ?? NaN), place: describePlace(latitude ?? NaN, longitude ?? NaN) });
  }
  const own = await readable(store, ids.slice(0, MOST_SCORED));
  const others = await readable(store, learned.slice(0, Math.max(0, CANDIDATES - own.pixels.length)));
  const idsOf = { pixels: own.ids, others: others.ids, judged: Uint32Array.from(judged.keys()) };
  const large: HeldOut['large'] = async (from, at, side) => {
    const read = await readPixels(store, idsOf[from][at] as PhotoId, side); // there are as many
    if (!read) throw new CodedError('photo-missing', 'Photos were removed while the encoder was tried on them. Try it again.');
    return read;
  };
  return { pixels: own.pixels, others: others.pixels, judged, large, probes: new Map(), pairs: pairs.filter(({ photos }) => photos.every((id) => judged.has(id))) };
}

/** The pixels of those of `ids` that can be read. */
async function readable(store: Store, ids: Uint32Array): Promise<{ readonly ids: Uint32Array; readonly pixels: readonly Uint8Array[] }> {
  const found = new Set<number>();
  const read = pixelReader(store);
  const pixels = await readPhotos(async (id) => {
    const row = await read(id);
    if (row) found.add(id);
    return row;
  }, ids);
  return { ids: ids.filter((id) => found.has(id)), pixels };
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
