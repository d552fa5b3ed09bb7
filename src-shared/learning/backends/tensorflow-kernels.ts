// Adds explicit zero padding to convolutions on tfjs's TensorFlow backend, which supports only `valid` and `same`: the input is padded
// first. Every convolution, forward and backward, goes through this file on that backend.
import * as tf from '@tensorflow/tfjs-core';

type Attributes = Readonly<Record<string, unknown>>;

const forward = ['Conv2D', 'FusedConv2D', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2D'];
const byInput = ['Conv2DBackpropInput', 'DepthwiseConv2dNativeBackpropInput'];
const byFilter = ['Conv2DBackpropFilter', 'DepthwiseConv2dNativeBackpropFilter'];

/** Registers the kernels, once per thread and backend; the backend's own must be registered first. */
export function registerTensorflowKernels(backendName = 'tensorflow'): void {
  const wrap = (kernelName: string, inner: (own: tf.KernelFunc, args: Parameters<tf.KernelFunc>[0], pad: number) => ReturnType<tf.KernelFunc>): void => {
    const own = tf.getKernel(kernelName, backendName);
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({
      ...own,
      kernelFunc: (args) => {
        const { pad } = args.attrs as Attributes;
        return typeof pad === 'number' && pad > 0 ? inner(own.kernelFunc, args, pad) : own.kernelFunc(args);
      }
    });
  };
  for (const name of [...forward, ...byFilter]) {
    wrap(name, (own, args, pad) => {
      const x = frame(args.inputs.x as tf.Tensor4D, pad);
      const out = own({ ...args, inputs: { ...args.inputs, x }, attrs: { ...args.attrs, pad: 'valid' } });
      x.dispose();
      return out;
    });
  }
  for (const name of byInput) {
    wrap(name, (own, args, pad) => {
      const [n, height, width, channels] = (args.attrs as Attributes).inputShape as tf.Tensor4D['shape'];
      const inputShape = [n, height + 2 * pad, width + 2 * pad, channels];
      const framed = own({ ...args, attrs: { ...args.attrs, pad: 'valid', inputShape } }) as tf.TensorInfo;
      const whole = tf.engine().makeTensorFromTensorInfo(framed) as tf.Tensor4D;
      const inside = tf.slice(whole, [0, pad, pad, 0], [n, height, width, channels]);
      whole.dispose();
      return inside;
    });
  }
}

function frame(x: tf.Tensor4D, pad: number): tf.Tensor4D {
  return tf.pad(x, [[0, 0], [pad, pad], [pad, pad], [0, 0]]);
}
