// Photos that words found, ranked once more with the lens. Words have no place in the space of a lens, but the photos that they find first have: what
// lies near those, by the lens, moves ahead, as far as the lens keeps them together at all (pseudo-relevance feedback: Rocchio 1971; Xu and
// Croft 1996, doi:10.1145/243199.243202; trusted by how coherent the first ones are: Cronen-Townsend, Zhou and Croft 2002, doi:10.1145/564376.564429).

export interface FeedbackOptions {
  /** Coordinates of the photos, count × dims, such that Euclidean distance is the metric of the lens. */
  readonly points: Float32Array;
  readonly dims: number;
  /** The row of each photo that was ranked, nearest to the words first. */
  readonly rows: ArrayLike<number>;
  /** How far each is from the words, ascending. */
  readonly distances: ArrayLike<number>;
}

/** So many of the nearest are asked; a photo is near them if it is near to a third. */
const FIRST = 12;
const NEAR = 4;
/** Fewer photos than this are left as they are. */
const FEWEST = 4 * FIRST;
/** How many others the first ones are compared with. */
const OTHERS = 200;

/** New distances of the photos, in the order of `rows`: between those from the words and those by the lens, on the scale of the former. */
export function rankAgain({ points, dims, rows, distances }: FeedbackOptions): Float64Array {
  const count = rows.length;
  const words = Float64Array.from(distances);
  if (count < FEWEST) return words;
  const nearness = Float64Array.from({ length: count }, (_, at) => toFirst(points, dims, rows, at));
  // with as many chances as the first ones, how near do any photos lie to them?
  const own = mean(nearness.subarray(0, FIRST));
  const step = Math.max(1, Math.floor((count - FIRST) / OTHERS));
  const others = mean(Float64Array.from({ length: Math.min(OTHERS, count - FIRST) }, (_, i) => nearness[FIRST + i * step]!));
  const trust = others > 0 ? Math.min(1, Math.max(0, 1 - own / others)) : 0;
  const [c, d] = [spreadOf(words), spreadOf(nearness)];
  if (c.deviation === 0 || d.deviation === 0) return words;
  return words.map((distance, at) => {
    const both = (distance - c.middle) / c.deviation + (trust * (nearness[at]! - d.middle)) / d.deviation;
    return c.middle + (c.deviation * both) / (1 + trust);
  });
}

/** Mean distance to the nearest few of the first ones, itself left out. */
function toFirst(points: Float32Array, dims: number, rows: ArrayLike<number>, at: number): number {
  const found: number[] = [];
  for (let first = 0; first < FIRST; first++) {
    if (first === at) continue;
    let sum = 0;
    for (let i = 0, a = rows[at]! * dims, b = rows[first]! * dims; i < dims; i++) sum += (points[a + i]! - points[b + i]!) ** 2;
    found.push(Math.sqrt(sum));
  }
  found.sort((a, b) => a - b);
  return mean(Float64Array.from(found.slice(0, NEAR)));
}

function spreadOf(values: Float64Array): { readonly middle: number; readonly deviation: number } {
  const middle = mean(values);
  return { middle, deviation: Math.sqrt(mean(values.map((value) => (value - middle) ** 2))) };
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}
