// What the decoders beside sharp return.

export interface DecodedPixels {
  readonly width: number;
  readonly height: number;
  /** Rows from the top, upright, RGB or RGBA in the photo's own colour space. */
  readonly data: Uint8Array<ArrayBuffer>;
  readonly channels: 3 | 4;
}

/** Pixels as a decoder holds them. */
export interface HeldPixels {
  readonly width: number;
  readonly height: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
  readonly channels: 3 | 4;
  readonly pixels: Uint8Array;
}

/**
 * A copy, in which the mean of `factor` × `factor` pixels is one; rows and columns that are left over at the end belong to the last.
 * @param factor 1 or less: as it is
 */
export function shrunk({ width, height, stride, channels, pixels }: HeldPixels, factor: number): DecodedPixels {
  const by = Math.max(1, Math.min(factor, width, height));
  const [columns, rows] = [Math.floor(width / by), Math.floor(height / by)];
  const data = new Uint8Array(columns * rows * channels);
  if (by === 1) {
    for (let y = 0; y < height; y++) data.set(pixels.subarray(y * stride, y * stride + width * channels), y * width * channels);
    return { width, height, data, channels };
  }
  const sums = new Float64Array(columns * channels);
  for (let row = 0, y = 0; row < rows; row++) {
    sums.fill(0);
    const from = y;
    for (const end = row === rows - 1 ? height : y + by; y < end; y++) addRow(sums, pixels.subarray(y * stride, y * stride + width * channels), { by, columns, channels });
    for (let column = 0; column < columns; column++) {
      const counted = (y - from) * (column === columns - 1 ? width - column * by : by);
      for (let channel = 0, at = column * channels; channel < channels; channel++, at++) data[row * columns * channels + at] = Math.round(sums[at]! / counted);
    }
  }
  return { width: columns, height: rows, data, channels };
}

/** Adds the pixels of a row to the sums of their columns. */
function addRow(sums: Float64Array, row: Uint8Array, { by, columns, channels }: { readonly by: number; readonly columns: number; readonly channels: number }): void {
  const last = (columns - 1) * channels;
  for (let at = 0, left = by, to = 0; at < row.length; at += channels) {
    for (let channel = 0; channel < channels; channel++) sums[to + channel]! += row[at + channel]!;
    if (--left === 0 && to < last) [to, left] = [to + channels, by];
  }
}
