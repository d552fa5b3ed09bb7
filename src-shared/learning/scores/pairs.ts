// Scores of a grouping by pairs of photos: how many that belong together are together, with or without correction for chance.
import { cross, type Contingency } from './contingency.ts';

export interface PrecisionRecall {
  readonly precision: number;
  readonly recall: number;
  /** Harmonic mean of both; 0 if both are 0. */
  readonly f1: number;
}

/**
 * Pairwise precision (fraction of the pairs put together that belong together), recall (fraction of the pairs that belong together that
 * were put together) and F1, over all pairs. Precision is 1 if no pair was put together, recall is 1 if no pair belongs together.
 */
export function scorePairs(truth: ArrayLike<number>, found: ArrayLike<number>): PrecisionRecall {
  const { both, inTruth, inFound } = countPairs(cross(truth, found));
  return withF1(inFound === 0 ? 1 : both / inFound, inTruth === 0 ? 1 : both / inTruth);
}

/** Adjusted Rand index (Hubert and Arabie 1985): 1 for equal groupings, about 0 for unrelated ones, at least −0.5. */
export function adjustedRand(truth: ArrayLike<number>, found: ArrayLike<number>): number {
  const { both, inTruth, inFound, all } = countPairs(cross(truth, found));
  const expected = all === 0 ? 0 : (inTruth * inFound) / all;
  const most = (inTruth + inFound) / 2;
  return most === expected ? 1 : (both - expected) / (most - expected);
}

/** Precision and recall with their harmonic mean. */
export function withF1(precision: number, recall: number): PrecisionRecall {
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function countPairs({ count, truth, found, cells }: Contingency) {
  const among = (size: number) => (size * (size - 1)) / 2;
  return {
    both: cells.reduce((sum, cell) => sum + among(cell.count), 0),
    inTruth: truth.reduce((sum, size) => sum + among(size), 0),
    inFound: found.reduce((sum, size) => sum + among(size), 0),
    all: among(count)
  };
}
