// Shrinks a picture that is coded as lightness and two differences of colour (YCbCr), of which the latter may be coarser, and then makes RGB of it.
import type { DecodedPixels } from './pixels.ts';

/** Samples of one kind, rows from the top. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  /** Samples from one row to the next. */
  readonly stride: number;
  /** Of a sample: its values are 0 to 2^bits − 1. */
  readonly bits: number;
  readonly samples: Uint8Array | Uint16Array;
}

/** As coded. The planes lie over each other, whatever the number of their samples. */
export interface Planes {
  readonly y: Plane;
  readonly cb: Plane;
  readonly cr: Plane;
  /** Matrix coefficients and range, as ITU-T H.273 numbers them. */
  readonly matrix: number;
  readonly fullRange: boolean;
}

/** What red and blue add to the lightness (H.273, table 4); 2 says nothing, which is read as 6. */
const WEIGHTS: Readonly<Record<number, readonly [red: number, blue: number]>> = {
  1: [0.2126, 0.0722], 2: [0.299, 0.114], 5: [0.299, 0.114], 6: [0.299, 0.114], 9: [0.2627, 0.0593]
};

export function isKnownMatrix(matrix: number): boolean {
  return matrix in WEIGHTS;
}

/**
 * A smaller picture: each of its pixels is the mean of the samples that lie there.
 * @param size at most the planes' own @throws {RangeError} for another matrix
 */
export function shrunkFromPlanes({ y, cb, cr, matrix, fullRange }: Planes, { columns, rows }: { readonly columns: number; readonly rows: number }): DecodedPixels {
  const weights = WEIGHTS[matrix];
  if (weights === undefined) throw new RangeError(`matrix coefficients: expected one of ${Object.keys(WEIGHTS).join(', ')}, got ${matrix}`);
  const [red, blue] = weights;
  const green = 1 - red - blue;
  // H.273, 8.3: values of 8 bits, on 16 to 235 and 16 to 240 unless they fill the range
  const [black, lightRange, colourRange] = fullRange ? [0, 255, 255] : [16, 219, 224];
  const [light, towardsBlue, towardsRed] = [y, cb, cr].map((plane) => rowsOf(plane, columns, rows)) as [RowOf, RowOf, RowOf]; // three
  const data = new Uint8ClampedArray(columns * rows * 3); // rounds, too
  for (let row = 0, at = 0; row < rows; row++) {
    const [lights, blues, reds] = [light(row), towardsBlue(row), towardsRed(row)];
    for (let column = 0; column < columns; column++, at += 3) {
      const lightness = (lights[column]! - black) / lightRange; // all are as long
      const [b, r] = [(blues[column]! - 128) / colourRange, (reds[column]! - 128) / colourRange];
      const [asRed, asBlue] = [lightness + 2 * (1 - red) * r, lightness + 2 * (1 - blue) * b];
      data[at] = 255 * asRed;
      data[at + 1] = (255 * (lightness - red * asRed - blue * asBlue)) / green;
      data[at + 2] = 255 * asBlue;
    }
  }
  return { width: columns, height: rows, channels: 3, data: new Uint8Array(data.buffer) };
}

/** A row of means, in values of 8 bits, until the next is asked for. */
type RowOf = (row: number) => Float64Array;

/** Means over equal parts of a plane. */
function rowsOf({ width, height, stride, bits, samples }: Plane, columns: number, rows: number): RowOf {
  const scale = 2 ** (8 - bits);
  const ends = Uint32Array.from({ length: columns }, (_, column) => endOf(column, columns, width));
  const means = new Float64Array(columns);
  return (row) => {
    const [first, end] = [endOf(row - 1, rows, height), endOf(row, rows, height)];
    means.fill(0);
    for (let line = first; line < end; line++) {
      const start = line * stride;
      for (let column = 0, at = 0; column < columns; column++) {
        let sum = 0;
        for (const stop = ends[column]!; at < stop; at++) sum += samples[start + at]!; // within
        means[column]! += sum;
      }
    }
    for (let column = 0, before = 0; column < columns; before = ends[column]!, column++) means[column]! *= scale / ((ends[column]! - before) * (end - first)); // likewise
    return means;
  };
}

/** Where one of so many equal parts of a length ends. */
const endOf = (part: number, parts: number, length: number): number => Math.floor(((part + 1) * length) / parts);
