// Makes the space of a library: every photo as a point of the metric, with its nearest neighbours. Reads a store, writes nothing.

import type { PhotoSpace } from '../../../src-shared/contract.ts';
import { PRIOR_CALIBRATION } from '../../../src-shared/learning/metric/calibration.ts';
import { granularityLevels } from '../../../src-shared/learning/metric/levels.ts';
import { reachOf } from '../../../src-shared/learning/metric/draw-later.ts';
import { keepEvening } from '../../../src-shared/learning/metric/even-out.ts';
import type { FeatureTable } from '../../../src-shared/learning/metric/features.ts';
import { type PhotoPoints, type PlacedPhotos, type PlaceOptions, placeParts, placePhotos } from '../../../src-shared/learning/metric/prior.ts';
import { smoothPoints } from '../../../src-shared/learning/metric/smoothing.ts';
import { asPoints } from '../../../src-shared/learning/linkage/points.ts';
import { refineNeighbours } from '../../../src-shared/learning/linkage/refine-neighbours.ts';
import { readCopies } from '../duplicates/read-copies.ts';
import { findNeighbours } from '../../compute/neighbours.ts';
import { type HalfColumns, halvesOf, sliceHalves, whatIsDescribed } from '../../store/columns.ts';
import { concatenate } from '../../store/concatenate.ts';
import type { Store } from '../../store/database.ts';
import type { DescriptorVersions } from '../../store/descriptors.ts';
import { toFeatureTable } from './feature-table.ts';
import type { Frame } from './frame.ts';

/** Neighbours kept of each photo: enough for linkage to find its merges, few enough to cross to the renderer at 60,000 photos. */
export const NEIGHBOURS = 30;

/** Photos whose features are looked at together: some 4 MB. */
const SLICE = 1000;

/** Photos of a sketch that follow each other: a few scenes, so that there are groups. */
const IN_A_ROW = 60;
/** Photos that its principal directions are found from: finding them takes the most time. */
const SAMPLED = 1024;

/** A space without its revision, which is its keeper's count. */
export type MadeSpace = Omit<PhotoSpace, 'revision'>;

/** A space, and what it takes to place more photos in it (frame.ts). */
export interface PlacedSpace extends Pick<Frame, 'evenings' | 'reach' | 'changed'> {
  readonly space: MadeSpace;
}

/** The space of all present photos that are described. */
export async function makeSpace(store: Store, versions: DescriptorVersions): Promise<MadeSpace> {
  return withCopies(store, (await placeAll(store, versions)).space);
}

/** The space with what is known now of copies. */
export function withCopies(store: Store, space: MadeSpace): MadeSpace {
  return { ...space, copies: readCopies(store) };
}

/** The same without. */
export async function placeAll(store: Store, versions: DescriptorVersions): Promise<PlacedSpace> {
  const { ids, evenings, ...placed } = placeDescribed(store, versions);
  const { reach, ...space } = await findAndSmooth(placed);
  return { space: { ids, ...space }, evenings: new Map([...evenings].map(([name, evening]) => [name, keepEvening(evening)])), reach, changed: 0 };
}

/** The space of about so many photos from all over a large library: made within seconds, to look at until that of all is there. */
export async function sketchSpace(store: Store, versions: DescriptorVersions, photos: number): Promise<MadeSpace> {
  const { ids, ...placed } = placeSlices([halvesOf(store, versions, sketchedOf(whatIsDescribed(store, versions).ids, photos))], { sampleSize: SAMPLED });
  const { reach: _, ...space } = await findAndSmooth(placed);
  return withCopies(store, { ids, ...space, sketch: true });
}

/** Runs of `ids`, evenly spread, about so many in all; all where there are no more. */
export function sketchedOf(ids: Uint32Array, photos: number): Uint32Array {
  const runs = Math.ceil(photos / IN_A_ROW);
  const apart = ids.length / runs;
  return apart <= IN_A_ROW ? ids : ids.filter((_, at) => at - Math.floor(Math.floor(at / apart) * apart) < IN_A_ROW);
}

/** Their features are let go with the end of it. */
function placeDescribed(store: Store, versions: DescriptorVersions): PlacedPhotos & Pick<MadeSpace, 'ids'> {
  return placeSlices([...sliceHalves(store, versions, { size: SLICE })]);
}

function placeSlices(slices: readonly HalfColumns[], options?: PlaceOptions): PlacedPhotos & Pick<MadeSpace, 'ids'> {
  const ids = concatenate(slices.map((slice) => slice.ids), (length) => new Uint32Array(length));
  return { ids, ...placeParts(slices.map((slice) => ({ count: slice.ids.length, table: (rows) => toFeatureTable(slice.widen(rows)) })), options) };
}

/** The photos of a table as points with their neighbours. */
export async function placeTable(table: FeatureTable): Promise<Omit<MadeSpace, 'ids' | 'copies'>> {
  const { reach: _, ...space } = await findAndSmooth(placePhotos(table));
  return space;
}

async function findAndSmooth(placed: PhotoPoints): Promise<Omit<MadeSpace, 'ids' | 'copies'> & Pick<Frame, 'reach'>> {
  const { count, sections } = placed;
  // where nothing tells the photos apart (one photo, or equal ones) they coincide, in a space that has a dimension all the same
  const { dims, points } = placed.dims > 0 ? placed : { dims: 1, points: new Float32Array(count) };
  const found = await findNeighbours(points, dims, Math.min(NEIGHBOURS, Math.max(0, count - 1)));
  const smoothed = smoothPoints({ count, dims, points, sections }, found);
  const { k, neighbours, distances } = refineNeighbours(asPoints(smoothed, dims), found);
  return { dims, points: smoothed, k, neighbours, distances, levels: granularityLevels(), metric: { sections, calibration: PRIOR_CALIBRATION }, reach: reachOf(found, count) };
}
