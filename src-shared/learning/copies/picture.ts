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
  readonly blue: Float32Array;
  readonly red: Float32Array;
}

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

/** The part of `picture` within `frame`, turned, as a square: means over its cells, interpolated where the part has fewer pixels. */
export function squareOf(picture: Picture, frame: Frame, side: number, turn: Turn): Square {
  const columns = taps(frame.left * picture.width, frame.right * picture.width, picture.width, side);
  const rows = taps(frame.top * picture.height, frame.bottom * picture.height, picture.height, side);
  const plane = (values: ArrayLike<number>): Float32Array => {
    const top = rows[0]!.first;
    const last = rows[side - 1]!;
    const lines = new Float32Array((last.first + last.weights.length - top) * side);
    for (let v = 0, at = 0; at < lines.length; v++) {
      const start = (top + v) * picture.width;
      for (let x = 0; x < side; x++, at++) {
        const { first, weights } = columns[x]!;
        let sum = 0;
        for (let u = 0; u < weights.length; u++) sum += values[start + first + u]! * weights[u]!;
        lines[at] = sum;
      }
    }
    const out = new Float32Array(side * side);
    for (let y = 0; y < side; y++) {
      const { first, weights } = rows[y]!;
      for (let v = 0; v < weights.length; v++) {
        const weight = weights[v]!;
        for (let x = 0, at = (first - top + v) * side; x < side; x++, at++) out[y * side + x]! += lines[at]! * weight;
      }
    }
    return turnGrid(out, side, turn);
  };
  return { side, light: plane(picture.light), blue: plane(picture.blue), red: plane(picture.red) };
}

interface Taps {
  readonly first: number;
  /** Of the pixels from `first` on; they add up to 1. */
  readonly weights: Float32Array;
}

/** How the pixels of a line contribute to each of `side` cells from `from` to `to`: a triangle as wide as a cell, and at least a pixel. */
function taps(from: number, to: number, length: number, side: number): readonly Taps[] {
  const scale = (to - from) / side;
  const reach = Math.max(1, scale);
  return Array.from({ length: side }, (_, cell) => {
    const centre = from + (cell + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.min(length - 1, Math.ceil(centre - reach)));
    const last = Math.max(first, Math.min(length - 1, Math.floor(centre + reach)));
    const weights = Float32Array.from({ length: last - first + 1 }, (_each, k) => Math.max(1e-6, 1 - Math.abs(first + k - centre) / reach));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return { first, weights: weights.map((weight) => weight / total) };
  });
}
