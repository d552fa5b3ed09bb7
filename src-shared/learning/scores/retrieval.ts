// How well distances rank: each photo is a query for the others of its group. Photos alone in their group are not queries.
// Row by row, so that memory grows with the number of photos, not with its square.

/** Row-major points, `dims` values a row, compared by Euclidean distance, and the group of each. */
export interface Labelled {
  readonly points: Float32Array;
  readonly dims: number;
  readonly labels: ArrayLike<number>;
}

export interface RetrievalScores {
  /** Fraction of photos whose nearest other photo is of their group. */
  readonly recallAt1: number;
  /** Mean average precision over the full ranking (Manning et al., Introduction to Information Retrieval, 8.4). */
  readonly mAP: number;
  /** Mean share of own-group photos among the k nearest. */
  readonly precisionAtK: number;
  /** Fraction of photos whose group is the most common among the k nearest (on ties, the lower label). */
  readonly knnAccuracy: number;
  /** Number of queries. All scores are NaN if it is 0. */
  readonly queries: number;
}

/**
 * Scores a ranking. Equal distances rank by row. If there are fewer than `k` other photos, all of them are the k nearest.
 * @throws RangeError if points and labels disagree in number, or k is not 1 or more.
 */
export function scoreRetrieval({ points, dims, labels }: Labelled, { k = 5 } = {}): RetrievalScores {
  const count = labels.length;
  if (points.length !== count * dims) throw new RangeError(`Expected ${count} × ${dims} values for ${count} labels, got ${points.length}.`);
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`Expected k of 1 or more, got ${k}.`);
  const sizes = new Map<number, number>();
  for (let i = 0; i < count; i++) sizes.set(labels[i]!, (sizes.get(labels[i]!) ?? 0) + 1);

  let queries = 0;
  const sums = { recallAt1: 0, mAP: 0, precisionAtK: 0, knnAccuracy: 0 };
  const distances = new Float64Array(count);
  for (let query = 0; query < count; query++) {
    const own = labels[query]!;
    const wanted = sizes.get(own)! - 1;
    if (wanted === 0) continue;
    queries++;
    const ranking = rank(points, dims, query, distances);
    const nearest = Array.from(ranking.subarray(0, k), (row) => labels[row]!);
    if (nearest[0] === own) sums.recallAt1++;
    sums.precisionAtK += nearest.filter((label) => label === own).length / nearest.length;
    if (commonest(nearest) === own) sums.knnAccuracy++;
    sums.mAP += averagePrecision(ranking, labels, own, wanted);
  }
  return {
    recallAt1: sums.recallAt1 / queries,
    mAP: sums.mAP / queries,
    precisionAtK: sums.precisionAtK / queries,
    knnAccuracy: sums.knnAccuracy / queries,
    queries
  };
}

/** All rows but `query`, nearest first. `distances` is scratch space. */
function rank(points: Float32Array, dims: number, query: number, distances: Float64Array): Uint32Array {
  const from = query * dims;
  for (let row = 0; row < distances.length; row++) {
    let sum = 0;
    for (let i = 0, to = row * dims; i < dims; i++) {
      const difference = points[from + i]! - points[to + i]!;
      sum += difference * difference;
    }
    distances[row] = sum;
  }
  const rows = Uint32Array.from({ length: distances.length - 1 }, (_, i) => (i < query ? i : i + 1));
  return rows.sort((a, b) => distances[a]! - distances[b]! || a - b);
}

function averagePrecision(ranking: Uint32Array, labels: ArrayLike<number>, own: number, wanted: number): number {
  let found = 0;
  let sum = 0;
  for (let place = 0; found < wanted; place++) {
    if (labels[ranking[place]!] !== own) continue;
    found++;
    sum += found / (place + 1);
  }
  return sum / wanted;
}

function commonest(labels: readonly number[]): number | undefined {
  const votes = new Map<number, number>();
  for (const label of labels) votes.set(label, (votes.get(label) ?? 0) + 1);
  let winner: number | undefined;
  for (const [label, count] of votes) {
    const best = winner === undefined ? 0 : votes.get(winner)!;
    if (count > best || (count === best && label < winner!)) winner = label;
  }
  return winner;
}
