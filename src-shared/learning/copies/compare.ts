// Compares two photos that may be copies of each other: finds out how they lie on each other (turned, mirrored, within a border, cropped), and
// measures how alike they are there. What that means is decided in likeness.ts.
import { align } from './align.ts';
import { type Fingerprint, GRID } from './fingerprint.ts';
import { type Frame, WHOLE, within } from './frame.ts';
import { cellsOf, type Lie, lieOf } from './lie.ts';
import type { Likeness } from './likeness.ts';
import { measure, type Measures } from './measure.ts';
import { type Picture, squareOf } from './picture.ts';
import { turnFrame, UNTURNED, uprightFrame } from './turns.ts';

/** A photo to compare. */
export interface Shown {
  readonly fingerprint: Fingerprint;
  readonly picture: Picture;
}

/** Sides of the squares compared: as large as the smaller picture can fill. */
const SIDES = [64, 48, 32, 24, 16];
const FINE = 64;
/** From here on two pictures match as they are; below, they are moved to see whether they match better. */
const EXACT_ENOUGH = 0.9;
const MUCH_BETTER = 0.12;
/** Of a side: less is taken for inaccuracy; where a border was left out, which is found to a line or two, of what is inside it. */
const MOVED = 0.012;
const MOVED_INSIDE = 0.045;

/** What is measured of two photos; `null` where they have no likeness. */
export function compare(first: Shown, second: Shown, lie: Lie | null = lieOf(cellsOf(first.fingerprint), cellsOf(second.fingerprint))): Likeness | null {
  if (lie === null) return null;
  const { turn } = lie;
  const frames = contentOf(first, second, lie);
  const side = sideFor(Math.min(rowsIn(first.picture, frames[0]), rowsIn(second.picture, frames[1])));
  const direct = measure(squareOf(first.picture, frames[0], side, UNTURNED), squareOf(second.picture, frames[1], side, turn));
  if (direct.exact >= EXACT_ENOUGH) return toLikeness(lie, direct, null);

  const fine = [squareOf(first.picture, frames[0], FINE, UNTURNED), squareOf(second.picture, frames[1], FINE, turn)] as const;
  const overlap = align([{ side: GRID, light: lie.cells[0] }, { side: GRID, light: lie.cells[1] }], fine);
  const moved = measure(
    squareOf(first.picture, within(frames[0], overlap.first), side, UNTURNED),
    squareOf(second.picture, within(frames[1], turnFrame(overlap.second, turn)), side, turn)
  );
  const isBetter = Number.isNaN(direct.exact) ? moved.correlation > direct.correlation + 0.02 : moved.exact > direct.exact + MUCH_BETTER;
  const likeness = isBetter ? toLikeness(lie, moved, [overlap.first, overlap.second]) : toLikeness(lie, direct, null);
  return isWorthKeeping(likeness) ? likeness : null;
}

/**
 * Where to compare: what is inside the borders where both have one. Two screenshots have their bars in common, and the clock in them, whatever
 * they show.
 */
function contentOf({ fingerprint: first }: Shown, { fingerprint: second }: Shown, { turn, frames }: Lie): readonly [Frame, Frame] {
  if (frames[0] !== WHOLE || frames[1] !== WHOLE || !first.frame || !second.frame) return frames;
  const [a, b] = [first.frame, uprightFrame(second.frame, turn)];
  const both = { left: Math.min(a.left, b.left), top: Math.min(a.top, b.top), right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom) };
  return [both, turnFrame(both, turn)];
}

/** Whether anything could follow from it, with whatever dates. */
function isWorthKeeping({ matched, correlation }: Likeness): boolean {
  return matched === null ? correlation >= 0.95 : matched >= 0.5 || correlation >= 0.8;
}

function toLikeness({ turn, frames }: Lie, measures: Measures, parts: readonly [Frame, Frame] | null): Likeness {
  const least = frames.some((frame) => isBorder(frame)) ? MOVED_INSIDE : MOVED;
  const shown = (value: number): number | null => (Number.isNaN(value) ? null : round(value));
  return {
    turn, bordered: [isBorder(frames[0]), isBorder(frames[1])],
    cropped: [isPart(parts?.[0], least) || isEdge(frames[0]), isPart(parts?.[1], least) || isEdge(frames[1])],
    correlation: round(measures.correlation), matched: shown(measures.matched), exact: shown(measures.exact), noise: round(measures.noise),
    gain: round(measures.gain), shift: round(measures.shift), colour: round(measures.colour), grey: measures.grey, added: Math.sign(measures.added),
    kept: shown(measures.kept), page: measures.page, ground: measures.ground
  };
}

/** Whether what was left out around a frame is a border: on two sides that face each other. */
function isBorder({ left, top, right, bottom }: Frame): boolean {
  return (left > 0 && right < 1) || (top > 0 && bottom < 1);
}

/** Whether it is only one side of one colour, such as a sky. */
function isEdge(frame: Frame): boolean {
  return frame !== WHOLE && !isBorder(frame);
}

/** Three digits are more than these measures mean. */
const round = (value: number): number => Math.round(value * 1000) / 1000;

function isPart(part: Frame | undefined, least: number): boolean {
  return part !== undefined && Math.max(part.left, part.top, 1 - part.right, 1 - part.bottom) > least;
}

/** Pixels along the shorter side of a part. */
function rowsIn({ width, height }: Picture, { left, right, top, bottom }: Frame): number {
  return Math.min(width * (right - left), height * (bottom - top));
}

function sideFor(rows: number): number {
  return SIDES.find((side) => rows >= 1.3 * side) ?? 16;
}
