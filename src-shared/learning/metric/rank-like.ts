// Ranks the points of a space by their distance to the nearest of a few others, by comparing with every one of them. What is not known of
// one of those is left out, and the rest of the distance is stretched by the share that is missing, so that unrelated photos stay as far apart.

/** A point that others are to be near to. */
export interface Wanted {
  readonly point: Float32Array;
  /** Runs of coordinates that are compared; the shares of the squared distance that they make up, 0 … 1. */
  readonly known: readonly { readonly start: number; readonly dims: number; readonly share: number }[];
}

export interface Ranked {
  /** Rows, nearest first; equally near ones in their order. */
  readonly rows: Uint32Array;
  readonly distances: Float32Array;
}

/** Up to `count` rows of `points` (row-major, `dims` wide) nearest to any of `wanted`. @param leaves whether a row takes part; all if left out */
export function rankLike(points: Float32Array, dims: number, wanted: readonly Wanted[], count: number, leaves?: (row: number) => boolean): Ranked {
  const total = dims === 0 ? 0 : points.length / dims;
  const nearest = new Float64Array(total).fill(Infinity);
  for (const { point, known } of wanted) {
    const runs = joined(known);
    const share = known.reduce((sum, section) => sum + section.share, 0);
    const stretch = share > 0 ? 1 / share : 1;
    for (let row = 0, from = 0; row < total; row++, from += dims) {
      if (leaves && !leaves(row)) continue;
      const enough = nearest[row]! / stretch;
      let sum = 0;
      for (const { start, end } of runs) {
        for (let i = start; i < end; i++) {
          const difference = points[from + i]! - point[i]!;
          sum += difference * difference;
        }
        if (sum >= enough) break;
      }
      if (sum < enough) nearest[row] = sum * stretch;
    }
  }
  return firstOf(nearest, count);
}

function joined(known: Wanted['known']): { start: number; end: number }[] {
  const runs: { start: number; end: number }[] = [];
  for (const { start, dims } of known.toSorted((a, b) => a.start - b.start)) {
    const last = runs.at(-1);
    if (last?.end === start) last.end += dims;
    else runs.push({ start, end: start + dims });
  }
  return runs;
}

/** The `count` smallest that are finite, in order. */
function firstOf(squares: Float64Array, count: number): Ranked {
  const last = squares.toSorted()[Math.min(count, squares.length) - 1] ?? -1;
  const near: number[] = [];
  for (let row = 0; row < squares.length; row++) if (squares[row]! <= last && squares[row]! < Infinity) near.push(row);
  near.sort((a, b) => squares[a]! - squares[b]! || a - b);
  const rows = Uint32Array.from(near.slice(0, count));
  return { rows, distances: Float32Array.from(rows, (row) => Math.sqrt(squares[row]!)) };
}
