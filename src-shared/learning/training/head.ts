// The encoder's last layer, from features to embedding, fitted in closed form to unlabelled photos after training. The mean of rectified
// maps puts all photos in a narrow cone, where angles say little; principal axes, partly whitened, open it up (Jégou and Chum 2012).
// A few photos do not determine the axes well: those of the previous layer count as much as a number of photos (a shrunk
// covariance: Ledoit and Wolf 2004, "A well-conditioned estimator for large-dimensional covariance matrices").
import { principalSpread } from '../metric/principal.ts';

export interface Head {
  /** [features, dim], row-major. */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

export interface HeadOptions {
  /** A head of the same features made by `fitHead`, like every head that the app ships. */
  readonly before?: Head;
  /** Number of photos the previous axes count for; with 0 they are ignored. */
  readonly trust?: number;
}

// the power of the whitening and the smallest deviation, as for the shipped weights (resources/encoder/pretraining/head.py)
const power = 0.5;
const leastDeviation = 1e-3;
const rounds = 12;

/** The head for `features` (count × width, row-major), or `null` if they and the previous head are too few to find `dim` axes. */
export function fitHead(features: Float32Array, width: number, dim: number, { before, trust = 0 }: HeadOptions = {}): Head | null {
  const old = before && trust > 0 ? spreadOf(before, features, width, dim, trust) : new Float32Array(0);
  const count = features.length / width;
  if (count < 2 || count + old.length / width < 1.5 * dim) return null;
  const rows = new Float32Array(features.length + old.length);
  rows.set(features);
  rows.set(old, features.length);
  const spread = principalSpread(rows, width, Uint32Array.from({ length: rows.length / width }, (_, i) => i), dim, rounds);
  const { mean, directions } = spread;
  // the rows of the previous head are 2·dim, and count for `trust`
  const variances = spread.variances.map((variance) => (variance * rows.length) / width / (count + (old.length > 0 ? trust : 0)));
  const widest = Math.sqrt(variances[0] ?? 0);
  if (!(widest > 0) || variances.length < dim) return null;
  const kernel = new Float32Array(width * dim);
  const bias = new Float32Array(dim);
  for (let axis = 0; axis < dim; axis++) {
    const deviation = Math.max(leastDeviation, Math.sqrt(Math.max(0, variances[axis]!)) / widest);
    const scale = 1 / (widest * deviation ** power);
    let offset = 0;
    for (let i = 0; i < width; i++) {
      const value = directions[axis * width + i]! * scale;
      kernel[i * dim + axis] = value;
      offset += value * mean[i]!;
    }
    bias[axis] = -offset;
  }
  return { kernel, bias };
}

/**
 * Rows, 2·dim × width, with the spread of the photos a head was fitted to, around the mean of `features`, that weigh as much as
 * `trust` photos. A column of its kernel is an axis divided by √(largest · deviation along it), which determines both.
 */
function spreadOf({ kernel }: Head, features: Float32Array, width: number, dim: number, trust: number): Float32Array {
  const count = features.length / width;
  const mean = new Float64Array(width);
  for (let at = 0; at < features.length; at++) mean[at % width]! += features[at]! / count;
  const lengths = Float64Array.from({ length: dim }, (_, axis) => {
    let squares = 0;
    for (let i = 0; i < width; i++) squares += kernel[i * dim + axis]! ** 2;
    return Math.sqrt(squares);
  });
  // the deviation along the first axis is the largest
  const widest = 1 / lengths[0]!;
  const rows = new Float32Array(2 * dim * width);
  for (let axis = 0; axis < dim; axis++) {
    const deviation = 1 / (widest * lengths[axis]! ** 2);
    // a pair of rows on either side: their variance along the axis is deviation² · trust photos
    const step = (deviation * Math.sqrt(trust / 2)) / lengths[axis]!;
    for (let i = 0; i < width; i++) {
      const away = kernel[i * dim + axis]! * step;
      rows[axis * 2 * width + i] = mean[i]! + away;
      rows[(axis * 2 + 1) * width + i] = mean[i]! - away;
    }
  }
  return rows;
}
