// From stored columns to the feature table that a metric is applied to.

import type { FeatureTable } from '../../../src-shared/learning/metric/features.ts';
import { describePlace, PLACE_DIMS } from '../../../src-shared/learning/features/place.ts';
import { describeTime, TIME_DIMS, toInstants } from '../../../src-shared/learning/features/time.ts';
import type { PhotoColumns } from '../../store/columns.ts';

/** Of the code that computes colour, layout and texture; raised whenever their values change, so that photos are described again. */
export const FEATURES_VERSION = 1;

/** All feature groups of the photos of `columns`, in its order. */
export function toFeatureTable(columns: PhotoColumns): FeatureTable {
  const { ids, encoder, colour, layout, texture, takenAt, takenOffsets, latitudes, longitudes } = columns;
  const count = ids.length;
  const instants = toInstants(takenAt, takenOffsets);
  const times = new Float32Array(count * TIME_DIMS);
  const places = new Float32Array(count * PLACE_DIMS);
  for (let i = 0; i < count; i++) {
    times.set(describeTime(instants[i] ?? NaN), i * TIME_DIMS);
    places.set(describePlace(latitudes[i] ?? NaN, longitudes[i] ?? NaN), i * PLACE_DIMS);
  }
  const wide = (values: Float32Array): number => (count === 0 ? 0 : values.length / count);
  return {
    count,
    groups: [
      { name: 'encoder', dims: wide(encoder), values: encoder },
      { name: 'colour', dims: wide(colour), values: colour },
      { name: 'layout', dims: wide(layout), values: layout },
      { name: 'texture', dims: wide(texture), values: texture },
      { name: 'time', dims: TIME_DIMS, values: times },
      { name: 'place', dims: PLACE_DIMS, values: places }
    ]
  };
}
