// The prior metric: all feature groups of a library as one point per photo; the Euclidean distance of two points is the distance of their
// photos until there are judgments. It uses no labels; a fitted metric later transforms and weights the sections computed here.
import { agreement } from './agreement.ts';
import { ASSUMPTIONS, type Shape, WITNESSES } from './assumptions.ts';
import { evenOut } from './even-out.ts';
import { checkTable, type FeatureGroup, type FeatureTable } from './features.ts';
import { prominence } from './prominence.ts';
import { lookAround } from './surroundings.ts';

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
  /** Overrides the weights (0 or more; a group of weight 0 is left out); what the library itself tells of them is then ignored. */
  readonly weights?: Partial<Record<FeatureGroup, number>>;
  /** Number of photos used to find the principal directions of a group. */
  readonly sampleSize?: number;
}

/**
 * Computes a point for every photo of a table. Each group is evened out (even-out.ts) and scaled by the root of its share, and the
 * groups are concatenated, so that squared distances add up. A group whose nearest neighbours stand out more than usual in this library, or
 * are confirmed by the other groups more than usual, gets more weight. A group without information (absent, or the same for all photos) is left out.
 * @throws RangeError if the table's shapes disagree or a weight is negative.
 */
export function placePhotos(table: FeatureTable, { weights = {}, sampleSize = SAMPLE_SIZE }: PlaceOptions = {}): PhotoPoints {
  checkTable(table);
  const { count } = table;
  const sample = sampleRows(count, sampleSize);
  const placed: Placed[] = [];
  const told: Told[] = [];
  for (const { name, dims, values } of table.groups) {
    const { weight, shape } = ASSUMPTIONS[name];
    const given = weights[name];
    if (given !== undefined && !(given >= 0 && given < Infinity)) {
      throw new RangeError(`Expected a weight of 0 or more for ${name}, got ${given}.`);
    }
    if (given === 0 || saysNothing(values, dims)) continue;
    const even = shape === null ? { dims, values } : evenOut(values, dims, count, sample, shape);
    const group = { name, ...even, weight: given ?? weight };
    if (shape === null || given !== undefined) placed.push(group);
    else told.push({ group, shape });
  }
  return standSideBySide([...placed, ...weigh(told, count)].sort((a, b) => order(table, a) - order(table, b)), count);
}

const order = (table: FeatureTable, { name }: Placed): number => table.groups.findIndex((group) => group.name === name);

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

/** A group whose weight the library itself tells. */
interface Told {
  readonly group: Placed;
  readonly shape: Shape;
}

// at 100 photos what the library tells counts half
const HALF_KNOWN = 100;
/** Powers of how far a group stands out, and of how far others confirm it, relative to an ordinary library; at most this much louder or quieter. */
const BY_PROMINENCE = 1.5;
const BY_AGREEMENT = 3;
const LOUDEST = 4;
const QUIETEST_AGREEMENT = 0.2;

/** The groups with the weights that this library gives them. Agreement only shifts weight between them: their sum stays what prominence makes of it. */
function weigh(told: readonly Told[], count: number): Placed[] {
  const known = count / (count + HALF_KNOWN);
  const queries = sampleRows(count, Math.max(LEAST_QUERIES, Math.min(512, Math.ceil(2e7 / Math.max(1, count)))));
  const seen = told.map(({ group }) => lookAround(group, count, queries));
  const loud = told.map(({ group, shape }, at) => {
    const relative = prominence(seen[at]!) / shape.prominence;
    return group.weight * Math.min(Math.max(relative, 1 / LOUDEST), LOUDEST) ** (BY_PROMINENCE * known);
  });
  const confirmed = told.map(({ group, shape }, at) => {
    const said = told.flatMap(({ group: { name } }, other) => (name !== group.name && WITNESSES.has(name) ? (agreement(seen[at]!, seen[other]!) ?? []) : []));
    if (said.length === 0) return 1;
    const mean = said.reduce((sum, value) => sum + value, 0) / said.length;
    return (Math.max(mean, QUIETEST_AGREEMENT) / shape.agreement) ** (BY_AGREEMENT * known);
  });
  const sum = (weights: readonly number[]): number => weights.reduce((total, weight) => total + weight, 0);
  const shifted = loud.map((weight, at) => weight * confirmed[at]!);
  const scale = sum(loud) / sum(shifted);
  return told.map(({ group }, at) => ({ ...group, weight: shifted[at]! * scale }));
}

const LEAST_QUERIES = 128;

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
