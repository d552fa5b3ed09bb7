import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWasm } from '../../../src-main/compute/wasm-backend.ts';
import { registerWasmKernels } from '../../../src-shared/learning/backends/wasm-kernels.ts';
import { relativeError } from '../encoder/reference.ts';

const shapes = [
  { side: 8, inputs: 5, outputs: 7, kernel: 1, stride: 1, pad: 0 },
  { side: 7, inputs: 6, outputs: 3, kernel: 1, stride: 2, pad: 0 },
  { side: 9, inputs: 3, outputs: 4, kernel: 3, stride: 1, pad: 1 },
  { side: 9, inputs: 3, outputs: 4, kernel: 3, stride: 2, pad: 1 },
  { side: 10, inputs: 4, outputs: 4, kernel: 3, stride: 2, pad: 1 },
  { side: 10, inputs: 4, outputs: 2, kernel: 3, stride: 1, pad: 0 },
  { side: 16, inputs: 3, outputs: 5, kernel: 7, stride: 4, pad: 3 },
  { side: 13, inputs: 2, outputs: 3, kernel: 5, stride: 3, pad: 2 },
  { side: 1, inputs: 3, outputs: 3, kernel: 3, stride: 1, pad: 1 },
  { side: 2, inputs: 3, outputs: 3, kernel: 3, stride: 2, pad: 1 },
  { side: 6, inputs: 3, outputs: 3, kernel: 3, stride: 2, pad: 'same' },
  { side: 6, inputs: 3, outputs: 3, kernel: 4, stride: 1, pad: 'same' }
] as const;

/** What `compute` gives on a backend, and how many tensors it leaves. */
function on(backend: string, compute: () => tf.Tensor): { values: Float32Array; shape: number[]; left: number } {
  if (tf.getBackend() !== backend) throw new Error(`expected ${backend}`);
  const before = tf.memory().numTensors;
  const tensor = tf.tidy(compute);
  const result = { values: tensor.dataSync<'float32'>().slice(), shape: tensor.shape };
  tensor.dispose();
  return { ...result, left: tf.memory().numTensors - before };
}

async function compare(compute: () => tf.Tensor): Promise<void> {
  await tf.setBackend('cpu');
  const expected = on('cpu', compute);
  await tf.setBackend('wasm');
  const got = on('wasm', compute);
  expect(got.shape).toEqual(expected.shape);
  expect(relativeError(got.values, expected.values)).toBeLessThan(1e-5);
  expect(got.left).toBe(0);
}

const made = (shape: number[], seed: number): tf.Tensor => tf.randomNormal(shape, 0, 1, 'float32', seed);
const run = (kernel: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap): tf.Tensor => tf.engine().runKernel<tf.Tensor>(kernel, inputs, attrs);

beforeAll(async () => {
  await startWasm();
  registerWasmKernels();
  registerWasmKernels();
});

describe.each(shapes)('the gradients of a convolution of $kernel×$kernel by $stride, padded $pad, on $side×$side', (shape) => {
  const { side, inputs, outputs, kernel, stride, pad } = shape;
  const attrs = { strides: [stride, stride], pad, dataFormat: 'NHWC', dilations: [1, 1] };
  const info = tf.backend_util.computeConv2DInfo([3, side, side, inputs], [kernel, kernel, inputs, outputs], stride, 1, pad);
  const inputShape = [3, side, side, inputs];
  const dyOf = (channels: number): tf.Tensor => made([3, info.outHeight, info.outWidth, channels], 1);
  const whole = [kernel, kernel, inputs, outputs];
  const each = [kernel, kernel, inputs, 1];

  it('equal those of the cpu backend by input and kernel', async () => {
    await compare(() => run('Conv2DBackpropInput', { dy: dyOf(outputs), filter: made(whole, 2) }, { ...attrs, inputShape }));
    await compare(() => run('Conv2DBackpropFilter', { x: made(inputShape, 3), dy: dyOf(outputs) }, { ...attrs, filterShape: whole }));
  });

  it('equal those of the cpu backend where it is depthwise', async () => {
    await compare(() => run('DepthwiseConv2dNativeBackpropInput', { dy: dyOf(inputs), filter: made(each, 2) }, { ...attrs, inputShape }));
    await compare(() => run('DepthwiseConv2dNativeBackpropFilter', { x: made(inputShape, 3), dy: dyOf(inputs) }, { ...attrs, filterShape: each }));
  });
});

describe('the replaced kernels', () => {
  it.each([[false, false], [false, true], [true, false], [true, true]])('multiply matrices, turned %s and %s', async (turnA, turnB) => {
    const a = (...batch: number[]): tf.Tensor => made([...batch, ...(turnA ? [5, 3] : [3, 5])], 1);
    const b = (...batch: number[]): tf.Tensor => made([...batch, ...(turnB ? [4, 5] : [5, 4])], 2);
    await compare(() => tf.matMul(a(), b(), turnA, turnB));
    await compare(() => tf.matMul(a(2), b(2), turnA, turnB));
    await compare(() => tf.matMul(a(2), b(1), turnA, turnB));
  });

  it.each<[number[], number[] | number | undefined, boolean]>([
    [[7, 5], 0, false], [[7, 5], 0, true], [[4, 3, 2, 6], [0, 1, 2], false], [[4, 3, 2, 6], [2, 0, 1], true], [[4, 3, 2], 1, false],
    [[4, 3, 2], -3, false], [[1, 6], 0, false], [[9], 0, false], [[5, 4], undefined, false], [[3000, 3], 0, false], [[3, 4, 1], [0, 1], true]
  ])('sum %j over %j', async (shape, axes, keep) => {
    await compare(() => tf.sum(made(shape, 1), axes, keep));
  });

  it.each<[number[], number[], number[]]>([
    [[9], [3], [4]], [[9], [3], [-1]], [[4, 3], [1, 0], [2, 3]], [[4, 3], [1, 1], [1, 2]], [[4, 3], [1, 1], [2, 2]], [[2, 3, 4], [1, 0, 0], [1, -1, -1]]
  ])('slice %j from %j by %j', async (shape, begin, size) => {
    await compare(() => tf.add(tf.slice(made(shape, 1), begin, size), 1));
  });

  it('copy without copying, and keep the numbers until the last copy is gone', async () => {
    await tf.setBackend('wasm');
    const { numTensors, numDataBuffers } = tf.memory();
    const x = tf.tensor1d([1, 2, 3]);
    const [copy, other] = [tf.clone(x), tf.clone(x)];
    expect(tf.memory()).toMatchObject({ numTensors: numTensors + 3, numDataBuffers: numDataBuffers + 1 });
    tf.dispose([x, other]);
    expect([...copy.dataSync()]).toEqual([1, 2, 3]);
    expect([...tf.tidy(() => tf.add(copy, 1)).dataSync()]).toEqual([2, 3, 4]);
    copy.dispose();
    await compare(() => tf.cast(tf.clone(tf.tensor1d([true, false], 'bool')), 'float32'));
  });

  it('sum whole numbers as whole numbers', async () => {
    await compare(() => tf.cast(tf.sum(tf.tensor2d([1, 2, 3, 4], [2, 2], 'int32'), 0), 'float32'));
  });

  it('say what they cannot do', () => {
    const inputs = { x: tf.zeros([1, 4, 4, 2]), dy: tf.zeros([1, 4, 4, 2]) };
    const attrs = { strides: 1, pad: 'same', filterShape: [3, 3, 2, 2] };
    expect(() => run('Conv2DBackpropFilter', inputs, { ...attrs, dataFormat: 'NCHW' })).toThrow('expected NHWC, got NCHW');
    expect(() => run('Conv2DBackpropFilter', inputs, { ...attrs, dilations: [2, 2] })).toThrow('expected no dilation, got 2,2');
    expect(() => run('DepthwiseConv2dNativeBackpropFilter', inputs, attrs)).toThrow('expected one filter a channel, got 2');
    tf.dispose(inputs);
  });
});
