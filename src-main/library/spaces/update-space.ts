// The space of a large library that a few photos came to or left, from the one that was there before: those that stayed keep their points, those that came
// are placed as they were, and neighbours change where they have to. Making it anew would take as long as for all photos. What the library tells of its
// descriptors (their directions, what each counts) stays as it was, which is why after a fiftieth of the photos has changed the space is made anew.

import type { FeatureTable } from '../../../src-shared/learning/metric/features.ts';
import { drawLater } from '../../../src-shared/learning/metric/draw-later.ts';
import { type Outside, placeLater, recallOutside } from '../../../src-shared/learning/metric/outside.ts';
import { changedNeighbours } from '../../../src-shared/learning/linkage/changed-neighbours.ts';
import { asPoints } from '../../../src-shared/learning/linkage/points.ts';
import { NONE, scanNearest } from '../../../src-shared/learning/linkage/scan.ts';
import { type Described, halvesOf } from '../../store/columns.ts';
import type { Store } from '../../store/database.ts';
import type { DescriptorVersions } from '../../store/descriptors.ts';
import { toFeatureTable } from './feature-table.ts';
import type { Frame } from './frame.ts';
import type { MadeSpace, PlacedSpace } from './space.ts';

export interface UpdateOptions {
  /** Photos from which on a space is worth updating; smaller ones are made anew within seconds. */
  readonly from?: number;
  /** Photos that may come at once: comparing more with all takes as long as making the space anew. */
  readonly came?: number;
  /** Share of the photos that may have come or gone since it was made anew. */
  readonly changed?: number;
}

/** Photos near each that came, as those lie now, among which those are that lay near before they were drawn to each other. */
const CANDIDATES = 24;
/** Photos whose descriptors are read together. */
const SLICE = 1000;

/** `null` where it has to be made anew. @param kept the space before, of the same versions */
export function updateSpace(store: Store, versions: DescriptorVersions, kept: { readonly space: MadeSpace; readonly frame: Frame }, described: Described, { from = 20_000, came: most = 2000, changed: share = 1 / 50 }: UpdateOptions = {}): PlacedSpace | null {
  const { space, frame } = kept;
  const { ids } = described;
  if (ids.length < from || !space.metric) return null;
  const rowsBefore = rowsOf(described, space, frame);
  const came = Uint32Array.from(rowsBefore.keys()).filter((row) => rowsBefore[row] === NONE);
  const changed = frame.changed + came.length + (space.ids.length - (ids.length - came.length));
  if (came.length > most || changed > share * ids.length) return null;

  const { dims, metric: { sections } } = space;
  const outside = recallOutside(dims, sections, frame.evenings);
  const read = readTables(store, versions, Uint32Array.from(came, (row) => ids[row]!));
  const [usual] = readTables(store, versions, space.ids.subarray(0, 1));
  if (!read.every(Boolean) || (came.length > 0 && !(usual && read.every((part) => part && saysNothingNew(part.table, usual.table, outside))))) return null;
  const own = new Float32Array(came.length * dims);
  read.forEach((part, at) => own.set(placeLater(outside, part!.table), at * SLICE * dims));

  const points = new Float32Array(ids.length * dims);
  const reach = new Float32Array(ids.length);
  rowsBefore.forEach((before, row) => {
    if (before === NONE) return;
    points.set(space.points.subarray(before * dims, (before + 1) * dims), row * dims);
    reach[row] = frame.reach[before]!;
  });
  const near = scanNearest(asPoints(own, dims), asPoints(space.points, dims), CANDIDATES);
  const drawn = drawLater(asPoints(own, dims), sections, { near, each: CANDIDATES, own: ownPoints(store, versions, outside, space, near), reach: frame.reach });
  came.forEach((row, at) => {
    points.set(drawn.points.subarray(at * dims, (at + 1) * dims), row * dims);
    reach[row] = drawn.reach[at]!;
  });
  const { k, neighbours, distances } = changedNeighbours(asPoints(points, dims), space, rowsBefore);
  const { levels, metric } = space;
  return { space: { ids, dims, points, k, neighbours, distances, levels, metric }, evenings: frame.evenings, reach, changed };
}

/** The row that each photo had before, if nothing that its point follows from has changed; `NONE` for the others. */
function rowsOf({ ids, stamps }: Described, { ids: before }: MadeSpace, { stamps: stampsBefore }: Frame): Uint32Array {
  const stampsNow = stamps();
  const rows = new Map<number, number>();
  before.forEach((id, row) => rows.set(id, row));
  return ids.map((id, row) => {
    const found = rows.get(id);
    return found !== undefined && stampsBefore[found] === stampsNow[row] ? found : NONE;
  });
}

/** Features of photos, some at a time; `null` for some of which any are damaged. */
function readTables(store: Store, versions: DescriptorVersions, ids: Uint32Array): ({ readonly ids: Uint32Array; readonly table: FeatureTable } | null)[] {
  return Array.from({ length: Math.ceil(ids.length / SLICE) }, (_, at) => {
    const asked = ids.subarray(at * SLICE, (at + 1) * SLICE);
    const halves = halvesOf(store, versions, asked);
    return halves.ids.length === asked.length ? { ids: halves.ids, table: toFeatureTable(halves.widen()) } : null;
  });
}

/** Whether what no section tells of is the same for `table` as for another photo: the first photo with a place makes places count. */
function saysNothingNew(table: FeatureTable, usual: FeatureTable, { sections }: Outside): boolean {
  return table.groups.every(({ name, dims, values }) => {
    const other = usual.groups.find((group) => group.name === name);
    return sections.some((section) => section.name === name) || (other?.dims === dims && values.every((value, at) => value === other.values[at % dims]));
  });
}

/** Where those of `rows` lie by themselves. */
function ownPoints(store: Store, versions: DescriptorVersions, outside: Outside, { ids }: MadeSpace, rows: Uint32Array): Map<number, Float32Array> {
  const asked = new Map([...new Set(rows)].flatMap((row) => (row === NONE ? [] : [[ids[row]!, row] as const])));
  const { dims } = outside;
  const found = new Map<number, Float32Array>();
  for (const part of readTables(store, versions, Uint32Array.from(asked.keys()))) {
    if (!part) continue; // others are near, too
    const points = placeLater(outside, part.table);
    part.ids.forEach((id, at) => found.set(asked.get(id)!, points.subarray(at * dims, (at + 1) * dims)));
  }
  return found;
}
