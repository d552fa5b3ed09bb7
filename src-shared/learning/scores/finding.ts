// Does a view of a photo find that photo? Each view is a query against all photos: a score for comparing two encoders
// without labels (instance discrimination, Wu et al. 2018, arXiv:1805.01978). Each view has exactly one correct photo.

export interface FindingScores {
  /** Fraction of views whose nearest photo is the correct one. */
  readonly recallAt1: number;
  /** Mean of 1 / rank of the correct photo: average precision with one correct answer. */
  readonly mAP: number;
}

/** The scores that ranks of correct photos add up to; NaN without any. */
export function scoreRanks(ranks: Uint32Array): FindingScores {
  let first = 0;
  let reciprocal = 0;
  for (const rank of ranks) {
    if (rank === 1) first++;
    reciprocal += 1 / rank;
  }
  return { recallAt1: first / ranks.length, mAP: reciprocal / ranks.length };
}

/** The scores of `rankViews`. */
export function scoreFinding(...input: Parameters<typeof rankViews>): FindingScores {
  return scoreRanks(rankViews(...input));
}

/**
 * Of each view, the rank of its photo from 1. `photos`: count × dims, row-major; `views`: a multiple of as many rows, the i-th a view of
 * photo i modulo count; `others`: distractor photos that are never correct. Compared by Euclidean distance; among equally near photos the
 * correct one ranks last.
 * @throws RangeError if the sizes do not fit
 */
export function rankViews(views: Float32Array, photos: Float32Array, dims: number, others: Float32Array = new Float32Array(0)): Uint32Array {
  const count = photos.length / dims;
  const more = others.length / dims;
  const asked = views.length / dims;
  if (!Number.isInteger(count) || !Number.isInteger(more) || !Number.isInteger(asked / Math.max(1, count))) {
    throw new RangeError(`Expected photos × ${dims} values and a multiple of that for views, got ${photos.length} for photos, ${others.length} for others and ${views.length} for views.`);
  }
  return Uint32Array.from({ length: asked }, (_, view) => {
    const own = view % count;
    const limit = squaredDistance(views, view, photos, own, dims);
    let rank = 1;
    for (let photo = 0; photo < count; photo++) {
      if (photo !== own && squaredDistance(views, view, photos, photo, dims) <= limit) rank++;
    }
    for (let other = 0; other < more; other++) if (squaredDistance(views, view, others, other, dims) <= limit) rank++;
    return rank;
  });
}

function squaredDistance(a: Float32Array, rowA: number, b: Float32Array, rowB: number, dims: number): number {
  let sum = 0;
  for (let i = 0, atA = rowA * dims, atB = rowB * dims; i < dims; i++) {
    const difference = a[atA + i]! - b[atB + i]!;
    sum += difference * difference;
  }
  return sum;
}
