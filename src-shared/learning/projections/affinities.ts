// The affinities of t-SNE (van der Maaten and Hinton 2008): Gaussian around each photo, as wide as its perplexity asks, over its nearest
// neighbours alone (van der Maaten 2014), and the mean of both sides.

import type { Points } from './projection.ts';

/** Sparse rows: the affinities of `row` lie at starts[row] … starts[row + 1] − 1. All add up to 1. */
export interface Affinities {
  readonly starts: Uint32Array;
  readonly others: Uint32Array;
  readonly values: Float64Array;
}

/** Affinities over all stored neighbours; `perplexity` is about how many of them count. */
export function affinities({ count, k, neighbours, distances }: Omit<Points, 'points' | 'dims'>, perplexity: number): Affinities {
  const own = new Float64Array(count * k);
  for (let row = 0; row < count; row++) fillRow(distances.subarray(row * k, (row + 1) * k), perplexity, own.subarray(row * k, (row + 1) * k));

  // how many ties each has once both sides are united
  const starts = new Uint32Array(count + 1);
  const lists = (row: number, other: number): number => {
    for (let at = other * k; at < (other + 1) * k; at++) if (neighbours[at] === row) return at;
    return -1;
  };
  for (let row = 0; row < count; row++) {
    for (let at = row * k; at < (row + 1) * k; at++) {
      starts[row + 1]!++;
      const other = neighbours[at]!;
      if (lists(row, other) < 0) starts[other + 1]!++;
    }
  }
  for (let row = 0; row < count; row++) starts[row + 1]! += starts[row]!;

  const filled = starts.slice(0, count);
  const others = new Uint32Array(starts[count]!);
  const values = new Float64Array(starts[count]!);
  const put = (row: number, other: number, value: number): void => {
    const at = filled[row]!++;
    others[at] = other;
    values[at] = value / (2 * count);
  };
  for (let row = 0; row < count; row++) {
    for (let at = row * k; at < (row + 1) * k; at++) {
      const other = neighbours[at]!;
      const back = lists(row, other);
      put(row, other, own[at]! + (back < 0 ? 0 : own[back]!));
      if (back < 0) put(other, row, own[at]!);
    }
  }
  return { starts, others, values };
}

/** exp(−β d²), β by bisection so that their entropy is log(perplexity), made to add up to 1. */
function fillRow(distances: Float32Array, perplexity: number, row: Float64Array): void {
  const wanted = Math.log(Math.max(1, Math.min(perplexity, distances.length)));
  const nearest = (distances[0] ?? 0) ** 2;
  const usual = distances.reduce((sum, distance) => sum + distance ** 2 - nearest, 0) / distances.length;
  let [low, high, beta] = [0, Infinity, 1 / Math.max(usual, 1e-12)];
  for (let round = 0; round < 100; round++) {
    let [sum, weighted] = [0, 0];
    for (let at = 0; at < distances.length; at++) {
      const square = distances[at]! ** 2 - nearest;
      const value = Math.exp(-beta * square);
      row[at] = value;
      sum += value;
      weighted += square * value;
    }
    const entropy = Math.log(sum) + (beta * weighted) / sum;
    for (let at = 0; at < row.length; at++) row[at]! /= sum;
    if (Math.abs(entropy - wanted) < 1e-5) return;
    if (entropy > wanted) low = beta;
    else high = beta;
    beta = high === Infinity ? beta * 2 : (low + high) / 2;
  }
}
