// The space of a lens: the space of the prior metric under the metric that its judgments ask for, with neighbours measured anew and
// granularity levels by the fitted calibration. The photos and their order stay.
import type { PhotoSpace } from '../../contract.ts';
import { squaredBetween } from '../groups/points.ts';
import { gatherEvidence, type JudgedStatement } from './evidence.ts';
import { fitMetric, type FittedMetric } from './fit.ts';
import { granularityLevels } from './levels.ts';
import { mapPoints } from './section-map.ts';

/** `space` of the prior under what `judgments` ask for; itself where nothing is judged, or it does not say what its coordinates mean. */
export function lensSpace(space: PhotoSpace, judgments: readonly JudgedStatement[]): PhotoSpace {
  const { metric, points, dims, ids } = space;
  if (!metric || judgments.length === 0) return space;
  const evidence = gatherEvidence(judgments, ids);
  if (evidence.judged.length + evidence.ranked.length + evidence.implied.length === 0) return space;
  return applyMetric(space, fitMetric({ points, dims, sections: metric.sections }, evidence));
}

/** `space` of the prior, which stays as it is, under `fitted`. Throws a `RangeError` where it does not say what its coordinates mean. */
export function applyMetric(space: PhotoSpace, fitted: FittedMetric): PhotoSpace {
  const { metric, dims, points: before } = space;
  if (!metric) throw new RangeError('expected a space that says what its coordinates mean');
  const points = !fitted.learned ? before : mapPoints(before, dims, metric.sections, fitted.maps);
  return {
    ...space, points, ...(points === before ? {} : measureAgain(space, points)),
    levels: granularityLevels(fitted.calibration),
    metric: {
      sections: metric.sections.map((section, at) => ({ ...section, share: section.share * fitted.maps[at]!.weight })),
      calibration: fitted.calibration, answers: fitted.answers
    }
  };
}

/** The neighbours as they were, by their new distances, nearest first. */
function measureAgain({ ids, dims, k, neighbours }: PhotoSpace, points: Float32Array): Pick<PhotoSpace, 'neighbours' | 'distances'> {
  const found = new Uint32Array(neighbours.length);
  const distances = new Float32Array(neighbours.length);
  for (let row = 0; row < ids.length; row++) {
    const ranked = Array.from(neighbours.subarray(row * k, (row + 1) * k), (other) => ({ other, squared: squaredBetween(points, row * dims, points, other * dims, dims) }));
    ranked.sort((x, y) => x.squared - y.squared || x.other - y.other);
    ranked.forEach(({ other, squared }, at) => {
      found[row * k + at] = other;
      distances[row * k + at] = Math.sqrt(squared);
    });
  }
  return { neighbours: found, distances };
}
