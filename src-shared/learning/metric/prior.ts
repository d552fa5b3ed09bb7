// The prior metric: all feature groups of a library as one point per photo, whose Euclidean distance is the distance of
// photos until somebody judges. Labels play no part; a fitted metric later turns and weighs the sections found here.
import { ASSUMPTIONS } from './assumptions.ts';
import { evenOut } from './even-out.ts';
import { checkTable, type FeatureGroup, type FeatureTable } from './features.ts';
import { prominence } from './prominence.ts';

/** Where a feature group lies in a point: coordinates start … start + dims − 1. */
export interface Section {
  readonly name: FeatureGroup;
  readonly start: number;
  readonly dims: number;
  /** Share of this group in the squared distance of unrelated photos; the shares of all sections add up to 1. */
  readonly share: number;
}

export interface PhotoPoints {
  readonly count: number;
  readonly dims: number;
  /** count × dims, row-major. Unrelated photos are about √2 apart, photos with equal features 0. */
  readonly points: Float32Array;
  readonly sections: readonly Section[];
}

export interface PlaceOptions {
  /** Replaces the weights (0 or more; a group of weight 0 is left out), which then follow no prominence. */
  readonly weights?: Partial<Record<FeatureGroup, number>>;
  /** Photos looked at to find the directions of a group. */
  readonly sampleSize?: number;
}

/**
 * Places every photo of a table. Each group is evened out (even-out.ts), then the groups stand side by side, each at the root
 * of its share: squared distances add up. In a library where a group's nearest neighbours stand out more than usual, the group
 * weighs more. A group that says nothing (absent, or the same for all photos) is left out.
 * @throws RangeError where a table's shapes disagree or a weight is not 0 or more.
 */
export function placePhotos(table: FeatureTable, { weights = {}, sampleSize = 4096 }: PlaceOptions = {}): PhotoPoints {
  checkTable(table);
  const { count } = table;
  const sample = sampleRows(count, sampleSize);
  const queries = sampleRows(count, Math.min(512, Math.ceil(8e6 / Math.max(1, count))));
  const placed = [];
  for (const { name, dims, values } of table.groups) {
    const { weight, shape } = ASSUMPTIONS[name];
    const given = weights[name];
    if (given !== undefined && !(given >= 0 && given < Infinity)) {
      throw new RangeError(`Expected a weight of 0 or more for ${name}, got ${given}.`);
    }
    if (given === 0 || saysNothing(values, dims)) continue;
    if (shape === null) {
      placed.push({ name, dims, values, weight: given ?? weight });
      continue;
    }
    const even = evenOut(values, dims, count, sample, shape);
    placed.push({ name, ...even, weight: given ?? weight * loudness(prominence(even.values, count, even.dims, queries) / shape.prominence, count) });
  }
  return standSideBySide(placed, count);
}

/** Every photo of a small library; of a large one every second, fourth, …: a few more photos leave the sample as it was. */
function sampleRows(count: number, size: number): Uint32Array {
  let stride = 1;
  while (count / stride > size) stride *= 2;
  return Uint32Array.from({ length: Math.ceil(count / stride) }, (_, k) => k * stride);
}

function saysNothing(values: Float32Array, dims: number): boolean {
  for (let at = dims; at < values.length; at++) if (values[at] !== values[at - dims]) return false;
  return true;
}

// 100 photos say half of what can be said about a library
const HALF_KNOWN = 100;
const LOUDEST = 4;

function loudness(relative: number, count: number): number {
  const bounded = Math.min(Math.max(relative, 1 / LOUDEST), LOUDEST);
  return bounded ** ((1.5 * count) / (count + HALF_KNOWN));
}

interface Placed {
  readonly name: FeatureGroup;
  readonly dims: number;
  readonly values: Float32Array;
  readonly weight: number;
}

function standSideBySide(placed: readonly Placed[], count: number): PhotoPoints {
  const total = placed.reduce((sum, { weight }) => sum + weight, 0);
  const dims = placed.reduce((sum, group) => sum + group.dims, 0);
  const points = new Float32Array(count * dims);
  const sections: Section[] = [];
  let start = 0;
  for (const group of placed) {
    const share = group.weight / total;
    const scale = Math.sqrt(share);
    for (let row = 0; row < count; row++) {
      const from = row * group.dims;
      const to = row * dims + start;
      for (let i = 0; i < group.dims; i++) points[to + i] = group.values[from + i]! * scale;
    }
    sections.push({ name: group.name, start, dims: group.dims, share });
    start += group.dims;
  }
  return { count, dims, points, sections };
}
