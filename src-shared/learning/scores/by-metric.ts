// An encoder scored as it is used: photos are told apart by all that is known of their pictures, with the weights of the prior metric, and not
// by embeddings alone. An encoder that only repeats what the colours say gains nothing here. The weights are the same for every encoder, so
// that two of them are judged by one measure; a metric fitted to answers would know the pairs it is asked about.
import { ASSUMPTIONS } from '../metric/assumptions.ts';
import type { FeatureTable } from '../metric/features.ts';
import { placePhotos, type PhotoPoints } from '../metric/prior.ts';
import type { DescribedRows } from './embed.ts';
import { rankViews } from './finding.ts';

/**
 * Of each view, the rank of its photo among all (see `rankViews`). `described`: `photos` rows, then `others` of distractors, then the views.
 * When and where are left out: a view was taken when its photo was.
 */
export function rankByMetric(described: DescribedRows, { photos, others, views }: { readonly photos: number; readonly others: number; readonly views: number }): Uint32Array {
  const { points, dims } = place(photos + others + views, described, []);
  const [own, all] = [photos * dims, (photos + others) * dims];
  return rankViews(points.subarray(all), points.subarray(0, own), dims, points.subarray(own, all));
}

/** Squared distances of pairs of rows. `known`: the feature groups of the same rows that do not depend on their pictures. */
export function measureByMetric(count: number, described: DescribedRows, known: FeatureTable['groups'], pairs: readonly (readonly [number, number])[]): number[] {
  const { points, dims } = place(count, described, known);
  return pairs.map(([a, b]) => {
    let sum = 0;
    for (let i = 0; i < dims; i++) sum += (points[a * dims + i]! - points[b * dims + i]!) ** 2;
    return sum;
  });
}

function place(count: number, { embeddings, colour, layout, texture }: DescribedRows, known: FeatureTable['groups']): PhotoPoints {
  const wide = (values: Float32Array): number => (count === 0 ? 0 : values.length / count);
  const seen = ([['encoder', embeddings], ['colour', colour], ['layout', layout], ['texture', texture]] as const).map(([name, values]) => ({ name, dims: wide(values), values }));
  const weights = Object.fromEntries(Object.entries(ASSUMPTIONS).map(([name, { weight }]) => [name, weight]));
  return placePhotos({ count, groups: [...seen, ...known] }, { weights });
}
