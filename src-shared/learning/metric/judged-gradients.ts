// The objectives over judgments (objectives/pair-logistic, pair-contrastive, triplet-ranking) as gradients by the distances, in plain
// numbers: a fit, which the user waits for, takes thousands of steps over a few hundred distances, where tensors cost 50 times as much.
// A test compares them with those objectives.

/** ∂L/∂d [pairs] of the logistic objective, averaged over the pairs, written to `out`; `similar` 0 … 1. */
export function logisticGradient(distances: Float64Array, similar: ArrayLike<number>, { scale, threshold }: { readonly scale: number; readonly threshold: number }, out = new Float64Array(distances.length)): Float64Array {
  const share = scale / distances.length;
  for (let at = 0; at < out.length; at++) out[at] = share * (similar[at]! - 1 / (1 + Math.exp(scale * (distances[at]! - threshold))));
  return out;
}

/** ∂L/∂d [pairs] of the contrastive objective, averaged over the pairs, written to `out`; `similar` 0 … 1. */
export function contrastiveGradient(distances: Float64Array, similar: ArrayLike<number>, margin: number, out = new Float64Array(distances.length)): Float64Array {
  const share = 2 / distances.length;
  for (let at = 0; at < out.length; at++) out[at] = share * (similar[at]! * distances[at]! - (1 - similar[at]!) * Math.max(0, margin - distances[at]!));
  return out;
}

/** ∂L/∂d(a, b) and, with the opposite sign, ∂L/∂d(a, c) [triplets] of the ranking objective, averaged over the triplets, written to `out`. */
export function rankingGradient(near: Float64Array, far: Float64Array, margin: number, out = new Float64Array(near.length)): Float64Array {
  const share = 1 / near.length;
  for (let at = 0; at < out.length; at++) out[at] = near[at]! - far[at]! + margin > 0 ? share : 0;
  return out;
}
