// An encoder scored as it is used: photos are told apart by all that is known of their pictures, with the weights of the prior metric, and not
// by embeddings alone. An encoder that only repeats what the colours say gains nothing here. The weights are the same for every encoder, so
// that two of them are judged by one measure; a metric fitted to answers would know the pairs it is asked about.
import type { FeatureTable } from '../metric/features.ts';
import { ASSUMPTIONS } from '../metric/assumptions.ts';
import { placePhotos, type PhotoPoints } from '../metric/prior.ts';
import { type DescribedRows, type Describer, describeAll } from './embed.ts';
import { rankViews } from './finding.ts';
import type { Probes } from './held-out.ts';

/** Of each view, the rank of its photo among all (see `rankViews`). When and where are left out: a view was taken when its photo was. */
export async function rankByMetric(engine: Describer, { photos, others, views, view }: Probes, pass?: () => Promise<void>): Promise<Uint32Array> {
  const count = photos.length + others.length + views;
  const picture = (at: number): Uint8Array => photos[at] ?? others[at - photos.length] ?? view(at - photos.length - others.length);
  const { points, dims } = place(count, await describeAll(engine, count, picture, pass));
  const [own, all] = [photos.length * dims, (photos.length + others.length) * dims];
  return rankViews(points.subarray(all), points.subarray(0, own), dims, points.subarray(own, all));
}

/** Points of photos by all feature groups. `known`: groups that do not depend on the encoder or the picture. */
export function place(count: number, { embeddings, colour, layout, texture }: DescribedRows, known: FeatureTable['groups'] = []): PhotoPoints {
  const wide = (values: Float32Array): number => (count === 0 ? 0 : values.length / count);
  const seen = ([['encoder', embeddings], ['colour', colour], ['layout', layout], ['texture', texture]] as const).map(([name, values]) => ({ name, dims: wide(values), values }));
  const weights = Object.fromEntries(Object.entries(ASSUMPTIONS).map(([name, { weight }]) => [name, weight]));
  return placePhotos({ count, groups: [...seen, ...known] }, { weights });
}
