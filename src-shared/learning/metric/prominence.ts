// How far nearest neighbours stand out from the rest of a library in one feature group. A group in which every photo has a near twin is
// informative for this library; a group in which the nearest is hardly nearer than average is not.

/** A squared distance this small counts as equal (the average is about 2). */
const EQUAL = 0.01;

/** In a large library every eighth photo is part of the average; all are searched for the nearest. */
const CROWD_STRIDE = 8;

/**
 * Mean over the photos in `queries` of ln(mean squared distance ÷ squared distance to the nearest other), 0 or
 * more. `points`: count × dims, row-major; fastest if the first coordinates vary most.
 */
export function prominence(points: Float32Array, count: number, dims: number, queries: Uint32Array): number {
  if (count < 2 || queries.length === 0) return 0;
  const stride = count < 1000 ? 1 : CROWD_STRIDE;
  let crowd = 0;
  let members = 0;
  const nearest = Float64Array.from(queries, (query) => {
    for (let row = 0; row < count; row += stride) {
      if (row === query) continue;
      crowd += squaredDistance(points, query * dims, row * dims, dims, Infinity);
      members++;
    }
    let least = Infinity;
    for (let row = 0; row < count; row++) {
      if (row !== query) least = Math.min(least, squaredDistance(points, query * dims, row * dims, dims, least));
    }
    return least;
  });
  crowd /= members;
  if (crowd === 0) return 0;
  return nearest.reduce((sum, distance) => sum + Math.max(0, Math.log(crowd / (distance + EQUAL))), 0) / queries.length;
}

/** Squared distance of two rows; may stop early and return any value above `enough` once it is exceeded. */
function squaredDistance(points: Float32Array, from: number, to: number, dims: number, enough: number): number {
  let sum = 0;
  for (let i = 0; i < dims; ) {
    for (const end = Math.min(i + 8, dims); i < end; i++) {
      const difference = points[from + i]! - points[to + i]!;
      sum += difference * difference;
    }
    if (sum > enough) break;
  }
  return sum;
}
