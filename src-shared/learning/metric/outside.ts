// Places images that are not in a library among its photos, without moving them: what the prior learned from a sample of the photos is
// learned again from the same sample, and applied to the image. Its time and place are not known, so those sections stay empty.
import { ASSUMPTIONS } from './assumptions.ts';
import { type Evening, evenRows, learnEvening } from './even-out.ts';
import type { FeatureGroup, FeatureTable } from './features.ts';
import type { Section } from './prior.ts';
import { mapPoints, type SectionMap } from './section-map.ts';

/** How an image becomes a point of one space. */
export interface Outside {
  readonly dims: number;
  readonly sections: readonly Section[];
  readonly evenings: ReadonlyMap<FeatureGroup, Evening>;
}

/** Features of one image. */
export type OutsideFeatures = Partial<Record<FeatureGroup, Float32Array>>;

/**
 * Learns how to place images in the space of `sections`.
 * @param sample the features of the photos at `sampleRows` of that space, in their order
 */
export function learnOutside(dims: number, sections: readonly Section[], sample: FeatureTable): Outside {
  const rows = Uint32Array.from({ length: sample.count }, (_, row) => row);
  const evenings = new Map<FeatureGroup, Evening>();
  for (const { name, dims: width, values } of sample.groups) {
    const { shape } = ASSUMPTIONS[name];
    if (shape && sections.some((section) => section.name === name)) evenings.set(name, learnEvening(values, width, rows, shape));
  }
  return { dims, sections, evenings };
}

/**
 * The point of an image in the prior's space, and the sections that are known of it.
 * @throws RangeError if its features are not as long as those of the photos
 */
export function placeOutside({ dims, sections, evenings }: Outside, features: OutsideFeatures): { readonly point: Float32Array; readonly known: readonly Section[] } {
  const point = new Float32Array(dims);
  const known: Section[] = [];
  for (const section of sections) {
    const evening = evenings.get(section.name);
    const values = features[section.name];
    if (!evening || !values) continue;
    if (values.length !== evening.mean.length) throw new RangeError(`Expected ${evening.mean.length} values of ${section.name}, got ${values.length}.`);
    const scale = Math.sqrt(section.share);
    evenRows(evening, values, values.length, 1).slice(0, section.dims).forEach((value, at) => (point[section.start + at] = value * scale));
    known.push(section);
  }
  return { point, known };
}

/** The same point under a lens's learned maps, one per section. */
export function mapOutside(point: Float32Array, sections: readonly Section[], maps: readonly SectionMap[] | null): Float32Array {
  return maps ? mapPoints(point, point.length, sections, maps) : point;
}
