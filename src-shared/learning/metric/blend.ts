// One metric out of several: the mean of their maps, each by its share. Smoother than the best one alone: an answer that turns the order of
// two nearly equal ones around moves distances a little, and what chance made look good counts no more than it may.
import type { Section } from './prior.ts';
import { identityMap, type MapParameters } from './section-map.ts';

/** What counts less than this share of what counts most is left out: its directions would cost as much as those of the others. */
const LEAST_SHARE = 0.01;

/** Shares that sum to 1, after losses in nats: e times as much for one nat less (Akaike weights, of held-out judgments). */
export function sharesOf(losses: readonly number[]): number[] {
  const least = Math.min(...losses);
  const odds = losses.map((loss) => Math.exp(least - loss)).map((odd) => (odd < LEAST_SHARE ? 0 : odd)); // the greatest is 1
  const sum = odds.reduce((total, odd) => total + odd, 0);
  return odds.map((odd) => odd / sum);
}

/**
 * The logarithms of weights averaged, and all directions beside each other: Σ share (I + BᵀA). Shares sum to 1 at most; what is
 * missing is that of the prior, which is the identity.
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
