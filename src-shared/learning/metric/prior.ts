// The prior metric: all feature groups of a library as one point per photo; the Euclidean distance of two points is the distance of their
// photos until there are judgments. It uses no labels; a fitted metric later transforms and weights the sections computed here.
import { agreement } from './agreement.ts';
import { ASSUMPTIONS, type Shape, WITNESSES } from './assumptions.ts';
import { type Evening, evenRows, learnEvening } from './even-out.ts';
import { asPart, checkTable, type FeatureGroup, type FeatureTable, type TablePart } from './features.ts';
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

/** Points, and how each group of them was evened out; none where one is used as described. */
export interface PlacedPhotos extends PhotoPoints {
  readonly evenings: ReadonlyMap<FeatureGroup, Evening>;
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
export function placePhotos(table: FeatureTable, options: PlaceOptions = {}): PlacedPhotos {
  checkTable(table);
  return placeParts([asPart(table)], options);
}

/** The same of a table in parts, some photos after the others: see `TablePart`. The parts have to have the same groups. */
export function placeParts(parts: readonly TablePart[], { weights = {}, sampleSize = SAMPLE_SIZE }: PlaceOptions = {}): PlacedPhotos {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const sample = sampleParts(parts, sampleRows(count, sampleSize)).filter(({ name }) => {
    const given = weights[name];
    if (given !== undefined && !(given >= 0 && given < Infinity)) throw new RangeError(`Expected a weight of 0 or more for ${name}, got ${given}.`);
    return given !== 0;
  });
  const placed = (groups: FeatureTable['groups']): Placed[] => groups.map(({ name, dims, values }) => {
    const { weight, shape } = ASSUMPTIONS[name];
    const evening = shape === null ? null : learnEvening(values, dims, everyRow(values.length / dims), shape);
    return { name, dims: evening?.rank ?? dims, weight: weights[name] ?? weight, evening, told: weights[name] === undefined ? shape : null };
  });
  const silent = sample.filter(({ values, dims }) => saysNothing(values, values, dims));
  let { heard, ...points } = standSideBySide(parts, placed(sample.filter((group) => !silent.includes(group))), silent, count);
  // rarely, what is the same for the sample is not for all; looking at all photos before, to know, would take as long as placing them
  if (heard.length > 0) ({ heard, ...points } = standSideBySide(parts, placed(sample.filter((group) => !silent.includes(group) || heard.includes(group.name))), [], count));
  const evenings = new Map(points.placed.flatMap(({ name, evening }) => (evening ? [[name, evening] as const] : [])));
  return { count, ...scaleSections(points, weigh(points, count)), evenings };
}

const everyRow = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row);

/** Photos that the principal directions of a group are found from, unless said otherwise. */
const SAMPLE_SIZE = 4096;

/** Rows that they are found from: all photos of a small library; every second, fourth, … of a large one, so that adding a few photos does not change the sample. */
export function sampleRows(count: number, size = SAMPLE_SIZE): Uint32Array {
  let stride = 1;
  while (count / stride > size) stride *= 2;
  return Uint32Array.from({ length: Math.ceil(count / stride) }, (_, k) => k * stride);
}

/** Of each group the rows of `sample`, which ascends. */
function sampleParts(parts: readonly TablePart[], sample: Uint32Array): FeatureTable['groups'] {
  let groups: FeatureTable['groups'] = [];
  let [from, taken] = [0, 0];
  for (const { count, table: read } of parts) {
    const rows: number[] = [];
    for (let at = taken; at < sample.length && sample[at]! < from + count; at++) rows.push(sample[at]! - from);
    from += count;
    if (rows.length === 0) continue;
    const table = read(rows);
    checkTable(table);
    if (taken === 0) groups = table.groups.map(({ name, dims }) => ({ name, dims, values: new Float32Array(sample.length * dims) }));
    groups.forEach(({ name, dims, values }, at) => {
      const found = table.groups[at];
      if (found?.name !== name || found.dims !== dims) throw new RangeError(`Expected ${dims} values of ${name} in every part of a table, got ${found?.dims ?? 0} of ${found?.name ?? 'nothing'}.`);
      values.set(found.values, taken * dims);
    });
    taken += rows.length;
  }
  return groups;
}

/** Whether each row of `values` is the first of `first`. */
function saysNothing(first: Float32Array, values: Float32Array, dims: number): boolean {
  for (let at = 0; at < values.length; at += dims) for (let i = 0; i < dims; i++) if (values[at + i] !== first[i]) return false;
  return true;
}

// at 100 photos what the library tells counts half
const HALF_KNOWN = 100;
/** Powers of how far a group stands out, and of how far others confirm it, relative to an ordinary library; at most this much louder or quieter. */
const BY_PROMINENCE = 1.5;
const BY_AGREEMENT = 3;
const LOUDEST = 4;
const QUIETEST_AGREEMENT = 0.2;

/** The weights that this library gives the groups, in their order. Agreement only shifts weight between them: their sum stays what prominence makes of it. */
function weigh({ points, dims, placed }: Standing, count: number): number[] {
  const known = count / (count + HALF_KNOWN);
  const queries = sampleRows(count, Math.max(LEAST_QUERIES, Math.min(512, Math.ceil(2e7 / Math.max(1, count)))));
  const told = placed.flatMap(({ told: shape, ...group }, at) => (shape === null ? [] : { ...group, at, shape, seen: lookAround({ values: points, start: group.start, dims: group.dims, stride: dims }, count, queries) }));
  const loud = told.map(({ weight, shape, seen }) => {
    const relative = prominence(seen) / shape.prominence;
    return weight * Math.min(Math.max(relative, 1 / LOUDEST), LOUDEST) ** (BY_PROMINENCE * known);
  });
  const confirmed = told.map(({ name, shape, seen }) => {
    const said = told.flatMap((other) => (other.name !== name && WITNESSES.has(other.name) ? (agreement(seen, other.seen) ?? []) : []));
    if (said.length === 0) return 1;
    const mean = said.reduce((sum, value) => sum + value, 0) / said.length;
    return (Math.max(mean, QUIETEST_AGREEMENT) / shape.agreement) ** (BY_AGREEMENT * known);
  });
  const sum = (weights: readonly number[]): number => weights.reduce((total, weight) => total + weight, 0);
  const shifted = loud.map((weight, at) => weight * confirmed[at]!);
  const scale = sum(loud) / sum(shifted);
  const weights = placed.map(({ weight }) => weight);
  told.forEach(({ at }, place) => (weights[at] = shifted[place]! * scale));
  return weights;
}

const LEAST_QUERIES = 128;

interface Placed {
  readonly name: FeatureGroup;
  readonly dims: number;
  readonly weight: number;
  /** `null` where the group is used as described. */
  readonly evening: Evening | null;
  /** What is usual of a group whose weight the library itself tells. */
  readonly told: Shape | null;
}

interface Standing {
  readonly dims: number;
  /** As `PhotoPoints` has them, but not scaled yet. */
  readonly points: Float32Array;
  readonly placed: readonly (Placed & { readonly start: number })[];
}

/** All groups evened out, beside each other; and which of those that say nothing in the sample do so elsewhere. */
function standSideBySide(parts: readonly TablePart[], groups: readonly Placed[], silent: FeatureTable['groups'], count: number): Standing & { readonly heard: readonly FeatureGroup[] } {
  let dims = 0;
  const placed = groups.map((group) => ({ ...group, start: (dims += group.dims) - group.dims }));
  const points = new Float32Array(count * dims);
  const heard = new Set<FeatureGroup>();
  let from = 0;
  for (const { count: rows, table: read } of parts) {
    if (rows === 0) continue;
    const table = read();
    const groupOf = (name: FeatureGroup) => table.groups.find((group) => group.name === name)!; // checked before
    for (const { name, values, dims: width } of silent) if (!saysNothing(values, groupOf(name).values, width)) heard.add(name);
    for (const { name, dims: width, evening, start } of placed) {
      const group = groupOf(name);
      const values = evening === null ? group.values : evenRows(evening, group.values, group.dims, rows);
      for (let row = 0, at = 0, to = from * dims + start; row < rows; row++, to += dims) for (let i = 0; i < width; i++, at++) points[to + i] = values[at]!;
    }
    from += rows;
  }
  return { dims, points, placed, heard: [...heard] };
}

/** The points with each section scaled by the root of its share, in place. */
function scaleSections({ points, dims, placed }: Standing, weights: readonly number[]): Omit<PhotoPoints, 'count'> {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sections = placed.map(({ name, start, dims: width }, at): Section => ({ name, start, dims: width, share: weights[at]! / total }));
  const scales = Float64Array.from(sections.flatMap(({ dims: width, share }) => new Array<number>(width).fill(Math.sqrt(share))));
  for (let at = 0; at < points.length; at += dims) for (let i = 0; i < dims; i++) points[at + i]! *= scales[i]!;
  return { dims, points, sections };
}
