// The granularity slider: positions 0..1 and the heights at which they cut the tree. The named levels are evenly spaced;
// between two of them, equal steps to the right merge about equally many groups.
import type { GranularityLevels } from '../../contract.ts';
import type { Tree } from '../linkage/tree.ts';

/** Ascending heights at evenly spaced positions, from 0 to 1. Small enough to send to the renderer. */
export type GranularityScale = Float64Array;

/** Knots between two named levels. */
const steps = 25;

/**
 * The scale of a tree: 101 heights, `finest`, `sameShot`, `sameMoment`, `related` and `coarsest` at 0, ¼, ½, ¾ and 1.
 * Within each quarter, half of the way follows the height and half the number of merges, so that the slider moves evenly
 * where many groups merge and still moves where none do. Without a tree it follows the height alone.
 * Throws a `RangeError` for levels that are not ascending heights of 0 or more.
 */
export function granularityScale(levels: GranularityLevels, tree?: Tree): GranularityScale {
  const named = [levels.finest, levels.sameShot, levels.sameMoment, levels.related, levels.coarsest];
  named.forEach((height, at) => {
    if (!(height >= (named[at - 1] ?? 0)) || height === Infinity) throw new RangeError(`granularity levels must ascend from 0 or more, got ${named.join(', ')}`);
  });
  const scale = new Float64Array((named.length - 1) * steps + 1);
  scale[0] = levels.finest;
  for (let quarter = 0; quarter + 1 < named.length; quarter++) {
    const [low, high] = [named[quarter]!, named[quarter + 1]!];
    const merges = tree?.heights.filter((height) => height > low && height < high) ?? new Float64Array();
    for (let step = 1; step < steps; step++) scale[quarter * steps + step] = heightWhere(step / steps, low, high, merges);
    scale[(quarter + 1) * steps] = high;
  }
  return scale;
}

/** The height at a slider position; positions are clamped to 0..1. */
export function heightAt(scale: GranularityScale, position: number): number {
  const place = Math.min(1, Math.max(0, position)) * (scale.length - 1);
  const knot = Math.min(Math.floor(place), scale.length - 2);
  const low = scale[knot]!;
  return low + (place - knot) * (scale[knot + 1]! - low);
}

/** The slider position for a height: the lowest position that reaches it; heights outside the scale are clamped. */
export function positionOf(scale: GranularityScale, height: number): number {
  const knot = scale.findIndex((reached) => reached >= height);
  if (knot === 0) return 0;
  if (knot < 0) return 1;
  const low = scale[knot - 1]!;
  return (knot - 1 + (height - low) / (scale[knot]! - low)) / (scale.length - 1);
}

/** The height in low..high at which the mean of two fractions (of the interval, and of `merges`, ascending) reaches `share`. */
function heightWhere(share: number, low: number, high: number, merges: Float64Array): number {
  if (merges.length === 0) return low + share * (high - low);
  // bisection: both fractions grow with the height; the fraction of merges is interpolated linearly
  let [below, above] = [low, high];
  for (let turn = 0; turn < 40; turn++) {
    const middle = (below + above) / 2;
    const reached = ((middle - low) / (high - low) + shareOf(merges, middle, low, high)) / 2;
    if (reached < share) below = middle;
    else above = middle;
  }
  return above;
}

function shareOf(merges: Float64Array, height: number, low: number, high: number): number {
  let [from, to] = [0, merges.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (merges[middle]! <= height) from = middle + 1;
    else to = middle;
  }
  const [before, after] = [merges[from - 1] ?? low, merges[from] ?? high];
  return (from + (after > before ? (height - before) / (after - before) : 0)) / (merges.length + 1);
}
