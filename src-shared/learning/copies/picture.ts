// A decoded picture as planes, and parts of it as squares that can be laid upon each other.
import type { Frame } from './frame.ts';
import { turnGrid, type Turn } from './turns.ts';

/** width × height each, row-major. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Lightness, 0 … 255. */
  readonly light: Uint8Array;
  /** How far a colour is from grey towards blue and red, −128 … 127. */
  readonly blue: Int8Array;
  readonly red: Int8Array;
}

/** Part of a picture, squashed to side × side. Same units as `Picture`. */
export interface Square {
  readonly side: number;
  readonly light: Float32Array;
  /** COLOURS × COLOURS: colour is only compared coarsely. */
  readonly blue: Float32Array;
  readonly red: Float32Array;
}

/** Side of the planes of colour. */
const COLOURS = 16;

/** @param pixels width × height × 3, RGB, 0 … 255, row-major */
export function toPicture(pixels: Uint8Array, width: number, height: number): Picture {
  const count = width * height;
  if (pixels.length !== 3 * count) throw new RangeError(`expected ${3 * count} values for ${width} × ${height} pixels, got ${pixels.length}`);
  const light = new Uint8Array(count);
  const blue = new Int8Array(count);
  const red = new Int8Array(count);
  for (let i = 0, at = 0; i < count; i++, at += 3) {
    const r = pixels[at]!;
    const g = pixels[at + 1]!;
    const b = pixels[at + 2]!;
    // ITU-R BT.601
    const luma = 0.299 * r + 0.587 * g + 0.114 * b;
    light[i] = Math.round(luma);
    blue[i] = Math.round(0.564 * (b - luma));
    red[i] = Math.round(0.713 * (r - luma));
  }
  return { width, height, light, blue, red };
}

/** The part of `picture` within `frame`, turned, as a square. */
export function squareOf(picture: Picture, frame: Frame, side: number, turn: Turn): Square {
  const plane = (values: ArrayLike<number>, cells: number): Float32Array => turnGrid(shrink(values, picture, frame, cells), cells, turn);
  return { side, light: plane(picture.light, side), blue: plane(picture.blue, COLOURS), red: plane(picture.red, COLOURS) };
}

/** One plane within `frame`: means over the cells of a grid, interpolated where the part has fewer pixels. Along rows first, then along columns. */
function shrink(values: ArrayLike<number>, { width, height }: Picture, frame: Frame, side: number): Float32Array {
  const columns = taps(frame.left * width, frame.right * width, width, side);
  const rows = taps(frame.top * height, frame.bottom * height, height, side);
  const top = rows.first[0]!;
  const bottom = rows.first[side - 1]! + rows.reach;
  const lines = new Float32Array((bottom - top) * side);
  for (let v = top, at = 0; v < bottom; v++) {
    const line = Math.min(height - 1, v) * width;
    for (let x = 0, tap = 0; x < side; x++, at++) {
      let sum = 0;
      for (let u = 0, pixel = line + columns.first[x]!; u < columns.reach; u++, tap++, pixel++) {
        const weight = columns.weights[tap]!;
        if (weight !== 0) sum += values[pixel]! * weight;
      }
      lines[at] = sum;
    }
  }
  const out = new Float32Array(side * side);
  for (let y = 0, tap = 0; y < side; y++) {
    for (let v = 0; v < rows.reach; v++, tap++) {
      const weight = rows.weights[tap]!;
      if (weight === 0) continue;
      for (let x = 0, at = (rows.first[y]! - top + v) * side, to = y * side; x < side; x++, at++, to++) out[to]! += lines[at]! * weight;
    }
  }
  return out;
}

/** How the pixels of a line contribute to each of its cells. */
interface Taps {
  /** Per cell, the first pixel of `reach` that contribute; those past the end of the line have no weight. */
  readonly first: Int32Array;
  readonly reach: number;
  /** `reach` per cell, which add up to 1. */
  readonly weights: Float32Array;
}

/** The cells from `from` to `to`: a triangle as wide as two of them, and at least two pixels. */
function taps(from: number, to: number, length: number, side: number): Taps {
  const scale = (to - from) / side;
  const half = Math.max(1, scale);
  const reach = Math.ceil(2 * half) + 1;
  const first = new Int32Array(side);
  const weights = new Float32Array(side * reach);
  for (let cell = 0; cell < side; cell++) {
    const centre = Math.min(length - 1, Math.max(0, from + (cell + 0.5) * scale - 0.5));
    const start = (first[cell] = Math.max(0, Math.ceil(centre - half)));
    let total = 0;
    for (let k = 0; k < reach && start + k < length; k++) total += weights[cell * reach + k] = Math.max(0, 1 - Math.abs(start + k - centre) / half);
    for (let k = 0; k < reach; k++) weights[cell * reach + k]! /= total;
  }
  return { first, reach, weights };
}
