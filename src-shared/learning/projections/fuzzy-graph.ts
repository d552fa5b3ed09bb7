// The fuzzy simplicial set of UMAP (McInnes, Healy and Melville 2018, section 3.1): how strongly each photo is tied to its neighbours,
// each measured by its own scale, and the ties of both sides united.

import type { Points } from './projection.ts';

/** Ties in both directions, those of one point side by side; weights in (0, 1]. */
export interface FuzzyGraph {
  readonly heads: Uint32Array;
  readonly tails: Uint32Array;
  readonly weights: Float32Array;
}

const ROUNDS = 64;
const CLOSE_ENOUGH = 1e-5;
/** Least scale as a share of the mean distance, so that copies do not tie everything. */
const LEAST_SCALE = 1e-3;

/** The graph of the nearest `wanted` neighbours. */
export function fuzzyGraph({ count, k: stored, neighbours, distances }: Omit<Points, 'points' | 'dims'>, wanted = 15): FuzzyGraph {
  const k = Math.min(stored, wanted);
  const own = strengths(count, k, stored, distances);
  const capacity = 2 * count * k;
  const heads = new Uint32Array(capacity);
  const tails = new Uint32Array(capacity);
  const weights = new Float32Array(capacity);
  let size = 0;
  const tie = (head: number, tail: number, weight: number): void => {
    heads[size] = head;
    tails[size] = tail;
    weights[size++] = weight;
  };
  for (let head = 0; head < count; head++) {
    for (let at = 0; at < k; at++) {
      const tail = neighbours[head * stored + at]!;
      const there = own[head * k + at]!;
      const back = strengthOf(tail, head, k, stored, neighbours, own);
      const weight = there + back - there * back;
      if (weight <= 0) continue;
      tie(head, tail, weight);
      if (back === 0) tie(tail, head, weight); // the other side does not list it itself
    }
  }
  return { heads: heads.slice(0, size), tails: tails.slice(0, size), weights: weights.slice(0, size) };
}

/** Of each point to its neighbours: exp(−(d − nearest) / scale), with the scale for which they add up to log2 k. */
function strengths(count: number, k: number, stored: number, distances: Float32Array): Float32Array {
  const strength = new Float32Array(count * k);
  let mean = 0;
  for (const distance of distances) mean += distance / distances.length;
  const target = Math.log2(Math.max(k, 2));
  for (let row = 0; row < count; row++) {
    const from = row * stored;
    let nearest = 0;
    for (let at = 0; at < k && nearest === 0; at++) nearest = distances[from + at]!;
    let [low, high, scale, ownMean] = [0, Infinity, 1, 0];
    for (let at = 0; at < k; at++) ownMean += distances[from + at]! / k;
    for (let round = 0; round < ROUNDS; round++) {
      let sum = 0;
      for (let at = 0; at < k; at++) sum += Math.exp(-Math.max(0, distances[from + at]! - nearest) / scale);
      if (Math.abs(sum - target) < CLOSE_ENOUGH) break;
      if (sum > target) high = scale;
      else low = scale;
      scale = high === Infinity ? scale * 2 : (low + high) / 2;
    }
    scale = Math.max(scale, LEAST_SCALE * (nearest > 0 ? ownMean : mean), 1e-12);
    for (let at = 0; at < k; at++) strength[row * k + at] = Math.exp(-Math.max(0, distances[from + at]! - nearest) / scale);
  }
  return strength;
}

function strengthOf(head: number, tail: number, k: number, stored: number, neighbours: Uint32Array, own: Float32Array): number {
  for (let at = 0; at < k; at++) if (neighbours[head * stored + at] === tail) return own[head * k + at]!;
  return 0;
}
