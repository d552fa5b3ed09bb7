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
  highest = correlate(fine, best);
  for (let stride = step / 2; stride > 0.002; stride /= 2) {
    for (let better = true; better; ) {
      better = false;
      for (const placement of around(best, stride)) {
        const correlation = correlate(fine, placement);
        if (correlation > highest) [best, highest, better] = [placement, correlation, true];
      }
    }
  }
  return { ...overlapOf(best), correlation: highest };
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
  const columns = Array.from({ length: side }, (_, x) => toFirst((x + 0.5) / side, scaleX, moveX) * side - 0.5);
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
      const u = columns[x]!;
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
