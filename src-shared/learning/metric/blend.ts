// Combines several metrics into one: the weighted mean of their maps. It is smoother than picking the best one: when an answer reverses
// the order of two nearly equal metrics, distances change only a little, and a metric that looked good by chance has limited influence.
import type { Section } from './prior.ts';
import { identityMap, type MapParameters } from './section-map.ts';

/** Metrics with less than this fraction of the largest share are left out: their directions would cost as much as those of the others. */
const LEAST_SHARE = 0.01;

/** Shares that sum to 1, from losses in nats: one nat less means e times the share (Akaike weights, of held-out judgments). */
export function sharesOf(losses: readonly number[]): number[] {
  const least = Math.min(...losses);
  const odds = losses.map((loss) => Math.exp(least - loss)).map((odd) => (odd < LEAST_SHARE ? 0 : odd)); // the greatest is 1
  const sum = odds.reduce((total, odd) => total + odd, 0);
  return odds.map((odd) => odd / sum);
}

/**
 * Averages the logarithms of the weights and concatenates all directions: Σ share (I + BᵀA). Shares sum to 1 at most; the remainder
 * goes to the prior, which is the identity.
 */
export function blend(sections: readonly Section[], all: readonly MapParameters[], shares: readonly number[]): MapParameters {
  const { logWeights } = identityMap(sections, 0);
  all.forEach((parameters, at) => parameters.logWeights.forEach((value, section) => (logWeights[section]! += shares[at]! * value)));
  const deep = all.flatMap((parameters, at) => (parameters.rank > 0 && shares[at]! > 0 ? [{ ...parameters, share: shares[at]! }] : []));
  return {
    rank: deep.reduce((sum, { rank }) => sum + rank, 0), logWeights,
    a: sections.map((_, section) => Float64Array.from(deep.flatMap(({ a }) => Array.from(a[section]!)))),
    b: sections.map((_, section) => Float64Array.from(deep.flatMap(({ b, share }) => Array.from(b[section]!, (value) => share * value))))
  };
}
