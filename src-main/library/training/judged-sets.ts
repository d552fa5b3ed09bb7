// What the supervised contrastive objective learns from: the photos that the user put together under a lens. Batches are drawn from all
// photos, so sets must come whole and often to be met at all. One in five is left out, the same in every run: its pairs score the encoder.

import type { LensId } from '../../../src-shared/contract.ts';
import { Constraints } from '../../../src-shared/learning/linkage/constraints.ts';
import { seedOf } from '../../../src-shared/learning/random.ts';
import { shuffled } from '../../../src-shared/learning/training/shuffled.ts';
import type { Store } from '../../store/database.ts';
import { Judge } from '../judging/judge.ts';

/** One set of so many is scored, not learned from. */
const SCORED_EVERY = 5;
/** Photos of a set that come together: more would fill batches with one group. */
const MOST_TOGETHER = 8;
/** Fraction of a pass that is to be of judged sets, if they need not be repeated more often than this. */
const SHARE = 0.25;
const MOST_REPEATS = 40;

export interface JudgedSets {
  /** The photos of a pass, those of sets as often as they are given. */
  readonly ids: Uint32Array;
  /** `ids` in another order: what belongs together stays together, up to eight photos. */
  readonly order: (ids: Uint32Array, seed: number) => Uint32Array;
  /** The number of a photo's set; of a photo in no set, one of its own. */
  readonly groupOf: (id: number) => number;
  /** The photos of sets. */
  readonly learned: ReadonlySet<number>;
}

/** The sets among `ids`; `null` if there is none to learn from. The same for the same judgments. */
export function readJudgedSets(store: Store, lensId: LensId, ids: Uint32Array): JudgedSets | null {
  const { constraints } = Constraints.of(new Judge(store, lensId).log.judgments);
  return judgedSets(ids, constraints.toBonds(ids).together);
}

/** @param together disjoint sets of photos, as indices into `ids` */
export function judgedSets(ids: Uint32Array, together: readonly (readonly number[])[]): JudgedSets | null {
  const all = together.map((photos) => photos.map((at) => ids[at]!));
  // by a photo, not by its place among the sets, which later answers shift
  const chosen = all.filter((photos) => seedOf(Math.min(...photos), 0) % SCORED_EVERY !== 0);
  const sets = chosen.length > 0 ? chosen : all;
  if (sets.length === 0) return null;
  const groups = new Map(sets.flatMap((photos, group) => photos.map((id) => [id, group] as const)));
  const alone = ids.filter((id) => !groups.has(id));
  const wanted = (alone.length * SHARE) / (1 - SHARE) / groups.size;
  const repeats = Math.min(MOST_REPEATS, Math.max(1, Math.round(wanted)));
  const judged = Uint32Array.from(groups.keys());
  return {
    ids: Uint32Array.from([...alone, ...Array.from({ length: repeats }, () => [...judged]).flat()]),
    order: (_, seed) => inUnits(alone, sets, repeats, seed),
    groupOf: (id) => groups.get(id) ?? sets.length + id,
    learned: new Set(groups.keys())
  };
}

/** Photos and parts of sets in a random order. Each repeat divides the sets in another way, so that all their photos meet. */
function inUnits(alone: Uint32Array, sets: readonly (readonly number[])[], repeats: number, seed: number): Uint32Array {
  const units: (readonly number[])[] = Array.from(alone, (id) => [id]);
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const set of sets) {
      const photos = shuffled(Uint32Array.from(set), seed + repeat);
      for (let at = 0; at < photos.length; at += MOST_TOGETHER) units.push([...photos.subarray(at, at + MOST_TOGETHER)]);
    }
  }
  const order = shuffled(Uint32Array.from(units.keys()), seed);
  return Uint32Array.from([...order].flatMap((at) => units[at]!));
}

