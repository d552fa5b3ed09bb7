// Why photos are together or not: how much of their distance and of their likeness each feature group makes up, how likely they are alike, and which
// judgments bind them. A distance is the length of a difference of points, so its square falls apart by feature group.

import type { Explanation, Judgment, PhotoId, PhotoSpace, SpaceMetric } from '../contract.ts';
import { Constraints } from '../learning/linkage/constraints.ts';
import { probabilityAt } from '../learning/metric/calibration.ts';
import { pairsOf } from './pairs.ts';

/** Pairs of a group that are measured, at most: the mean of so many is within .05 of the mean of all, nineteen times in twenty. */
const MOST_PAIRS = 400;

/** `null` where the space does not say what its coordinates mean, or fewer than two of `photos` are in it. */
export function explain(space: PhotoSpace, judgments: readonly Judgment[], photos: readonly PhotoId[]): Explanation | null {
  const { metric, ids, points, dims } = space;
  const rows = rowsOf(ids, photos);
  if (!metric || rows.length < 2) return null;
  const pairs = pairsOf(rows.length, MOST_PAIRS);
  const sums = metric.sections.map(() => 0);
  let probability = 0;
  for (const [first, second] of pairs) {
    const [a, b] = [rows[first]!, rows[second]!];
    let squared = 0;
    metric.sections.forEach(({ start, dims: width }, at) => {
      const part = squaredPart(points, a * dims + start, b * dims + start, width);
      squared += part;
      sums[at]! += part;
    });
    probability += probabilityAt(Math.sqrt(squared), metric.calibration);
  }
  const sample = pairs.length < (rows.length * (rows.length - 1)) / 2 ? pairs.length : null;
  return { probability: probability / pairs.length, sample, features: weigh(metric, sums, pairs.length), ...binding(judgments, photos) };
}

/** Which judgments bind photos: the fewest that join or part two; those that join photos of a group. */
function binding(judgments: readonly Judgment[], photos: readonly PhotoId[]): Pick<Explanation, 'relation' | 'judgments'> {
  const [first, second] = photos;
  if (photos.length === 2 && first !== undefined && second !== undefined) {
    const { constraints } = Constraints.of(judgments);
    const relation = constraints.relation(first, second);
    if (relation === 'open') return { relation, judgments: [] };
    // what would contradict is what binds
    const verdict = constraints.check({ kind: relation === 'together' ? 'different' : 'similar', photos: [first, second] });
    return { relation, judgments: verdict.status === 'contradiction' ? [...verdict.chain].sort((a, b) => a - b) : [] };
  }
  const inside = new Set(photos);
  const joins = judgments.filter(({ statement: { kind, photos: said } }) => (kind === 'similar' || kind === 'together') && said.filter((photo) => inside.has(photo)).length > 1);
  return { relation: 'open', judgments: joins.map(({ id }) => id) };
}

function weigh({ sections }: SpaceMetric, sums: readonly number[], pairs: number): Explanation['features'] {
  const total = sums.reduce((sum, part) => sum + part, 0);
  return sections
    .map(({ name, share }, at) => {
      // unrelated photos are √2 apart, so a section is 2 · share between them
      const likeness = Math.max(0, 1 - sums[at]! / pairs / (2 * share));
      return { name, share: total > 0 ? sums[at]! / total : share, likeness, alike: share * likeness };
    })
    .sort((a, b) => b.share - a.share);
}

/** Where in the space the photos are, in their order; those that are not there are left out. */
function rowsOf(ids: Uint32Array, photos: readonly PhotoId[]): number[] {
  const rows = new Map<number, number>(photos.map((photo) => [photo, -1]));
  ids.forEach((id, row) => rows.has(id) && rows.set(id, row));
  return [...rows.values()].filter((row) => row >= 0);
}

function squaredPart(points: Float32Array, a: number, b: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += (points[a + i]! - points[b + i]!) ** 2;
  return sum;
}
