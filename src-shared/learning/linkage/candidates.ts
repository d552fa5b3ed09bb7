// Which pairs linkage considers: all pairs of a small library, the neighbour graph of a large one. Computed once per space;
// judgments do not change it.
import { drain } from '../drain.ts';
import type { Neighbours } from './neighbours.ts';
import { squaredDistance, type Points } from './points.ts';

export type Candidates =
  /** size × size squared distances, row-major. */
  | { readonly kind: 'complete'; readonly squared: Float64Array }
  /** The neighbour graph made symmetric: photo i's partners are partners[start[i]] … partners[start[i + 1] − 1]. */
  | { readonly kind: 'graph'; readonly start: Uint32Array; readonly partners: Uint32Array; readonly squared: Float64Array };

/** Photos whose edges are gone through between yields. */
const PAUSE = 1024;

/** Up to this size the matrix of all pairs takes at most 32 MB and less than a second. */
export const completeUpTo = 2000;

/**
 * Candidates of `points`: all pairs up to `limit` photos, else the edges of `graph` (size × k indices), measured again so that they
 * equal linkage's own distances bit for bit. Throws a `RangeError` if the graph has another size or names photos that do not exist.
 */
export function findCandidates(points: Points, graph: Pick<Neighbours, 'k' | 'neighbours'>, limit = completeUpTo): Candidates {
  return drain(findCandidatesInSteps(points, graph, limit));
}

/** The same in steps of some ten milliseconds. Throws as it does. */
export function* findCandidatesInSteps(points: Points, graph: Pick<Neighbours, 'k' | 'neighbours'>, limit = completeUpTo): Generator<undefined, Candidates> {
  const { size } = points;
  const { k, neighbours } = graph;
  if (neighbours.length !== size * k) throw new RangeError(`${size} points with ${k} neighbours need ${size * k} indices, got ${neighbours.length}`);
  const strange = neighbours.findIndex((neighbour, at) => neighbour >= size || neighbour === Math.floor(at / k));
  if (strange >= 0) throw new RangeError(`photo ${Math.floor(strange / k)} has photo ${neighbours[strange]} as a neighbour, expected another one below ${size}`);
  return size <= limit ? allPairs(points) : yield* symmetric(points, graph);
}

function allPairs(points: Points): Candidates {
  const { size } = points;
  const squared = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) squared[i * size + j] = squared[j * size + i] = squaredDistance(points, i, j);
  }
  return { kind: 'complete', squared };
}

function* symmetric(points: Points, { k, neighbours }: Pick<Neighbours, 'k' | 'neighbours'>): Generator<undefined, Candidates> {
  const { size } = points;
  const listed = (i: number, j: number) => {
    for (let at = i * k, end = at + k; at < end; at++) if (neighbours[at] === j) return true;
    return false;
  };
  // an edge belongs to the lower photo if that one lists it, else to the other
  const owned = (i: number, j: number) => i < j || !listed(j, i);

  const start = new Uint32Array(size + 1);
  for (let i = 0, at = 0; i < size; i++) {
    if (i % PAUSE === 0) yield;
    for (let end = at + k; at < end; at++) {
      const j = neighbours[at]!;
      if (!owned(i, j)) continue;
      start[i + 1]!++;
      start[j + 1]!++;
    }
  }
  for (let i = 0; i < size; i++) start[i + 1] = start[i]! + start[i + 1]!;

  const fill = start.slice(0, size);
  const partners = new Uint32Array(start[size]!);
  const squared = new Float64Array(start[size]!);
  const add = (i: number, j: number, distance: number) => {
    const at = fill[i]!++;
    partners[at] = j;
    squared[at] = distance;
  };
  for (let i = 0, at = 0; i < size; i++) {
    if (i % PAUSE === 0) yield;
    for (let end = at + k; at < end; at++) {
      const j = neighbours[at]!;
      if (!owned(i, j)) continue;
      const distance = squaredDistance(points, i, j);
      add(i, j, distance);
      add(j, i, distance);
    }
  }
  return { kind: 'graph', start, partners, squared };
}
