// The encoder's last layer, from features to embedding: in closed form from photos nobody labelled, after training. A mean of rectified
// maps puts all photos into one narrow cone, where angles say little; principal axes, partly whitened, open it up (Jégou and Chum 2012).
import { principalSpread } from '../metric/principal.ts';

export interface Head {
  /** [features, dim], row-major. */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

// the power of the whitening and the least deviation, as for the shipped weights (resources/encoder/pretraining/head.py)
const power = 0.5;
const leastDeviation = 1e-3;

/** The head for `features` (count × width, row-major), or `null` where there are fewer than 1.5·dim rows to find `dim` axes from. */
export function fitHead(features: Float32Array, width: number, dim: number): Head | null {
  const count = features.length / width;
  if (count < 1.5 * dim) return null;
  const { mean, directions, variances } = principalSpread(features, width, Uint32Array.from({ length: count }, (_, i) => i), dim, 12);
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
