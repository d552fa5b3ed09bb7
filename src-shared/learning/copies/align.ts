// Lays one picture on another that shows nearly the same part of the world: a crop, a photo taken a moment later, a border cut unevenly.
// Moves and scales only, by up to a fifth; found by correlation from coarse to fine.
import type { Frame } from './frame.ts';

/** Where the two overlap: `first` is the part of the first picture that is `second` of the second. */
export interface Overlap {
  readonly first: Frame;
  readonly second: Frame;
  /** Of lightness within it, −1 … 1. */
  readonly correlation: number;
}

/** The point (x, y) of the second is (x · scaleX + moveX, y · scaleY + moveY) of the first, about the centre, in parts of a side. */
interface Placement {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly moveX: number;
  readonly moveY: number;
}

interface Grid {
  readonly side: number;
  readonly light: ArrayLike<number>;
}

const SCALES = [0.8, 0.86, 0.93, 1, 1.075, 1.16, 1.25];
const FURTHEST = 0.2;
/** Below it no exact place makes pictures the same. */
const HOPELESS = 0.6;

/**
 * The best overlap.
 * @param coarse both on a small grid, for a look at all placements; `fine` on a larger one, to place exactly
 */
export function align(coarse: readonly [Grid, Grid], fine: readonly [Grid, Grid]): Overlap {
  let best: Placement = { scaleX: 1, scaleY: 1, moveX: 0, moveY: 0 };
  let highest = correlate(coarse, best);
  const step = 1 / coarse[0].side;
  for (const scale of SCALES) {
    for (let moveX = -FURTHEST; moveX <= FURTHEST; moveX += step) {
      for (let moveY = -FURTHEST; moveY <= FURTHEST; moveY += step) {
        const placement = { scaleX: scale, scaleY: scale, moveX, moveY };
        const correlation = correlate(coarse, placement);
        if (correlation > highest) [best, highest] = [placement, correlation];
      }
    }
  }
  if (highest < HOPELESS) return { ...overlapOf(best), correlation: highest };
  // most of the way on half the grid, at a quarter of the cost
  const middle = [halved(fine[0]), halved(fine[1])] as const;
  best = climb(middle, climb(middle, best, step / 2), step / 4);
  best = climb(fine, climb(fine, best, step / 8), step / 16);
  return { ...overlapOf(best), correlation: correlate(fine, best) };
}

/** The best placement that steps of this length lead to. */
function climb(grids: readonly [Grid, Grid], from: Placement, stride: number): Placement {
  let best = from;
  let highest = correlate(grids, best);
  for (let better = true; better; ) {
    better = false;
    for (const placement of around(best, stride)) {
      const correlation = correlate(grids, placement);
      if (correlation > highest) [best, highest, better] = [placement, correlation, true];
    }
  }
  return best;
}

/** Means of 2 × 2. */
function halved({ side, light }: Grid): Grid {
  const half = side / 2;
  const out = new Float32Array(half * half);
  for (let y = 0; y < half; y++) {
    for (let x = 0, at = 2 * y * side; x < half; x++, at += 2) out[y * half + x] = (light[at]! + light[at + 1]! + light[at + side]! + light[at + side + 1]!) / 4;
  }
  return { side: half, light: out };
}

function around(at: Placement, stride: number): Placement[] {
  return [-stride, stride].flatMap((by) => [
    { ...at, moveX: at.moveX + by }, { ...at, moveY: at.moveY + by },
    { ...at, scaleX: at.scaleX + by, scaleY: at.scaleY + by }, { ...at, scaleX: at.scaleX + by }, { ...at, scaleY: at.scaleY + by }
  ]);
}

function overlapOf({ scaleX, scaleY, moveX, moveY }: Placement): Pick<Overlap, 'first' | 'second'> {
  const [left, right] = overlapAlong(scaleX, moveX);
  const [top, bottom] = overlapAlong(scaleY, moveY);
  return {
    second: { left, right, top, bottom },
    first: { left: toFirst(left, scaleX, moveX), right: toFirst(right, scaleX, moveX), top: toFirst(top, scaleY, moveY), bottom: toFirst(bottom, scaleY, moveY) }
  };
}

const toFirst = (x: number, scale: number, move: number): number => 0.5 + (x - 0.5) * scale + move;

/** Between which points of the second a side of it lies within the first. */
function overlapAlong(scale: number, move: number): [number, number] {
  const toSecond = (x: number): number => 0.5 + (x - 0.5 - move) / scale;
  return [Math.max(0, toSecond(0)), Math.min(1, toSecond(1))];
}

/** Correlation of lightness over the overlap. */
function correlate([first, second]: readonly [Grid, Grid], { scaleX, scaleY, moveX, moveY }: Placement): number {
  const { side } = first;
  const startX = toFirst(0.5 / side, scaleX, moveX) * side - 0.5;
  let count = 0;
  let sumA = 0;
  let sumB = 0;
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let y = 0; y < side; y++) {
    const v = toFirst((y + 0.5) / side, scaleY, moveY) * side - 0.5;
    if (v < -0.5 || v > side - 0.5) continue;
    const top = Math.max(0, Math.min(side - 2, Math.floor(v)));
    const down = Math.max(0, Math.min(1, v - top));
    for (let x = 0; x < side; x++) {
      const u = startX + x * scaleX;
      if (u < -0.5 || u > side - 0.5) continue;
      const left = Math.max(0, Math.min(side - 2, Math.floor(u)));
      const across = Math.max(0, Math.min(1, u - left));
      const at = top * side + left;
      const upper = first.light[at]! * (1 - across) + first.light[at + 1]! * across;
      const lower = first.light[at + side]! * (1 - across) + first.light[at + side + 1]! * across;
      const a = upper * (1 - down) + lower * down;
      const b = second.light[y * side + x]!;
      count++;
      sumA += a;
      sumB += b;
      aa += a * a;
      bb += b * b;
      ab += a * b;
    }
  }
  const varianceA = aa - (sumA * sumA) / count;
  const varianceB = bb - (sumB * sumB) / count;
  return varianceA <= 0 || varianceB <= 0 ? 0 : (ab - (sumA * sumB) / count) / Math.sqrt(varianceA * varianceB);
}
