// How well judged pairs rank: the probability that a similar pair is nearer than a different one, i.e. the area under the ROC curve
// (Hanley & McNeil 1982). ½ is chance.

/**
 * From the distances of pairs judged similar and of pairs judged different; ties count half. NaN if either is empty.
 */
export function scoreOrder(similar: readonly number[], different: readonly number[]): number {
  const all = [...similar.map((distance) => ({ distance, own: true })), ...different.map((distance) => ({ distance, own: false }))];
  all.sort((a, b) => a.distance - b.distance);
  let nearer = 0; // similar pairs below the current distance
  let right = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    let tied = 0;
    for (; to < all.length && all[to]!.distance === all[from]!.distance; to++) if (all[to]!.own) tied++;
    right += (to - from - tied) * (nearer + tied / 2);
    nearer += tied;
    from = to;
  }
  return right / (similar.length * different.length);
}
