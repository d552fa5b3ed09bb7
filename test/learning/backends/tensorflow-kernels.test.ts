import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, expect, it } from 'vitest';
import { registerTensorflowKernels } from '../../../src-shared/learning/backends/tensorflow-kernels.ts';
import { relativeError } from '../encoder/reference.ts';

// The TensorFlow backend is hardly ever there, so the cpu backend is made to take as little as that does.
const kernels = ['Conv2D', 'FusedConv2D', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter', 'DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'];

const made = (shape: number[], seed: number): tf.Tensor => tf.randomNormal(shape, 0, 1, 'float32', seed);
const plain = (stride: number, pad: number | 'valid' | 'same'): tf.NamedAttrMap => ({ strides: [stride, stride], pad, dataFormat: 'NHWC', dilations: [1, 1] });
const inputShape = [2, 9, 9, 3];
const whole = [3, 3, 3, 4];
const each = [3, 3, 3, 1];

/** One call of every kernel, its convolution 3×3 by `stride`, padded `pad`. */
function calls(stride: number, pad: number | 'valid' | 'same'): Record<string, () => tf.Tensor> {
  const side = tf.backend_util.computeConv2DInfo([2, 9, 9, 3], [3, 3, 3, 4], stride, 1, pad).outHeight;
  const attrs = plain(stride, pad);
  const run = (kernel: string, inputs: tf.NamedTensorMap, more: tf.NamedAttrMap = {}) => (): tf.Tensor => tf.engine().runKernel<tf.Tensor>(kernel, inputs, { ...attrs, ...more });
  const [x, dyWhole, dyEach] = [made(inputShape, 1), made([2, side, side, 4], 2), made([2, side, side, 3], 3)];
  return {
    Conv2D: run('Conv2D', { x, filter: made(whole, 4) }),
    FusedConv2D: run('FusedConv2D', { x, filter: made(whole, 4), bias: made([4], 5) }, { activation: 'relu' }),
    DepthwiseConv2dNative: run('DepthwiseConv2dNative', { x, filter: made(each, 4) }),
    FusedDepthwiseConv2D: run('FusedDepthwiseConv2D', { x, filter: made(each, 4), bias: made([3], 5) }, { activation: 'relu' }),
    Conv2DBackpropInput: run('Conv2DBackpropInput', { dy: dyWhole, filter: made(whole, 4) }, { inputShape }),
    Conv2DBackpropFilter: run('Conv2DBackpropFilter', { x, dy: dyWhole }, { filterShape: whole }),
    DepthwiseConv2dNativeBackpropInput: run('DepthwiseConv2dNativeBackpropInput', { dy: dyEach, filter: made(each, 4) }, { inputShape }),
    DepthwiseConv2dNativeBackpropFilter: run('DepthwiseConv2dNativeBackpropFilter', { x, dy: dyEach }, { filterShape: each })
  };
}

const cases = ([[1, 1], [2, 1], [2, 2], [1, 0], [2, 'valid'], [1, 'same']] as const).flatMap(([stride, pad]) => kernels.map((kernel) => [kernel, stride, pad] as const));
const expected = new Map<string, Float32Array>();

beforeAll(async () => {
  await tf.setBackend('cpu');
  for (const [kernel, stride, pad] of cases) expected.set([kernel, stride, pad].join(), tf.tidy(() => calls(stride, pad)[kernel]!().dataSync<'float32'>()));
  for (const name of kernels) {
    const own = tf.getKernel(name, 'cpu');
    tf.unregisterKernel(name, 'cpu');
    tf.registerKernel({
      ...own,
      kernelFunc: (args) => {
        const { pad } = args.attrs as { pad: unknown };
        if (typeof pad === 'number' && pad > 0) throw new Error("TF Backend supports only 'valid' and 'same' padding");
        return own.kernelFunc(args);
      }
    });
  }
  expect(() => tf.tidy(() => calls(1, 1).Conv2D!())).toThrow("only 'valid' and 'same'");
  registerTensorflowKernels('cpu');
});

it.each(cases)('%s by %d, padded %s, is what it was, and leaves nothing behind', (kernel, stride, pad) => {
  const before = tf.memory().numTensors;
  const { fresh, value } = tf.tidy(() => {
    const call = calls(stride, pad)[kernel]!;
    const open = tf.memory().numTensors;
    const result = call();
    // the result alone is new, before anything tidies up
    return { fresh: tf.memory().numTensors - open, value: result.dataSync<'float32'>().slice() };
  });
  expect(fresh).toBe(1);
  expect(relativeError(value, expected.get([kernel, stride, pad].join())!)).toBeLessThan(1e-6);
  expect(tf.memory().numTensors).toBe(before);
});
