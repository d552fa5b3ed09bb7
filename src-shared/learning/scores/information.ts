// Information-theoretic scores of a grouping: how much one grouping tells about the other.
import { cross, type Contingency } from './contingency.ts';

export interface InformationScores {
  /** Normalised mutual information (arithmetic mean of the entropies), 0…1. */
  readonly nmi: number;
  /** Mutual information adjusted for chance (Vinh, Epps and Bailey 2010, arithmetic mean): 1 equal, about 0 unrelated. */
  readonly ami: number;
  /** Whether each found group holds a single true group, 0…1 (Rosenberg and Hirschberg 2007). */
  readonly homogeneity: number;
  /** Whether each true group is in a single found group, 0…1 (Rosenberg and Hirschberg 2007). */
  readonly completeness: number;
}

/** Scores `found` against `truth`. All four are 1 if both groupings consist of a single group, or there are no photos. */
export function scoreInformation(truth: ArrayLike<number>, found: ArrayLike<number>): InformationScores {
  const table = cross(truth, found);
  const truthEntropy = entropy(table.truth, table.count);
  const foundEntropy = entropy(table.found, table.count);
  if (truthEntropy === 0 && foundEntropy === 0) return { nmi: 1, ami: 1, homogeneity: 1, completeness: 1 };
  const mutual = mutualInformation(table);
  const mean = (truthEntropy + foundEntropy) / 2;
  return {
    nmi: mutual / mean,
    ami: adjust(mutual, expectedInformation(table), mean),
    homogeneity: truthEntropy === 0 ? 1 : mutual / truthEntropy,
    completeness: foundEntropy === 0 ? 1 : mutual / foundEntropy
  };
}

function adjust(mutual: number, expected: number, mean: number): number {
  // if both groupings are trivial (only singletons, say) only rounding errors remain above chance
  const room = mean - expected;
  if (room < 1e-12) return mutual > mean - 1e-9 ? 1 : 0;
  return (mutual - expected) / room;
}

function entropy(sizes: readonly number[], count: number): number {
  if (sizes.length < 2) return 0;
  return -sizes.reduce((sum, size) => sum + (size / count) * Math.log(size / count), 0);
}

function mutualInformation({ count, truth, found, cells }: Contingency): number {
  const sum = cells.reduce((bits, cell) => bits + cell.count * Math.log((count * cell.count) / (truth[cell.truth]! * found[cell.found]!)), 0);
  return Math.max(0, sum / count);
}

/**
 * Expected mutual information of two random groupings with these group sizes (Vinh et al. 2010, eq. 24).
 * Groups of equal size share their term: the cost grows with the number of different sizes.
 */
function expectedInformation({ count, truth, found }: Contingency): number {
  const logFactorial = new Float64Array(count + 1);
  for (let i = 2; i <= count; i++) logFactorial[i] = logFactorial[i - 1]! + Math.log(i);
  const foundSizes = countSizes(found);
  let expected = 0;
  for (const [a, timesA] of countSizes(truth)) {
    for (const [b, timesB] of foundSizes) {
      const constant = logFactorial[a]! + logFactorial[b]! + logFactorial[count - a]! + logFactorial[count - b]! - logFactorial[count]!;
      let term = 0;
      for (let n = Math.max(1, a + b - count); n <= Math.min(a, b); n++) {
        const chance = Math.exp(constant - logFactorial[n]! - logFactorial[a - n]! - logFactorial[b - n]! - logFactorial[count - a - b + n]!);
        term += (n / count) * Math.log((count * n) / (a * b)) * chance;
      }
      expected += timesA * timesB * term;
    }
  }
  return expected;
}

function countSizes(sizes: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const size of sizes) counts.set(size, (counts.get(size) ?? 0) + 1);
  return counts;
}
