// Places images that are not in a library among its photos, without moving them: what the prior learned from a sample of the photos is
// learned again from the same sample, and applied to the image, which is then drawn to its nearest as photos are (smoothing.ts). Its time and
// place are not known, so those sections stay empty.
import { squaredBetween } from '../linkage/points.ts';
import { ASSUMPTIONS } from './assumptions.ts';
import { type Evening, evenRows, type KeptEvening, learnEvening, recallEvening } from './even-out.ts';
import type { FeatureGroup, FeatureTable } from './features.ts';
import type { Section } from './prior.ts';
import { mapPoints, type SectionMap } from './section-map.ts';
import { addPull, cosine, DRAWN_TO, drawPoint, emptyPull, weighPull } from './smoothing.ts';

/** How an image becomes a point of one space. */
export interface Outside {
  readonly dims: number;
  readonly sections: readonly Section[];
  readonly evenings: ReadonlyMap<FeatureGroup, Evening>;
}

/** The same as it was learned when the space was made. */
export function recallOutside(dims: number, sections: readonly Section[], evenings: ReadonlyMap<FeatureGroup, KeptEvening>): Outside {
  return { dims, sections, evenings: new Map([...evenings].map(([name, evening]) => [name, recallEvening(evening)])) };
}

/**
 * The points of photos that came to a space after it was made, count × dims, by all that is known of them; not drawn to their nearest yet.
 * @throws RangeError if a group that the space has is missing, or not as wide
 */
export function placeLater({ dims, sections, evenings }: Outside, { count, groups }: FeatureTable): Float32Array {
  const points = new Float32Array(count * dims);
  for (const { name, start, dims: width, share } of sections) {
    const [group, evening] = [groups.find((one) => one.name === name), evenings.get(name)];
    const expected = evening?.mean.length ?? width;
    if (group?.dims !== expected) throw new RangeError(`Expected ${expected} values of ${name}, got ${group?.dims ?? 0}.`);
    const values = evening ? evenRows(evening, group.values, group.dims, count) : group.values;
    const scale = Math.sqrt(share);
    for (let row = 0, at = 0; row < count; row++) for (let i = 0, to = row * dims + start; i < width; i++, at++, to++) points[to] = values[at]! * scale;
  }
  return points;
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

/** A photo of the library: where it lies by itself, in the sections that are known of an image, and where since it was drawn to its nearest. */
export interface Settled {
  readonly own: Float32Array;
  readonly drawn: Float32Array;
}

/** Squared distance of an image from the photo that it is. */
const SAME = 1e-6;

/**
 * Where an image settles: a photo of the library where that one lies, any other drawn to its nearest. They need not have it among theirs, as nothing
 * is drawn to an image, and it joins no others (average query expansion: Chum et al. 2007).
 * @param near photos near `point`, in any order; none where the library has none
 */
export function settleOutside(point: Float32Array, known: readonly Section[], near: readonly Settled[]): Float32Array {
  const dims = point.length;
  const sorted = near.map((photo) => ({ ...photo, square: squaredBetween(point, 0, photo.own, 0, dims) })).sort((a, b) => a.square - b.square).slice(0, DRAWN_TO);
  const [first] = sorted;
  if (!first) return point;
  if (first.square <= SAME) return onlyOf(known, first.drawn);
  const rows = new Float32Array(sorted.length * dims);
  const pull = emptyPull();
  sorted.forEach(({ own }, row) => {
    rows.set(own, row * dims);
    addPull(pull, row, cosine(point, own));
  });
  weighPull(pull);
  const sum = new Float64Array(dims);
  drawPoint(point, 0, rows, dims, known, pull, sum);
  return Float32Array.from(sum);
}

function onlyOf(known: readonly Section[], point: Float32Array): Float32Array {
  const out = new Float32Array(point.length);
  for (const { start, dims } of known) out.set(point.subarray(start, start + dims), start);
  return out;
}

/** The same point under a lens's learned maps, one per section. */
export function mapOutside(point: Float32Array, sections: readonly Section[], maps: readonly SectionMap[] | null): Float32Array {
  return maps ? mapPoints(point, point.length, sections, maps) : point;
}
