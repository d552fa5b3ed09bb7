// Which photos may be copies of each other: those whose fingerprints are near, however they are turned. A few in a hundred of them are.
import type { PhotoId } from '../../../src-shared/contract.ts';
import { unpackFingerprint } from '../../../src-shared/learning/copies/fingerprint.ts';
import { INVARIANTS, invariantsOf } from '../../../src-shared/learning/copies/invariants.ts';
import { type Cells, cellsOf, type Lie, lieOf } from '../../../src-shared/learning/copies/lie.ts';
import { findNeighbours } from '../../compute/neighbours.ts';
import type { StoredFingerprint } from '../../store/copies.ts';

/** Two photos to compare, the lower id first, and how they lie on each other. */
export interface Candidate {
  readonly first: PhotoId;
  readonly second: PhotoId;
  readonly lie: Lie;
}

/** Neighbours looked at per photo, and how far they may be: copies are within .1 mostly, stamped and cropped ones within .35. */
const NEIGHBOURS = 20;
const FARTHEST = 0.35;
/** With fewer new photos, comparing each with all is faster than an index of all. */
const FEW = 300;

/** Pairs of which at least one was not compared yet, in an order that keeps the pairs of a photo together. */
export async function findCandidates(prints: readonly StoredFingerprint[]): Promise<Candidate[]> {
  const cells = prints.map((print) => unpackFingerprint(print.cells));
  // a photo with a border is two points: with and without it
  const owners: number[] = [];
  const values: Float32Array[] = [];
  cells.forEach(({ whole, inner }, owner) => {
    for (const part of inner ? [whole, inner] : [whole]) {
      owners.push(owner);
      values.push(invariantsOf(part));
    }
  });
  const points = new Float32Array(values.length * INVARIANTS);
  values.forEach((value, at) => points.set(value, at * INVARIANTS));

  const pairs = new Map<number, Set<number>>();
  const add = (a: number, b: number, distance: number): void => {
    const [low, high] = a < b ? [a, b] : [b, a];
    if (low === high || distance > FARTHEST || (prints[low]!.compared && prints[high]!.compared)) return;
    const others = pairs.get(low) ?? new Set();
    pairs.set(low, others.add(high));
  };
  const fresh = owners.flatMap((owner, at) => (prints[owner]!.compared ? [] : [at]));
  if (fresh.length <= FEW && owners.length > fresh.length) nearestOf(points, fresh, (from, to, distance) => add(owners[from]!, owners[to]!, distance));
  else {
    const near = await findNeighbours(points, INVARIANTS, Math.min(NEIGHBOURS, Math.max(0, owners.length - 1)));
    for (let at = 0; at < near.neighbours.length; at++) add(owners[Math.floor(at / near.k)]!, owners[near.neighbours[at]!]!, near.distances[at]!);
  }

  const ready = new Map<number, Cells>();
  const cellsAt = (at: number): Cells => {
    const known = ready.get(at) ?? cellsOf(cells[at]!);
    ready.set(at, known);
    return known;
  };
  return [...pairs].sort(([a], [b]) => a - b).flatMap(([low, others]) => [...others].sort((a, b) => a - b).flatMap((high) => {
    const lie = lieOf(cellsAt(low), cellsAt(high));
    return lie ? [{ first: prints[low]!.id, second: prints[high]!.id, lie }] : [];
  }));
}

/** The nearest points of a few, each compared with all. */
function nearestOf(points: Float32Array, few: readonly number[], found: (from: number, to: number, distance: number) => void): void {
  const size = points.length / INVARIANTS;
  for (const from of few) {
    const near: (readonly [number, number])[] = [];
    for (let to = 0; to < size; to++) {
      let sum = 0;
      for (let d = 0, a = from * INVARIANTS, b = to * INVARIANTS; d < INVARIANTS && sum <= FARTHEST * FARTHEST; d++) sum += (points[a + d]! - points[b + d]!) ** 2;
      if (to !== from && sum <= FARTHEST * FARTHEST) near.push([sum, to]);
    }
    near.sort(([a], [b]) => a - b);
    for (const [sum, to] of near.slice(0, NEIGHBOURS)) found(from, to, Math.sqrt(sum));
  }
}
