// Scores an indexed library against known groups: each feature group by itself, the default metric, and the grouping.
// For measurement only; the app shows none of it.

import type { PhotoId } from '../../src-shared/contract.ts';
import { Grouper } from '../../src-shared/learning/groups/grouping.ts';
import type { FeatureGroup } from '../../src-shared/learning/metric/features.ts';
import { scoreBcubed } from '../../src-shared/learning/scores/bcubed.ts';
import { scoreInformation } from '../../src-shared/learning/scores/information.ts';
import { scorePairs } from '../../src-shared/learning/scores/pairs.ts';
import { scoreRetrieval } from '../../src-shared/learning/scores/retrieval.ts';
import { readColumns } from '../store/columns.ts';
import type { Store } from '../store/database.ts';
import type { DescriptorVersions } from '../store/descriptors.ts';
import { readPhoto } from '../store/photos.ts';
import { toFeatureTable } from '../library/spaces/feature-table.ts';
import { makeSpace } from '../library/spaces/space.ts';

export interface RankingScores {
  readonly recallAt1: number;
  readonly mAP: number;
}

export interface Evaluation {
  /** Number of photos named by the truth. */
  readonly photos: number;
  readonly features: Readonly<Partial<Record<FeatureGroup | 'default', RankingScores>>>;
  readonly groupsAtDefault: { readonly pairwiseF1: number; readonly precision: number; readonly recall: number; readonly ami: number; readonly bcubedF1: number };
  /** Each score at its best cut. */
  readonly groupsBest: { readonly pairwiseF1: number; readonly ami: number; readonly bcubedF1: number };
}

/** Number of cuts tried for `groupsBest`, evenly spaced up to the coarsest level. */
const CUTS = 100;

/**
 * Scores the library in `store`.
 * @param groupOf the known group of a path relative to the library's folder; `undefined` if the truth does not name it
 * @throws {RangeError} if the truth names none of the photos
 */
export async function evaluate(store: Store, versions: DescriptorVersions, groupOf: (path: string) => string | undefined): Promise<Evaluation> {
  const columns = readColumns(store, versions);
  const space = { revision: 1, ...(await makeSpace(store, versions)) };
  const known = knownGroups(store, columns.ids, groupOf);
  const rows = [...known.keys()].filter((row) => known[row]! >= 0);
  const labels = Uint32Array.from(rows, (row) => known[row]!);

  const rank = (values: Float32Array, dims: number): RankingScores => {
    const { recallAt1, mAP } = scoreRetrieval({ points: pick(values, dims, rows), dims, labels });
    return { recallAt1: round(recallAt1), mAP: round(mAP) };
  };
  const features: Partial<Record<FeatureGroup | 'default', RankingScores>> = {};
  for (const { name, dims, values } of toFeatureTable(columns).groups) {
    if (name !== 'time' && name !== 'place') features[name] = rank(values, dims);
  }
  features.default = rank(space.points, space.dims);

  const grouper = new Grouper();
  const labelsAt = (height: number | null): Uint32Array => {
    const { groups } = grouper.group({ space, judgments: [], height });
    const groupOfId = new Map(groups.flatMap(({ photos }, group) => Array.from(photos, (id) => [id, group] as const)));
    return Uint32Array.from(rows, (row) => groupOfId.get(space.ids[row] ?? 0) ?? 0); // every photo is in a group
  };
  const atDefault = labelsAt(null);
  const pairs = scorePairs(labels, atDefault);
  const best = { pairwiseF1: 0, ami: 0, bcubedF1: 0 };
  for (let cut = 1; cut <= CUTS; cut++) {
    const found = labelsAt((cut / CUTS) * space.levels.coarsest);
    best.pairwiseF1 = Math.max(best.pairwiseF1, round(scorePairs(labels, found).f1));
    best.ami = Math.max(best.ami, round(scoreInformation(labels, found).ami));
    best.bcubedF1 = Math.max(best.bcubedF1, round(scoreBcubed(labels, found).f1));
  }
  return {
    photos: rows.length,
    features,
    groupsAtDefault: {
      pairwiseF1: round(pairs.f1), precision: round(pairs.precision), recall: round(pairs.recall),
      ami: round(scoreInformation(labels, atDefault).ami), bcubedF1: round(scoreBcubed(labels, atDefault).f1)
    },
    groupsBest: best
  };
}

/**
 * The known group of each photo of `ids` as a number, −1 if unknown.
 * @throws {RangeError} if the truth names none of them
 */
export function knownGroups(store: Store, ids: Uint32Array, groupOf: (path: string) => string | undefined): Int32Array {
  const known = Array.from(ids, (id) => readPhoto(store, id as PhotoId).files.map(({ path }) => groupOf(path)).find((group) => group !== undefined));
  const names = [...new Set(known.filter((group) => group !== undefined))];
  if (names.length === 0) throw new RangeError('The truth names none of the photos of this folder. Its paths must be relative to the folder, or to its photos/.');
  return Int32Array.from(known, (group) => (group === undefined ? -1 : names.indexOf(group)));
}

function pick(values: Float32Array, dims: number, rows: readonly number[]): Float32Array {
  const picked = new Float32Array(rows.length * dims);
  rows.forEach((row, i) => picked.set(values.subarray(row * dims, (row + 1) * dims), i * dims));
  return picked;
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;
