// Lays out the points of a chart. Numbers in, an SVG path out; draws nothing.

import type { TrainPoint } from '../../src-shared/contract.ts';

export interface ChartSize {
  /** Size of the drawing, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Seconds covered by the width. */
  readonly seconds: number;
}

export interface ChartLine {
  /** The `d` of a path through all points; empty for fewer than two. */
  readonly path: string;
  /** Position of each point, in pixels. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Values at the bottom and the top. */
  readonly from: number;
  readonly to: number;
}

/** Places points from left to right over the whole time, and from bottom to top over the range of values, which is at least `span`. */
export function layLine(points: readonly TrainPoint[], { width, height, seconds }: ChartSize, span: number): ChartLine {
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const missing = values.length === 0 ? 0 : Math.max(0, span - (high - low)) / 2;
  const [from, to] = values.length === 0 ? [0, 1] : [low - missing, high + missing];
  const end = Math.max(seconds, points.at(-1)?.at ?? 0, 1e-9);
  const laid = points.map(({ at, value }) => ({ x: (at / end) * width, y: height - ((value - from) / (to - from)) * height }));
  const path = laid.length < 2 ? '' : laid.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
  return { path, points: laid, from, to };
}
