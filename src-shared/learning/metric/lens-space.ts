// The space of a lens: the space of the prior metric under the metric that its judgments ask for, with neighbours measured again and
// granularity levels by the fitted calibration. The photos and their order stay.
import type { PhotoSpace } from '../../contract.ts';
import { asPoints } from '../linkage/points.ts';
import { refineNeighbours } from '../linkage/refine-neighbours.ts';
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
    ...space, points, ...(points === before ? {} : refineNeighbours(asPoints(points, dims), space)),
    levels: granularityLevels(fitted.calibration),
    metric: {
      sections: metric.sections.map((section, at) => ({ ...section, share: section.share * fitted.maps[at]!.weight })),
      calibration: fitted.calibration, answers: fitted.answers
    }
  };
}
