import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../src-main/compute/wasm-backend.ts';
import { registerWasmKernels } from '../../src-shared/learning/backends/wasm-kernels.ts';
import '../../src-shared/learning/gradients.ts';

type Compute = (...inputs: tf.Tensor[]) => tf.Tensor;

/** A function, the shapes of what it takes, and how its values are to be drawn. */
interface Case {
  readonly compute: Compute;
  readonly shapes: readonly (readonly number[])[];
  readonly low?: number;
  readonly high?: number;
}

const one = (compute: Compute, low?: number, high?: number): Case => ({ compute, shapes: [[2, 3]], ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) });
const two = (compute: Compute, a: number[] = [2, 3], b: number[] = [2, 3], low?: number): Case => ({ compute, shapes: [a, b], ...(low === undefined ? {} : { low }) });
const of = (compute: Compute, ...shapes: number[][]): Case => ({ compute, shapes });

const cases: Record<string, Case> = {
  abs: one((x) => tf.abs(x)),
  cos: one((x) => tf.cos(x)),
  sin: one((x) => tf.sin(x)),
  log: one((x) => tf.log(x), 0.5, 2),
  log1p: one((x) => tf.log1p(x), 0.5, 2),
  neg: one((x) => tf.neg(x)),
  relu: one((x) => tf.relu(x)),
  relu6: one((x) => tf.relu6(tf.mul(x, 8))),
  'leaky relu': one((x) => tf.leakyRelu(x, 0.3)),
  softplus: one((x) => tf.softplus(x)),
  square: one((x) => tf.square(x)),
  clip: one((x) => tf.clipByValue(x, -0.6, 0.5)),
  exp: one((x) => tf.exp(x)),
  expm1: one((x) => tf.expm1(x)),
  reciprocal: one((x) => tf.reciprocal(x), 0.5, 2),
  rsqrt: one((x) => tf.rsqrt(x), 0.5, 2),
  sqrt: one((x) => tf.sqrt(x), 0.5, 2),
  sigmoid: one((x) => tf.sigmoid(x)),
  tanh: one((x) => tf.tanh(x)),
  softmax: one((x) => tf.square(tf.softmax(x))),
  'log softmax': one((x) => tf.square(tf.logSoftmax(x))),
  'log of sums of exponentials': one((x) => tf.logSumExp(x, 1)),
  add: two((a, b) => tf.add(a, b), [2, 3], [3]),
  'add to itself': one((x) => tf.square(tf.add(x, x))),
  'add many': two((a, b) => tf.square(tf.addN([a, b, a]))),
  sub: two((a, b) => tf.sub(a, b), [2, 1], [2, 3]),
  mul: two((a, b) => tf.mul(a, b), [2, 3], []),
  div: two((a, b) => tf.div(a, b), [2, 1], [2, 3], 0.5),
  'squared difference': two((a, b) => tf.squaredDifference(a, b), [1, 3], [2, 1]),
  maximum: two((a, b) => tf.maximum(a, b), [2, 3], [3]),
  minimum: two((a, b) => tf.minimum(a, b), [2, 3], [2, 1]),
  pow: two((a, b) => tf.pow(a, b), [2, 3], [3], 0.5),
  where: two((a, b) => tf.where(tf.greater(a, 0), tf.square(a), b), [2, 3], [2, 3]),
  sum: one((x) => tf.square(tf.sum(x, 1))),
  'sum, keeping axes': of((x) => tf.square(tf.sum(x, [0, 2], true)), [2, 3, 4]),
  'sum of all': one((x) => tf.square(tf.sum(x))),
  mean: of((x) => tf.square(tf.mean(x, [1, 2])), [2, 3, 4, 2]),
  max: one((x) => tf.square(tf.max(x, 1))),
  'max of all': one((x) => tf.square(tf.max(x))),
  min: one((x) => tf.square(tf.min(x, 0, true))),
  reshape: one((x) => tf.mul(tf.reshape(x, [3, 2]), [[1, 2], [3, 4], [5, 6]])),
  'expand and squeeze': one((x) => tf.squeeze(tf.mul(tf.expandDims(x, 1), tf.expandDims(x, 0)), [])),
  cast: one((x) => tf.square(tf.cast(x, 'float32'))),
  transpose: of((x) => tf.square(tf.mul(tf.transpose(x, [2, 0, 1]), tf.reshape(tf.range(0, 2.4, 0.1), [4, 2, 3]))), [2, 3, 4]),
  reverse: one((x) => tf.mul(tf.reverse(x, -1), [1, 2, 3])),
  slice: of((x) => tf.square(tf.slice(x, [1, 0], [2, -1])), [4, 2]),
  pad: one((x) => tf.square(tf.pad(x, [[1, 0], [0, 2]], 3))),
  tile: one((x) => tf.mul(tf.tile(x, [2, 3]), tf.reshape(tf.range(0, 36), [4, 9]))),
  broadcast: of((x) => tf.square(tf.mul(tf.broadcastTo(x, [3, 4]), tf.reshape(tf.range(0, 1.2, 0.1), [3, 4]))), [3, 1]),
  concat: two((a, b) => tf.mul(tf.concat([a, b], -1), [1, 2, 3, 4, 5]), [2, 3], [2, 2]),
  stack: two((a, b) => tf.mul(tf.stack([a, b], 1), tf.reshape(tf.range(0, 12), [2, 2, 3]))),
  split: of((x) => tf.mul(tf.split(x, [1, 3], 1)[1]!, [1, 2, 3]), [2, 4]),
  unstack: of((x) => tf.mul(tf.unstack(x, 1)[2]!, tf.unstack(x, 1)[0]!), [2, 3]),
  'gather, some rows twice': of((x) => tf.mul(tf.gather(x, tf.tensor1d([2, 0, 2, 2], 'int32')), [[1], [2], [3], [4]]), [3, 2]),
  dot: two((a, b) => tf.dot(a, b), [4], [4]),
  'gather a table of rows': of((x) => tf.square(tf.gather(x, tf.tensor2d([[2, 0], [2, 1]], [2, 2], 'int32'))), [3, 2]),
  'mat mul in batches': two((a, b) => tf.square(tf.matMul(a, b)), [2, 3, 4], [2, 4, 2]),
  'mat mul, one matrix for all': two((a, b) => tf.square(tf.matMul(a, b)), [2, 3, 4], [1, 4, 2]),
  convolution: two((x, k) => tf.square(tf.conv2d(x as tf.Tensor4D, k as tf.Tensor4D, 2, 'same')), [1, 4, 4, 2], [3, 3, 2, 2]),
  'depthwise convolution': two((x, k) => tf.square(tf.depthwiseConv2d(x as tf.Tensor4D, k as tf.Tensor4D, 1, 'same')), [1, 4, 4, 2], [3, 3, 2, 1]),
  'mean of windows': of((x) => tf.square(tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid')), [1, 4, 4, 2]),
  'largest of windows': of((x) => tf.square(tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid')), [1, 4, 4, 2])
};
for (const [turnA, turnB] of [[false, false], [false, true], [true, false], [true, true]] as const) {
  cases[`mat mul, turned ${turnA} and ${turnB}`] = two((a, b) => tf.square(tf.matMul(a, b, turnA, turnB)), turnA ? [4, 2] : [2, 4], turnB ? [3, 4] : [4, 3]);
}

beforeAll(async () => {
  await startWasm();
  registerWasmKernels();
});

// values lie 0.07 or more apart, so that a difference of 0.01 jumps over no corner
function draw({ shapes, low = -1.5, high = 1.5 }: Case): Float32Array[] {
  const sizes = shapes.map((shape) => shape.reduce((product, side) => product * side, 1));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let next = 0;
  return sizes.map((size) => Float32Array.from({ length: size }, () => low + ((high - low) * (((next++ * 7) % total) + 0.37)) / total));
}

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  it.each(Object.keys(cases))('the gradient of %s is what small differences say', async (name) => {
    await tf.setBackend(backend);
    const made = cases[name]!;
    const { compute, shapes } = made;
    const values = draw(made);
    const before = tf.memory().numTensors;
    const total = (all: readonly Float32Array[]): number =>
      tf.tidy(() => tf.sum(tf.sin(compute(...all.map((v, i) => tf.tensor(v, [...shapes[i]!]))))).dataSync()[0]!);
    const gradients = tf.tidy(() =>
      tf.grads((...inputs: tf.Tensor[]) => tf.sum(tf.sin(compute(...inputs))))(values.map((v, i) => tf.tensor(v, [...shapes[i]!]))).map((g) => g.dataSync<'float32'>().slice())
    );
    expect(tf.memory().numTensors).toBe(before);
    const step = 0.01;
    for (const [i, gradient] of gradients.entries()) {
      for (let k = 0; k < gradient.length; k++) {
        const moved = (by: number): number => total(values.map((v, j) => (j === i ? v.map((value, l) => (l === k ? value + by : value)) : v)));
        // five points, so that steep functions are right too
        const slope = (8 * (moved(step) - moved(-step)) - (moved(2 * step) - moved(-2 * step))) / (12 * step);
        expect(Math.abs(gradient[k]! - slope), `input ${i}, value ${k}: ${gradient[k]!} against ${slope}`).toBeLessThan(2e-3 * (1 + Math.abs(slope)));
      }
    }
  });
});

describe('gradients', () => {
  it('are nothing where a value jumps', () => {
    const constants: Compute[] = [(x) => tf.sign(x), (x) => tf.floor(x), (x) => tf.cast(tf.greater(x, 0.2), 'float32'), (x) => tf.cast(tf.logicalNot(tf.less(x, 0)), 'float32')];
    tf.tidy(() => {
      for (const compute of constants) expect([...tf.grad((x: tf.Tensor) => compute(x))(tf.tensor1d([-1.2, 0.5])).dataSync()]).toEqual([0, 0]);
    });
  });

  it('of the largest are shared among equals', () => {
    tf.tidy(() => {
      const gradient = tf.grad((x: tf.Tensor) => tf.max(x));
      expect([...gradient(tf.tensor1d([2, 1, 2])).dataSync()]).toEqual([0.5, 0, 0.5]);
    });
  });

  it('say where they know none', () => {
    expect(() => tf.tidy(() => tf.grad((x: tf.Tensor) => tf.gather(x, tf.tensor1d([0], 'int32'), 1))(tf.zeros([2, 2])))).toThrow('expected rows');
  });
});
