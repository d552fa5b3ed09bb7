// The objectives over judgments (objectives/pair-logistic, pair-contrastive, triplet-ranking) as gradients by the distances, in plain
// numbers: a fit, which the user waits for, takes thousands of steps over a few hundred distances, where tensors cost 50 times as much.
// A test compares them with those objectives.

/** ∂L/∂d [pairs] of the logistic objective, averaged over the pairs; `similar` 0 … 1. */
export function logisticGradient(distances: Float64Array, similar: ArrayLike<number>, { scale, threshold }: { readonly scale: number; readonly threshold: number }): Float64Array {
  return distances.map((distance, at) => (scale * (similar[at]! - 1 / (1 + Math.exp(scale * (distance - threshold))))) / distances.length);
}

/** ∂L/∂d [pairs] of the contrastive objective, averaged over the pairs; `similar` 0 … 1. */
export function contrastiveGradient(distances: Float64Array, similar: ArrayLike<number>, margin: number): Float64Array {
  return distances.map((distance, at) => (2 * (similar[at]! * distance - (1 - similar[at]!) * Math.max(0, margin - distance))) / distances.length);
}

/** ∂L/∂d(a, b) and, with the opposite sign, ∂L/∂d(a, c) [triplets] of the ranking objective, averaged over the triplets. */
export function rankingGradient(near: Float64Array, far: Float64Array, margin: number): Float64Array {
  return near.map((distance, at) => (distance - far[at]! + margin > 0 ? 1 : 0) / near.length);
}
