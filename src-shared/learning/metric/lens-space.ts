// The space of a lens: the prior's space transformed by the metric fitted to the lens's judgments, with neighbours computed again and
// what distances mean from the fitted calibration. The photos and their order stay the same, and so do the granularity levels: positions
// of the slider keep their meaning, and what was learned only moves the default (groups/best-height).
import type { PhotoSpace } from '../../contract.ts';
import { asPoints } from '../linkage/points.ts';
import { refineNeighbours } from '../linkage/refine-neighbours.ts';
import { gatherEvidence, type JudgedStatement } from './evidence.ts';
import { fitMetric, type FittedMetric } from './fit.ts';
import { mapPoints } from './section-map.ts';

/** The prior's `space` transformed by the metric fitted to `judgments`; `space` itself if there are none, or its coordinates are not described. */
export function lensSpace(space: PhotoSpace, judgments: readonly JudgedStatement[]): PhotoSpace {
  const fitted = fitLens(space, judgments);
  return fitted ? applyMetric(space, fitted) : space;
}

/** The metric that `judgments` support over the prior's `space`; `null` if they say nothing of its photos, or its coordinates are not described. */
export function fitLens({ metric, points, dims, ids }: PhotoSpace, judgments: readonly JudgedStatement[]): FittedMetric | null {
  if (!metric || judgments.length === 0) return null;
  const evidence = gatherEvidence(judgments, ids);
  if (evidence.judged.length + evidence.ranked.length + evidence.implied.length === 0) return null;
  return fitMetric({ points, dims, sections: metric.sections }, evidence);
}

/** The prior's `space`, which is not changed, transformed by `fitted`; no digest is known of it. Throws a `RangeError` if its coordinates are not described. */
export function applyMetric(space: PhotoSpace, fitted: FittedMetric): PhotoSpace {
  const { digest: _, ...rest } = space;
  const { metric, dims, points: before } = rest;
  if (!metric) throw new RangeError('expected a space whose coordinates are described');
  const points = !fitted.learned ? before : mapPoints(before, dims, metric.sections, fitted.maps);
  const weighed = metric.sections.map(({ share }, at) => share * fitted.maps[at]!.weight);
  const total = weighed.reduce((sum, share) => sum + share, 0);
  return {
    ...rest, points, ...(points === before ? {} : refineNeighbours(asPoints(points, dims), space)),
    metric: {
      sections: metric.sections.map((section, at) => ({ ...section, share: weighed[at]! / total })),
      calibration: fitted.calibration, answers: fitted.answers
    }
  };
}
