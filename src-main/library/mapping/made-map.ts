// Makes a map of a space, or places new photos on one that is there. Runs in the map worker; knows no store.

import type { PhotoSpace } from '../../../src-shared/contract.ts';
import { align, rowsOf } from '../../../src-shared/learning/projections/align.ts';
import { pca } from '../../../src-shared/learning/projections/pca.ts';
import { place } from '../../../src-shared/learning/projections/place.ts';
import type { Points, Projecting } from '../../../src-shared/learning/projections/projection.ts';
import { qualityOf } from '../../../src-shared/learning/projections/quality.ts';
import { tsne } from '../../../src-shared/learning/projections/tsne.ts';
import { umap } from '../../../src-shared/learning/projections/umap.ts';
import type { MapMethod, PhotoMap } from '../../../src-shared/mapping/map.ts';

export type MappedSpace = Pick<PhotoSpace, 'ids' | 'dims' | 'points' | 'k' | 'neighbours' | 'distances' | 'metric'>;

/** Where photos lay before. */
export interface Before {
  readonly ids: Uint32Array;
  readonly positions: Float32Array;
}

export interface MapOrder {
  readonly space: MappedSpace;
  readonly method: MapMethod;
  /** The last map of this method: new photos are placed on it, or a new map continues from it. */
  readonly before: Before | null;
  /** What a new map is laid onto. */
  readonly onto: Before | null;
  /** Whether photos are only placed. */
  readonly placing: boolean;
}

export type Mapped = Omit<PhotoMap, 'method' | 'ids' | 'seconds'>;

/** A part of the time for measuring how good the map is. */
const MEASURING = 0.08;
const CERTAIN_OF = 12;

/** Yields how far it is; `bend` is the auto-encoder, which needs a tensor backend. */
export function* makeMap({ space, method, before, onto, placing }: MapOrder, bend: ((points: Points) => Projecting) | null): Generator<number, Mapped> {
  const { ids, dims, points, k, neighbours, distances } = space;
  const rows: Points = { count: ids.length, dims, points, k, neighbours, distances };
  const known = before && knownPositions(ids, before);
  const placed = known && place(rows, known);
  let positions: Float32Array;
  if (placing && placed) positions = placed;
  else {
    const start = placed && before.ids.length > ids.length / 2 ? { start: placed } : {};
    const projecting =
      method === 'umap' ? umap(rows, start)
      : method === 'tsne' ? tsne(rows, start)
      : method === 'pca' || !bend ? pca(rows)
      : bend(rows);
    const made = yield* parted(projecting, 0, 1 - MEASURING);
    positions = onto ? align(ids, made, onto) : made;
  }
  const quality = yield* parted(qualityOf(rows, positions), 1 - MEASURING, 1);
  return { positions, certainty: certaintyOf(space), ...quality, placed: placing && known ? unknownIn(known) : 0 };
}

/** Positions of the photos that had one, NaN for the others. */
function knownPositions(ids: Uint32Array, before: Before): Float32Array {
  const rows = rowsOf(before.ids);
  const positions = new Float32Array(2 * ids.length).fill(NaN);
  ids.forEach((id, row) => {
    const was = rows.get(id);
    if (was !== undefined) positions.set(before.positions.subarray(2 * was, 2 * was + 2), 2 * row);
  });
  return positions;
}

function unknownIn(positions: Float32Array): number {
  let count = 0;
  for (let at = 0; at < positions.length; at += 2) if (Number.isNaN(positions[at]!)) count++;
  return count;
}

/** How far from even the chances are that each photo and its nearest are alike, on average. */
function certaintyOf({ ids, k, distances, metric }: MappedSpace): Float32Array {
  const certainty = new Float32Array(ids.length).fill(NaN);
  const near = Math.min(k, CERTAIN_OF);
  if (!metric || near === 0) return certainty;
  const { middle, slope } = metric.calibration;
  for (let row = 0; row < ids.length; row++) {
    let sum = 0;
    for (let at = row * k; at < row * k + near; at++) sum += Math.abs(2 / (1 + Math.exp(slope * (distances[at]! - middle))) - 1);
    certainty[row] = sum / near;
  }
  return certainty;
}

function* parted<T>(running: Generator<number, T>, from: number, to: number): Generator<number, T> {
  for (;;) {
    const { done, value } = running.next();
    if (done) return value;
    yield from + (to - from) * value;
  }
}
