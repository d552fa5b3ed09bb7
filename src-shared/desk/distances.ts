// How far near photos are apart, as a histogram, and how far the pairs that were judged: what the place of the cut can be read from.

import type { Distances, Judgment, PhotoId, PhotoSpace } from '../contract.ts';

const BINS = 48;
/** Judged pairs of a kind at most, the newest: more of them would be one solid bar. */
const MOST_JUDGED = 300;

export function measureDistances(space: PhotoSpace, judgments: readonly Judgment[]): Distances {
  const range = space.levels.coarsest;
  const rows = new Map<number, number>(Array.from(space.ids, (id, row) => [id, row]));
  const { similar, different } = judgedPairs(judgments);
  const apart = (pairs: readonly (readonly [PhotoId, PhotoId])[]): Float32Array => {
    const known = pairs.flatMap(([a, b]) => {
      const [from, to] = [rows.get(a), rows.get(b)];
      return from === undefined || to === undefined ? [] : [Math.min(range, distance(space, from, to))];
    });
    return Float32Array.from(known.slice(0, MOST_JUDGED)).sort();
  };
  return { counts: count(space, range), range, similar: apart(similar), different: apart(different) };
}

function count({ ids, k, neighbours, distances }: PhotoSpace, range: number): Uint32Array {
  const counts = new Uint32Array(BINS);
  for (let row = 0; row < ids.length; row++) {
    for (let at = row * k; at < (row + 1) * k; at++) {
      const other = neighbours[at]!;
      const far = distances[at]!;
      if (far >= range || (other < row && lists(neighbours, other, k, row))) continue; // counted from the other side
      counts[Math.floor((far / range) * BINS)]!++;
    }
  }
  return counts;
}

/** Whether `wanted` is among the neighbours of `row`. */
function lists(neighbours: Uint32Array, row: number, k: number, wanted: number): boolean {
  for (let at = row * k; at < (row + 1) * k; at++) if (neighbours[at] === wanted) return true;
  return false;
}

function distance({ points, dims }: PhotoSpace, a: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < dims; i++) sum += (points[a * dims + i]! - points[b * dims + i]!) ** 2;
  return Math.sqrt(sum);
}

/** Newest first. Of judgments about many photos, as many pairs as photos: they would drown the others. */
function judgedPairs(judgments: readonly Judgment[]) {
  const similar: (readonly [PhotoId, PhotoId])[] = [];
  const different: (readonly [PhotoId, PhotoId])[] = [];
  for (const { statement } of judgments.toReversed()) {
    const { kind, photos } = statement;
    if (kind === 'similar') similar.push(photos);
    else if (kind === 'different') different.push(photos);
    else if (kind === 'together') photos.slice(1).forEach((photo, at) => similar.push([photos[at]!, photo]));
    else if (kind === 'apart') photos.forEach((photo, at) => different.push([photo, statement.others[at % statement.others.length]!]));
  }
  return { similar, different };
}
