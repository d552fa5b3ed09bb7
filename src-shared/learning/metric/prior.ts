// The prior metric: all feature groups of a library as one point per photo; the Euclidean distance of two points is the distance of their
// photos until there are judgments. It uses no labels; a fitted metric later transforms and weights the sections computed here.
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
  /** count × dims, row-major. Unrelated photos are about √2 apart; photos with equal features are at distance 0. */
  readonly points: Float32Array;
  readonly sections: readonly Section[];
}

export interface PlaceOptions {
  /** Overrides the weights (0 or more; a group of weight 0 is left out); prominence is then ignored. */
  readonly weights?: Partial<Record<FeatureGroup, number>>;
  /** Number of photos used to find the principal directions of a group. */
  readonly sampleSize?: number;
}

/**
 * Computes a point for every photo of a table. Each group is evened out (even-out.ts) and scaled by the root of its share, and the
 * groups are concatenated, so that squared distances add up. A group whose nearest neighbours stand out more than usual in this library
 * gets more weight. A group without information (absent, or the same for all photos) is left out.
 * @throws RangeError if the table's shapes disagree or a weight is negative.
 */
export function placePhotos(table: FeatureTable, { weights = {}, sampleSize = SAMPLE_SIZE }: PlaceOptions = {}): PhotoPoints {
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

/** Photos that the principal directions of a group are found from, unless said otherwise. */
const SAMPLE_SIZE = 4096;

/** Rows that they are found from: all photos of a small library; every second, fourth, … of a large one, so that adding a few photos does not change the sample. */
export function sampleRows(count: number, size = SAMPLE_SIZE): Uint32Array {
  let stride = 1;
  while (count / stride > size) stride *= 2;
  return Uint32Array.from({ length: Math.ceil(count / stride) }, (_, k) => k * stride);
}

function saysNothing(values: Float32Array, dims: number): boolean {
  for (let at = dims; at < values.length; at++) if (values[at] !== values[at - dims]) return false;
  return true;
}

// at 100 photos the library's own prominence counts half
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
