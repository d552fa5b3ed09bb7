// Encoders with random weights for tests of backends: small ones of any shape.
import { type Architecture, sizeOf, tensorShapes } from '../../../src-shared/learning/encoder/architecture.ts';
import type { EncoderWeights } from '../../../src-shared/learning/encoder/weights.ts';
import { seeded } from '../../made-library.ts';

/** A stride, a residual block, an even and an odd map, and a stem that pads by three. */
export const SHAPES: readonly Architecture[] = [
  { stem: { kernel: 3, stride: 2, filters: 8 }, blocks: [{ filters: 8, stride: 1 }, { filters: 12, stride: 2 }, { filters: 12, stride: 1 }], head: { filters: 7 } },
  { stem: { kernel: 7, stride: 4, filters: 6 }, blocks: [{ filters: 10, stride: 2 }, { filters: 1, stride: 1 }, { filters: 5, stride: 2 }], head: { filters: 16 } },
  { stem: { kernel: 5, stride: 3, filters: 4 }, blocks: [], head: { filters: 3 } }
];

/** Weights that keep the size of what passes through; the biases are as large. */
export function madeEncoder(architecture: Architecture, { seed = 1, input = 128 }: { readonly seed?: number; readonly input?: number } = {}): EncoderWeights {
  const random = seeded(seed);
  const tensors = new Map(tensorShapes(architecture).map(({ name, shape }) => {
    const inputs = name.endsWith('depthwise/kernel') ? 9 : sizeOf(shape.slice(0, -1));
    const scale = name.endsWith('kernel') ? Math.sqrt(24 / inputs) : 0.5;
    return [name, Float32Array.from({ length: sizeOf(shape) }, () => scale * (random() - 0.5))];
  }));
  return { name: 'made', version: `made-${seed}`, looks: 1, input, dim: architecture.head.filters, architecture, tensors, trained: {} };
}
