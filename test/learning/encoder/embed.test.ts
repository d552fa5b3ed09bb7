import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src-main/compute/wasm-backend.ts';
import { type Architecture, isResidual, sizeOf, tensorShapes } from '../../../src-shared/learning/encoder/architecture.ts';
import { embedPixels, toUnit, uploadTensors } from '../../../src-shared/learning/encoder/embed.ts';
import { normaliseRows } from '../../../src-shared/learning/encoder/normalise.ts';
import { type EncoderWeights, parseWeights } from '../../../src-shared/learning/encoder/weights.ts';
import { makePictures, readBytes, readReference, relativeError } from './reference.ts';

/** A map of [side, side, channels] and the plain loops that a convolution is. */
interface Plane { readonly side: number; readonly channels: number; readonly values: Float32Array }

function convolve(x: Plane, kernel: Float32Array, bias: Float32Array, size: number, stride: number, depthwise: boolean): Plane {
  const pad = (size - 1) / 2;
  const side = Math.floor((x.side + 2 * pad - size) / stride) + 1;
  const channels = bias.length;
  const values = new Float32Array(side * side * channels);
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++)
      for (let out = 0; out < channels; out++) {
        let sum = bias[out]!;
        for (let dy = 0; dy < size; dy++)
          for (let dx = 0; dx < size; dx++) {
            const y = row * stride + dy - pad;
            const z = column * stride + dx - pad;
            if (y < 0 || z < 0 || y >= x.side || z >= x.side) continue;
            for (let c = depthwise ? out : 0; c < (depthwise ? out + 1 : x.channels); c++) {
              const at = depthwise ? (dy * size + dx) * channels + out : ((dy * size + dx) * x.channels + c) * channels + out;
              sum += x.values[(y * x.side + z) * x.channels + c]! * kernel[at]!;
            }
          }
        values[(row * side + column) * channels + out] = sum;
      }
  return { side, channels, values };
}

const relu = (x: Plane): Plane => ({ ...x, values: x.values.map((value) => Math.max(0, value)) });

function embedByLoops(pixels: Uint8Array, { input, architecture, tensors, dim }: EncoderWeights): Float32Array {
  const named = (name: string): Float32Array => tensors.get(name)!;
  const layer = (x: Plane, name: string, size: number, stride: number, depthwise = false): Plane =>
    convolve(x, named(`${name}/kernel`), named(`${name}/bias`), size, stride, depthwise);
  let x = relu(layer({ side: input, channels: 3, values: toUnit(pixels) }, 'stem', architecture.stem.kernel, architecture.stem.stride));
  architecture.blocks.forEach(({ stride }, i) => {
    const before = x;
    x = layer(relu(layer(x, `block${i}/depthwise`, 3, stride, true)), `block${i}/pointwise`, 1, 1);
    if (isResidual(architecture, i)) x = { ...x, values: x.values.map((value, k) => value + before.values[k]!) };
    x = relu(x);
  });
  const embedding = Float32Array.from(named('head/bias'));
  for (let c = 0; c < x.channels; c++) {
    let sum = 0;
    for (let i = c; i < x.values.length; i += x.channels) sum += x.values[i]!;
    for (let k = 0; k < dim; k++) embedding[k]! += (sum / x.side ** 2) * named('head/kernel')[c * dim + k]!;
  }
  return normaliseRows(embedding, dim);
}

function makeWeights(architecture: Architecture, input: number): EncoderWeights {
  let state = 1;
  const next = (): number => ((state = (state * 48271) % 2147483647) / 2147483647) * 2 - 1;
  const tensors = new Map(tensorShapes(architecture).map(({ name, shape }) => [name, Float32Array.from({ length: sizeOf(shape) }, next)]));
  return { name: 'made', version: 'made', looks: 1, input, dim: architecture.head.filters, architecture, tensors, trained: {} };
}

const odd = makeWeights({
  stem: { kernel: 5, stride: 2, filters: 3 },
  blocks: [{ filters: 4, stride: 1 }, { filters: 4, stride: 1 }, { filters: 5, stride: 2 }, { filters: 5, stride: 1 }],
  head: { filters: 6 }
}, 17);
const tiny = parseWeights(readBytes('fixtures/tiny.bin'));

describe.each(['cpu', 'wasm'] as const)('embedding on %s', (backend) => {
  beforeAll(async () => {
    if (backend === 'wasm') await startWasm();
    else await tf.setBackend('cpu');
  });

  it('equals plain loops, also at an odd side', async () => {
    const tensors = uploadTensors(odd);
    const pixels = makePictures(2, 17);
    const size = 17 * 17 * 3;
    const expected = [...embedByLoops(pixels.subarray(0, size), odd), ...embedByLoops(pixels.subarray(size), odd)];
    expect(relativeError(await embedPixels(pixels, tensors, odd), expected)).toBeLessThan(1e-4);
    tf.dispose(tensors);
  });

  it('equals PyTorch', async () => {
    const tensors = uploadTensors(tiny);
    const { embeddings } = readReference('tiny');
    expect(relativeError(await embedPixels(makePictures(2), tensors, tiny), embeddings)).toBeLessThan(1e-4);
    tf.dispose(tensors);
  });

  it('gives each photo the same embedding in any batch', async () => {
    const tensors = uploadTensors(tiny);
    const pixels = makePictures(19);
    const all = await embedPixels(pixels, tensors, tiny);
    const last = await embedPixels(pixels.subarray(18 * 49152), tensors, tiny);
    expect(relativeError(all.subarray(18 * 5), last)).toBeLessThan(1e-5);
    for (let row = 0; row < 19; row++) expect(Math.hypot(...all.subarray(row * 5, row * 5 + 5))).toBeCloseTo(1, 5);
    tf.dispose(tensors);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const tensors = uploadTensors(tiny);
    const uploaded = tf.memory().numTensors;
    await embedPixels(makePictures(3), tensors, tiny);
    await expect(embedPixels(new Uint8Array(100), tensors, tiny)).rejects.toThrow(
      new RangeError('pixels: expected a multiple of 128×128×3 = 49152 values, got 100')
    );
    expect(tf.memory().numTensors).toBe(uploaded);
    tf.dispose(tensors);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the shipped encoder', () => {
  const shipped = parseWeights(readBytes('../../../resources/encoder/encoder.bin'));

  it('equals PyTorch on wasm', async () => {
    await startWasm();
    const { version, embeddings } = readReference('encoder');
    expect(shipped.version).toBe(version);
    const tensors = uploadTensors(shipped);
    expect(relativeError(await embedPixels(makePictures(2), tensors, shipped), embeddings)).toBeLessThan(1e-3);
    tf.dispose(tensors);
  });

  it('has at most four million parameters', () => {
    const values = [...shipped.tensors.values()].reduce((sum, { length }) => sum + length, 0);
    expect(values).toBeLessThanOrEqual(4_000_000);
  });
});

describe('normalising rows', () => {
  it('scales to length 1 and leaves a row of zeros', () => {
    expect([...normaliseRows(Float32Array.of(3, 4, 0, 0, 0, -2), 2)]).toEqual([0.6, 0.8, 0, 0, 0, -1].map(Math.fround));
  });
});
