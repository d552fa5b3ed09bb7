// An encoder that has learned nothing: the start of a training from scratch.
import { type Architecture, isResidual, sizeOf, tensorShapes } from '../encoder/architecture.ts';
import type { EncoderWeights } from '../encoder/weights.ts';
import { normal, seedOf } from '../random.ts';

/** Weights that preserve the variance of activations (He et al. 2015, arXiv:1502.01852); biases of 0. They follow from `seed`. */
export function untrainedEncoder(architecture: Architecture, { input, seed }: { readonly input: number; readonly seed: number }): EncoderWeights {
  const tensors = new Map(tensorShapes(architecture).map(({ name, shape }, i) => {
    const values = new Float32Array(sizeOf(shape));
    if (name.endsWith('/kernel')) {
      const next = normal(seedOf(seed, i));
      const deviation = Math.sqrt(gain(architecture, name) / inputsOf(name, shape));
      for (let at = 0; at < values.length; at++) values[at] = next() * deviation;
    }
    return [name, values];
  }));
  return { name: 'kindred-encoder', version: `untrained-${seed}`, looks: 2, input, dim: architecture.head.filters, architecture, tensors, trained: {} };
}

/** Number of inputs of one output of a layer (fan-in). */
function inputsOf(name: string, shape: readonly number[]): number {
  return name.endsWith('/depthwise/kernel') ? shape[0]! * shape[1]! : sizeOf(shape.slice(0, -1));
}

/** A rectifier removes half of a layer's output. Where the input is added, the layer's gain is lower, so that the sum does not grow. */
function gain(architecture: Architecture, name: string): number {
  const [, block] = /^block(\d+)\/pointwise/.exec(name) ?? [];
  return block !== undefined && isResidual(architecture, Number(block)) ? 0.5 : 2;
}
