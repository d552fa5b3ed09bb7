// The space of a lens: the space of the prior metric under a fitted one, with judged photos attracting their likes, neighbours measured
// anew and granularity levels by the fitted calibration. The photos and their order stay.
import type { PhotoSpace } from '../../contract.ts';
import { Constraints } from '../groups/constraints.ts';
import { squaredBetween } from '../groups/points.ts';
import { attract } from './attract.ts';
import type { JudgedStatement } from './evidence.ts';
import type { FittedMetric } from './fit.ts';
import { granularityLevels } from './levels.ts';
import { mapPoints } from './section-map.ts';

/** In a library up to this large every photo may follow a judged one; in a larger one its neighbours, and theirs. */
const ALL_FOLLOW = 5000;
/** Photos of one set that are looked at for new neighbours of a photo that moved. */
const MOST_OF_SET = 150;

/** `space` of the prior, which stays as it is, under `fitted`; `space` itself where it does not say what its coordinates mean. */
export function applyMetric(space: PhotoSpace, fitted: FittedMetric, judgments: readonly JudgedStatement[], constraints: Constraints = Constraints.of(judgments).constraints): PhotoSpace {
  const { metric, dims, ids } = space;
  if (!metric) return space;
  const mapped = fitted.objective === 'prior' ? space.points : mapPoints(space.points, dims, metric.sections, fitted.maps);
  const { together, apart } = constraints.toBonds(ids);
  const sides = apart.flatMap(({ left, right }) => [...left, ...right]);
  const { points, moved } = attract(mapped, dims, { together, apart: sides }, fitted.calibration, followers(space, [...together.flat(), ...sides]));
  return {
    ...space, points, ...measureAgain(space, points, moved),
    levels: granularityLevels(fitted.calibration),
    metric: {
      sections: metric.sections.map((section, at) => ({ ...section, share: section.share * fitted.maps[at]!.weight })),
      calibration: fitted.calibration, answers: fitted.answers
    }
  };
}

function followers({ ids, k, neighbours }: PhotoSpace, judged: readonly number[]): Iterable<number> {
  if (ids.length <= ALL_FOLLOW) return ids.keys();
  const near = new Set(judged);
  for (let hop = 0, last = [...near]; hop < 2; hop++) {
    const next: number[] = [];
    for (const row of last) {
      for (let at = row * k; at < (row + 1) * k; at++) {
        const neighbour = neighbours[at]!;
        if (!near.has(neighbour)) next.push(neighbour);
        near.add(neighbour);
      }
    }
    last = next;
  }
  return near;
}

/** Neighbours as they were, nearest first by the new distances; photos that moved also look among those that moved with them. */
function measureAgain({ ids, dims, k, neighbours }: PhotoSpace, points: Float32Array, moved: ReadonlyMap<number, number>): Pick<PhotoSpace, 'neighbours' | 'distances'> {
  const company = new Map<number, number[]>();
  for (const [row, set] of moved) {
    const rows = company.get(set);
    if (rows === undefined) company.set(set, [row]);
    else rows.push(row);
  }
  const found = new Uint32Array(neighbours.length);
  const distances = new Float32Array(neighbours.length);
  for (let row = 0; row < ids.length; row++) {
    const candidates = new Set(neighbours.subarray(row * k, (row + 1) * k));
    const set = moved.get(row);
    const others = set === undefined ? [] : company.get(set)!;
    const stride = Math.ceil(others.length / MOST_OF_SET);
    for (let at = 0; at < others.length; at += stride) if (others[at] !== row) candidates.add(others[at]!);
    const ranked = Array.from(candidates, (other) => ({ other, squared: squaredBetween(points, row * dims, points, other * dims, dims) }));
    ranked.sort((x, y) => x.squared - y.squared || x.other - y.other);
    for (let at = 0; at < k; at++) {
      const { other, squared } = ranked[at]!;
      found[row * k + at] = other;
      distances[row * k + at] = Math.sqrt(squared);
    }
  }
  return { neighbours: found, distances };
}
