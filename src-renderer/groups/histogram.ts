// Lays out the bars of a histogram. Numbers in, rectangles out; draws nothing.

export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** One bar for each count, side by side over the width with a pixel between; the fullest is as high as the drawing, and any pair shows. */
export function layHistogram(counts: ArrayLike<number>, { width, height }: { readonly width: number; readonly height: number }): Bar[] {
  const most = Math.max(1, ...Array.from(counts));
  const each = width / counts.length;
  return Array.from(counts, (count, bin) => ({ x: bin * each, width: Math.max(1, each - 1), height: count === 0 ? 0 : Math.max(1, (count / most) * height) }));
}

/** How many of the ascending `values` are at most `limit`. */
export function within(values: ArrayLike<number>, limit: number): number {
  let count = 0;
  while (count < values.length && values[count]! <= limit) count++;
  return count;
}
