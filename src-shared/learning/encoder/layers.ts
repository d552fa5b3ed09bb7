// The layers of the encoder, fused, with gradients. tfjs splits fused kernels while it records a gradient and keeps every
// intermediate map; here a layer stays one kernel and its rectifier is inverted from its output. The sequence of layers is in forward.ts.
import * as tf from '@tensorflow/tfjs-core';

export interface ConvolutionOptions {
  readonly stride: number;
  /** Zeros on each side. */
  readonly pad: number;
  readonly activation: 'relu' | 'linear';
}

/** Convolution, bias and activation: x [n, h, w, in], kernel [k, k, in, out] -> [n, h', w', out]. */
export function convolve(x: tf.Tensor4D, kernel: tf.Tensor4D, bias: tf.Tensor, options: ConvolutionOptions): tf.Tensor4D {
  return run('FusedConv2D', { x, filter: kernel, bias }, attributes(options));
}

/** The same with one filter a channel: kernel [k, k, in, 1] -> [n, h', w', in]. */
export function convolveDepthwise(x: tf.Tensor4D, kernel: tf.Tensor4D, bias: tf.Tensor, options: ConvolutionOptions): tf.Tensor4D {
  return run('FusedDepthwiseConv2D', { x, filter: kernel, bias }, attributes(options));
}

/** relu(a + b), keeping only its output for the gradient. */
export function addAndRectify(a: tf.Tensor4D, b: tf.Tensor4D): tf.Tensor4D {
  return addAndRectifyTensors(a, b);
}

const addAndRectifyTensors = tf.customGrad<tf.Tensor4D>((...inputs) => {
  // customGrad passes the tensors and, last, the function that saves one for the gradient; its types leave that open
  const [a, b, save] = inputs as unknown as [tf.Tensor4D, tf.Tensor4D, (tensors: tf.Tensor[]) => void];
  const value = tf.relu(tf.add<tf.Tensor4D>(a, b));
  save([value]);
  return {
    value,
    gradFunc: (dy, [y]) => {
      const dz = unrectify(dy, y!);
      return [dz, dz.clone()];
    }
  };
});

registerConvolution('FusedConv2D', 'Conv2D');
registerConvolution('FusedDepthwiseConv2D', 'DepthwiseConv2dNative');

/** Registers a gradient for the kernel `fused`; `plain` is the prefix of the two kernels that do the work. */
function registerConvolution(fused: string, plain: string): void {
  tf.registerGradient({
    kernelName: fused,
    inputsToSave: ['x', 'filter'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [x, filter, y] = saved as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D]; // as listed above
      const dz = attrs.activation === 'relu' ? unrectify(dy as tf.Tensor4D, y) : (dy as tf.Tensor4D);
      return {
        x: () => run(`${plain}BackpropInput`, { dy: dz, filter }, { ...attrs, inputShape: x.shape }),
        filter: () => run(`${plain}BackpropFilter`, { x, dy: dz }, { ...attrs, filterShape: filter.shape }),
        bias: () => {
          const gradient = tf.sum(dz, [0, 1, 2]);
          // the tape calls them in this order: a map is freed here, not when the gradients of all layers are done
          if (dz !== dy) dz.dispose();
          return gradient;
        }
      };
    }
  });
}

function unrectify(dy: tf.Tensor4D, y: tf.Tensor): tf.Tensor4D {
  return tf.mul(dy, tf.step(y));
}

function attributes({ stride, pad, activation }: ConvolutionOptions): tf.NamedAttrMap {
  return { strides: [stride, stride], pad, dataFormat: 'NHWC', dilations: [1, 1], activation };
}

function run(kernel: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap): tf.Tensor4D {
  return tf.engine().runKernel<tf.Tensor4D>(kernel, inputs, attrs); // all kernels here have one output of four dimensions
}
