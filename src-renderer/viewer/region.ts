// Boxes drawn over a photo as it is shown, and the regions of the upright photo that they are.

import { type Region, SMALLEST_PART } from '../../src-shared/contract/alike.ts';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The box between two points, as far as it lies in `frame`. */
export function boxBetween(a: { readonly x: number; readonly y: number }, b: { readonly x: number; readonly y: number }, frame: Box): Box {
  const within = (value: number, start: number, length: number): number => Math.min(start + length, Math.max(start, value));
  const [x0, x1] = [a.x, b.x].map((x) => within(x, frame.left, frame.width)).sort((p, q) => p - q) as [number, number]; // two
  const [y0, y1] = [a.y, b.y].map((y) => within(y, frame.top, frame.height)).sort((p, q) => p - q) as [number, number]; // two
  return { left: x0, top: y0, width: x1 - x0, height: y1 - y0 };
}

/** A box in the middle of a frame, half as wide and high. */
export function middleOf({ left, top, width, height }: Box): Box {
  return { left: left + width / 4, top: top + height / 4, width: width / 2, height: height / 2 };
}

/**
 * The region of the upright photo under a box; `null` where the box is too small to mean anything.
 * @param frame where the photo is shown, in the same coordinates as the box
 * @param turns quarter turns to the right that it is shown with
 */
export function regionOf(box: Box, frame: Box, turns: number): Region | null {
  if (frame.width <= 0 || frame.height <= 0) return null;
  const [left, top, width, height] = [(box.left - frame.left) / frame.width, (box.top - frame.top) / frame.height, box.width / frame.width, box.height / frame.height];
  if (width < SMALLEST_PART || height < SMALLEST_PART) return null;
  const [right, bottom] = [Math.max(0, 1 - left - width), Math.max(0, 1 - top - height)];
  const turned = [{ left, top, width, height }, { left: top, top: right, width: height, height: width }, { left: right, top: bottom, width, height }, { left: bottom, top: left, width: height, height: width }][turns % 4]!;
  return { left: Math.max(0, turned.left), top: Math.max(0, turned.top), width: Math.min(1, turned.width), height: Math.min(1, turned.height) };
}
