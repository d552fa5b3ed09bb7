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

/** Coordinates after which a distance is given up that is too long already. */
const STRIDE = 16;

/** Up to `count` rows of `points` (row-major, `dims` wide) nearest to any of `wanted`. @param leaves whether a row takes part; all if left out */
export function rankLike(points: Float32Array, dims: number, wanted: readonly Wanted[], count: number, leaves?: (row: number) => boolean): Ranked {
  const total = dims === 0 ? 0 : points.length / dims;
  const ways = wanted.map(({ point, known }) => {
    const share = known.reduce((sum, section) => sum + section.share, 0);
    return { point, runs: joined(known), stretch: share > 0 ? 1 / share : 1 };
  });
  const nearest = new Nearest(count);
  for (let row = 0, from = 0; row < total; row++, from += dims) {
    if (leaves && !leaves(row)) continue;
    let least = nearest.enough;
    for (const { point, runs, stretch } of ways) least = Math.min(least, stretch * squaredDistance(points, from, point, runs, least / stretch));
    if (least < nearest.enough) nearest.add(row, least);
  }
  return nearest.ranked();
}

/** May stop early and return any value of `enough` or more once that is reached. */
function squaredDistance(points: Float32Array, from: number, point: Float32Array, runs: readonly Run[], enough: number): number {
  let sum = 0;
  for (const { start, end } of runs) {
    for (let i = start; i < end && sum < enough; ) {
      for (const stop = Math.min(end, i + STRIDE); i < stop; i++) {
        const difference = points[from + i]! - point[i]!;
        sum += difference * difference;
      }
    }
  }
  return sum;
}

/** The nearest so far: rows are added in their order, so that an equally near one comes after those that are there. */
class Nearest {
  /** From here on a row is not among the nearest. */
  enough = Infinity;
  readonly #count: number;
  #found: { readonly row: number; readonly square: number }[] = [];

  constructor(count: number) {
    this.#count = count;
  }

  add(row: number, square: number): void {
    this.#found.push({ row, square });
    if (this.#found.length < 2 * this.#count) return;
    this.#cut();
    this.enough = this.#found.at(-1)?.square ?? Infinity;
  }

  ranked(): Ranked {
    this.#cut();
    return { rows: Uint32Array.from(this.#found, ({ row }) => row), distances: Float32Array.from(this.#found, ({ square }) => Math.sqrt(square)) };
  }

  #cut(): void {
    this.#found = this.#found.sort((a, b) => a.square - b.square || a.row - b.row).slice(0, this.#count);
  }
}

interface Run {
  readonly start: number;
  readonly end: number;
}

function joined(known: Wanted['known']): Run[] {
  const runs: { start: number; end: number }[] = [];
  for (const { start, dims } of known.toSorted((a, b) => a.start - b.start)) {
    const last = runs.at(-1);
    if (last?.end === start) last.end += dims;
    else runs.push({ start, end: start + dims });
  }
  return runs;
}
