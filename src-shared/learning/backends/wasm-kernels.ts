// Enables training on tfjs's WebAssembly backend: adds the gradients of convolutions that it lacks, and faster versions of slow
// kernels (measured: 1×1 Conv2DBackpropInput 13 times, sums over rows 15 times, products with a transpose 10 times).
// Inside a kernel the inputs are tensors and are used as they are: wrapping them again would free their data.
import * as tf from '@tensorflow/tfjs-core';
import {
  type ConvolutionShape, convolutionFilterGradient, convolutionInputGradient, depthwiseInputGradient, readInfo, sumOfRows
} from './convolution-gradients.ts';
import { depthwiseFilterGradient } from './depthwise-filter-gradient.ts';

type Tensors = Readonly<Record<string, tf.Tensor4D>>;
type Attributes = Readonly<Record<string, unknown>>;
type Compute = (inputs: Tensors, attrs: Attributes) => tf.Tensor;

/** The parts of the backend used here: its memory as numbers, and allocating a result in it. */
interface WasmBackend {
  incRef(dataId: tf.DataId): void;
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
}

const backendName = 'wasm';
let registered = false;

/** Registers the kernels, once per thread; the backend's own must be registered first, which importing it does. */
export function registerWasmKernels(): void {
  if (registered) return;
  registered = true;
  register('Conv2DBackpropInput', ({ dy, filter }, attrs) => convolutionInputGradient(dy!, filter!, shapeOf(attrs, { filter: filter!, depthwise: false })));
  register('Conv2DBackpropFilter', ({ x, dy }, attrs) => convolutionFilterGradient(x!, dy!, shapeOf(attrs, { x: x!, depthwise: false })));
  register('DepthwiseConv2dNativeBackpropInput', ({ dy, filter }, attrs) => depthwiseInputGradient(dy!, filter!, shapeOf(attrs, { filter: filter!, depthwise: true })));
  registerDepthwiseFilterGradient();
  replaceBatchMatMul();
  replaceSum();
  replaceSlice();
  replaceIdentity();
}

function registerDepthwiseFilterGradient(): void {
  tf.registerKernel({
    kernelName: 'DepthwiseConv2dNativeBackpropFilter',
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const wasm = backend as WasmBackend; // the kernel is only registered for this backend
      const { x, dy } = inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
      const shape = shapeOf(attrs ?? {}, { x, depthwise: true });
      const out = wasm.makeOutput([...shape.filterShape], 'float32');
      // allocating may move the memory, so it is read last
      const gradient = depthwiseFilterGradient(wasm.typedArrayFromHeap(x), wasm.typedArrayFromHeap(dy), readInfo(shape));
      wasm.typedArrayFromHeap(out).set(gradient);
      return out;
    }
  });
}

/** A product with a transposed side transposes that side first. */
function replaceBatchMatMul(): void {
  const own = kernelOf('BatchMatMul');
  replace('BatchMatMul', own, (args) => {
    const { transposeA, transposeB } = args.attrs as { transposeA: boolean; transposeB: boolean }; // set by matMul
    const { a, b } = args.inputs as { a: tf.Tensor; b: tf.Tensor };
    if (!transposeA && !transposeB) return own.kernelFunc(args);
    return tf.tidy(() => tf.matMul(transposeA ? turn(a) : a, transposeB ? turn(b) : b));
  });
}

/** A sum over the leading axes is a product with a row of ones. */
function replaceSum(): void {
  const own = kernelOf('Sum');
  replace('Sum', own, (args) => {
    const { axis, keepDims } = args.attrs as { axis: number | number[]; keepDims?: boolean }; // set by sum
    const x = args.inputs.x as tf.Tensor;
    const axes = tf.util.parseAxisParam(axis, x.shape).toSorted((a, b) => a - b);
    const leading = axes.length > 0 && axes.length < x.rank && axes.every((at, i) => at === i);
    const rows = tf.util.sizeFromShape(x.shape.slice(0, axes.length));
    if (x.dtype !== 'float32' || !leading || rows < 2 || x.size === 0) return own.kernelFunc(args);
    const kept = x.shape.slice(axes.length);
    return tf.tidy(() => tf.reshape(sumOfRows(tf.reshape(x, [rows, x.size / rows])), keepDims ? [...axes.map(() => 1), ...kept] : kept));
  });
}

/** A contiguous slice is copied in one piece; the backend's own kernel copies the whole tensor first. */
function replaceSlice(): void {
  const own = kernelOf('Slice');
  replace('Slice', own, (args) => {
    const { begin, size } = args.attrs as { begin: number | number[]; size: number | number[] }; // set by slice
    const x = args.inputs.x as tf.Tensor;
    const [starts, sizes] = tf.slice_util.parseSliceParams(x, begin, size);
    if (x.dtype !== 'float32' || !tf.slice_util.isSliceContinous(x.shape, starts!, sizes!)) return own.kernelFunc(args);
    const wasm = args.backend as WasmBackend; // the kernel is only registered for this backend
    const out = wasm.makeOutput(sizes!, 'float32');
    const first = tf.slice_util.computeFlatOffset(starts!, tf.util.computeStrides(x.shape));
    wasm.typedArrayFromHeap(out).set(wasm.typedArrayFromHeap(x).subarray(first, first + tf.util.sizeFromShape(sizes!)));
    return out;
  });
}

/** A clone shares its data; the backend's own kernel copies it, and the tape clones whatever it keeps for the gradient. */
function replaceIdentity(): void {
  replace('Identity', kernelOf('Identity'), ({ inputs, backend }) => {
    const { dataId, shape, dtype } = inputs.x as tf.Tensor;
    (backend as WasmBackend).incRef(dataId); // the kernel is only registered for this backend
    return { dataId, shape, dtype };
  });
}

function turn(x: tf.Tensor): tf.Tensor {
  const axes = x.shape.map((_, i) => i);
  return tf.transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
}

function shapeOf(attrs: Attributes, { x, filter, depthwise }: { x?: tf.Tensor4D; filter?: tf.Tensor4D; depthwise: boolean }): ConvolutionShape {
  const { strides, pad, dimRoundingMode, dilations = 1, dataFormat = 'NHWC' } = attrs;
  if (dataFormat !== 'NHWC') throw new RangeError(`gradient of a convolution: expected NHWC, got ${String(dataFormat)}`);
  if ([dilations].flat().some((dilation) => dilation !== 1)) throw new RangeError(`gradient of a convolution: expected no dilation, got ${String(dilations)}`);
  return {
    // the attributes of tfjs's own gradients; what is given as a tensor is not given as a shape
    inputShape: x?.shape ?? (attrs.inputShape as tf.Tensor4D['shape']),
    filterShape: filter?.shape ?? (attrs.filterShape as tf.Tensor4D['shape']),
    strides: strides as number | [number, number],
    pad: pad as number,
    ...(dimRoundingMode == null ? {} : { dimRoundingMode: dimRoundingMode as 'floor' }),
    depthwise
  };
}

function register(kernelName: string, compute: Compute): void {
  if (hasKernel(kernelName)) tf.unregisterKernel(kernelName, backendName);
  const kernelFunc: tf.KernelFunc = ({ inputs, attrs }) => tf.tidy(() => compute(inputs as Tensors, (attrs ?? {}) as Attributes));
  tf.registerKernel({ kernelName, backendName, kernelFunc });
}

function replace(kernelName: string, own: tf.KernelConfig, kernelFunc: tf.KernelFunc): void {
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ ...own, kernelFunc });
}

function kernelOf(kernelName: string): tf.KernelConfig {
  if (!hasKernel(kernelName)) throw new Error(`${kernelName}: expected the WebAssembly backend to have this kernel; import it before registering`);
  return tf.getKernel(kernelName, backendName);
}

function hasKernel(kernelName: string): boolean {
  return (tf.getKernel(kernelName, backendName) as tf.KernelConfig | undefined) !== undefined; // its types do not allow for a missing one
}
