// How far a triplet or a pair is from satisfying its constraint, and the search over all of them that the miners share. Plain numbers:
// the selection is not differentiated. Not a miner itself.
import type { Pair, Pairs, Triplet } from '../objectives/objective.ts';

export interface MarginOptions {
  /** How much farther than its group another row must be, in the unit of the distances. */
  readonly margin?: number;
}

/**
 * The triplets whose gap, d(anchor, negative) − d(anchor, positive), is as `wanted`. `distances`: n × n, row-major; one label per row.
 * Throws a `RangeError` for inconsistent sizes.
 */
export function tripletsByGap(distances: Float32Array, labels: ArrayLike<number>, wanted: (gap: number) => boolean): Triplet[] {
  const n = checkSizes(distances, labels);
  const found: Triplet[] = [];
  for (let a = 0; a < n; a++) {
    for (let p = 0; p < n; p++) {
      if (p === a || labels[p] !== labels[a]) continue;
      const near = distances[a * n + p]!;
      for (let q = 0; q < n; q++) if (labels[q] !== labels[a] && wanted(distances[a * n + q]! - near)) found.push([a, p, q]);
    }
  }
  return found;
}

/**
 * The pairs whose gap is as `wanted`: for a positive, how much farther the anchor's nearest negative is; for a negative, how much farther
 * it is than the farthest positive (the measure of Wang et al. 2019, Multi-Similarity Loss, section 4). Sizes as in `tripletsByGap`. The gap is
 * infinite if the anchor has none of the other kind.
 */
export function pairsByGap(distances: Float32Array, labels: ArrayLike<number>, wanted: (gap: number) => boolean): Pairs {
  const n = checkSizes(distances, labels);
  const positives: Pair[] = [];
  const negatives: Pair[] = [];
  for (let a = 0; a < n; a++) {
    const { farthest, nearest } = extremes(distances, labels, a);
    const least = nearest === null ? Infinity : distances[a * n + nearest]!;
    const most = farthest === null ? -Infinity : distances[a * n + farthest]!;
    for (let i = 0; i < n; i++) {
      if (i === a) continue;
      const d = distances[a * n + i]!;
      if (labels[i] === labels[a] ? wanted(least - d) : wanted(d - most)) (labels[i] === labels[a] ? positives : negatives).push([a, i]);
    }
  }
  return { positives, negatives };
}

/** The farthest row of the anchor's group and the nearest of all others, the first on ties; `null` if there is none. */
export function extremes(distances: Float32Array, labels: ArrayLike<number>, anchor: number): { readonly farthest: number | null; readonly nearest: number | null } {
  const n = labels.length;
  const row = anchor * n;
  let farthest: number | null = null;
  let nearest: number | null = null;
  for (let i = 0; i < n; i++) {
    if (i === anchor) continue;
    if (labels[i] !== labels[anchor]) {
      if (nearest === null || distances[row + i]! < distances[row + nearest]!) nearest = i;
    } else if (farthest === null || distances[row + i]! > distances[row + farthest]!) farthest = i;
  }
  return { farthest, nearest };
}

/** The number of rows. */
export function checkSizes(distances: Float32Array, labels: ArrayLike<number>): number {
  const n = labels.length;
  if (distances.length !== n * n) throw new RangeError(`distances: expected ${n} × ${n} = ${n * n} for ${n} labels, got ${distances.length}`);
  return n;
}
