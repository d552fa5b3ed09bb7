// The gradients of convolutions, built from fast kernels that every backend has: products of matrices, padding and plain convolutions.
// For backends whose own are missing or slow; wasm-kernels.ts registers them. Maps are [n, h, w, channels], kernels HWIO.
// For the gradient by a depthwise kernel no such kernels are fast: see depthwise-filter-gradient.ts.
import * as tf from '@tensorflow/tfjs-core';

/** The parameters of a convolution, for its gradients. */
export interface ConvolutionShape {
  readonly inputShape: readonly [number, number, number, number];
  readonly filterShape: readonly [number, number, number, number];
  readonly strides: number | readonly [number, number];
  readonly pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly depthwise: boolean;
}

/** A `ConvolutionShape` in full: sizes, strides and padding on each side. */
export type ConvolutionInfo = ReturnType<typeof tf.backend_util.computeConv2DInfo>;

/** Gradient by the input of a convolution: dy [n, h', w', out], filter [k, k, in, out] -> [n, h, w, in]. */
export function convolutionInputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, shape: ConvolutionShape): tf.Tensor4D {
  const info = readInfo(shape);
  const [, , inputs, outputs] = shape.filterShape;
  if (isPointwise(info)) {
    const transposed = tf.transpose(tf.reshape<tf.Rank.R2>(filter, [inputs, outputs]));
    return tf.reshape(tf.matMul(tf.reshape<tf.Rank.R2>(dy, [-1, outputs]), transposed), [...shape.inputShape]);
  }
  // a convolution of the dilated gradient with the rotated kernel
  const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]);
  return tf.conv2d(spread(dy, info), turned, 1, 'valid');
}

/** Gradient by the kernel: x [n, h, w, in], dy [n, h', w', out] -> [k, k, in, out]. */
export function convolutionFilterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, shape: ConvolutionShape): tf.Tensor4D {
  const info = readInfo(shape);
  const [height, width, inputs, outputs] = shape.filterShape;
  if (isPointwise(info)) {
    const product = innerProducts(tf.reshape(x, [-1, inputs]), tf.reshape(dy, [-1, outputs]));
    return tf.reshape(product, [...shape.filterShape]);
  }
  // squares of stride × stride pixels become channels, so that a window is a few shifts of whole maps (Shi et al. 2016, backwards)
  const { strideHeight, strideWidth, outHeight, outWidth, batchSize, padInfo } = info;
  const rows = Math.ceil(height / strideHeight);
  const columns = Math.ceil(width / strideWidth);
  const [gridHeight, gridWidth] = [outHeight + rows - 1, outWidth + columns - 1];
  const framed = frame(x, padInfo.top, padInfo.left, gridHeight * strideHeight, gridWidth * strideWidth);
  const squares = tf.transpose(
    tf.reshape<tf.Rank.R5>(framed, [batchSize, gridHeight, strideHeight, gridWidth, strideWidth * inputs]), [0, 1, 3, 2, 4]
  );
  const channels = strideHeight * strideWidth * inputs;
  const pixels = tf.reshape<tf.Rank.R2>(squares, [batchSize * gridHeight * gridWidth, channels]);
  const gradient = tf.reshape<tf.Rank.R2>(frame(dy, 0, 0, gridHeight, gridWidth), [-1, outputs]);
  const transposed = tf.transpose(gradient);
  const shifts = Array.from({ length: rows * columns }, (_, i) => {
    // what is cut off at the end meets only the zeros of the frame
    const offset = Math.floor(i / columns) * gridWidth + (i % columns);
    const length = batchSize * gridHeight * gridWidth - offset;
    return tf.matMul(offset === 0 ? transposed : tf.slice(transposed, [0, 0], [outputs, length]), tf.slice(pixels, [offset, 0], [length, channels]));
  });
  // [rows, columns, out, stride, stride, in] -> [rows, stride, columns, stride, in, out], without the rest of the last squares
  const all = tf.transpose(tf.reshape<tf.Rank.R6>(tf.stack(shifts), [rows, columns, outputs, strideHeight, strideWidth, inputs]), [0, 3, 1, 4, 5, 2]);
  return tf.slice(tf.reshape<tf.Rank.R4>(all, [rows * strideHeight, columns * strideWidth, inputs, outputs]), [0, 0, 0, 0], [...shape.filterShape]);
}

/** Gradient by the input of a depthwise convolution: dy [n, h', w', channels], filter [k, k, channels, 1] -> [n, h, w, channels]. */
export function depthwiseInputGradient(dy: tf.Tensor4D, filter: tf.Tensor4D, shape: ConvolutionShape): tf.Tensor4D {
  return tf.depthwiseConv2d(spread(dy, readInfo(shape)), tf.reverse(filter, [0, 1]), 1, 'valid');
}

/** Sum over rows of their outer products: a [p, i], b [p, o] -> [i, o]. */
export function innerProducts(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  // transposing costs far more than its part of the product, so the narrower matrix is transposed
  return a.shape[1] <= b.shape[1] ? tf.matMul(tf.transpose(a), b) : tf.transpose(tf.matMul(tf.transpose(b), a));
}

/** Sum over rows: a [p, channels] -> [channels]. */
export function sumOfRows(a: tf.Tensor2D): tf.Tensor1D {
  const [rows, channels] = a.shape;
  return tf.reshape(tf.mul(tf.avgPool(tf.reshape<tf.Rank.R4>(a, [1, rows, 1, channels]), [rows, 1], 1, 'valid'), rows), [-1]);
}

/** `dy` with stride − 1 zeros between its pixels and a frame, such that a valid convolution gives the shape of the input. */
function spread(dy: tf.Tensor4D, info: ConvolutionInfo): tf.Tensor4D {
  const { batchSize, outHeight, outWidth, strideHeight, strideWidth, filterHeight, filterWidth, padInfo, inHeight, inWidth } = info;
  const channels = dy.shape[3];
  let wide = dy;
  if (strideHeight > 1 || strideWidth > 1) {
    const columns = tf.pad(tf.reshape<tf.Rank.R2>(dy, [-1, channels]), [[0, 0], [0, (strideWidth - 1) * channels]]);
    const row = outWidth * strideWidth * channels;
    const rows = tf.pad(tf.reshape<tf.Rank.R2>(columns, [-1, row]), [[0, 0], [0, (strideHeight - 1) * row]]);
    wide = tf.reshape(rows, [batchSize, outHeight * strideHeight, outWidth * strideWidth, channels]);
  }
  return frame(wide, filterHeight - 1 - padInfo.top, filterWidth - 1 - padInfo.left, inHeight + filterHeight - 1, inWidth + filterWidth - 1);
}

/** `x` placed at row `top` and column `left` of zeros [n, height, width, channels], cropped to fit. */
function frame(x: tf.Tensor4D, top: number, left: number, height: number, width: number): tf.Tensor4D {
  const [n, rows, columns, channels] = x.shape;
  const [y, keptRows] = fit(rows, top, height);
  const [z, keptColumns] = fit(columns, left, width);
  const kept = keptRows === rows && keptColumns === columns ? x : tf.slice(x, [0, y, z, 0], [n, keptRows, keptColumns, channels]);
  if (keptRows === height && keptColumns === width) return kept;
  const [above, before] = [Math.max(0, top), Math.max(0, left)];
  return tf.pad(kept, [[0, 0], [above, height - above - keptRows], [before, width - before - keptColumns], [0, 0]]);
}

/** For `size` values placed at `start` of `room`: the first that fits, and how many do. */
function fit(size: number, start: number, room: number): [first: number, count: number] {
  const first = Math.max(0, -start);
  return [first, Math.min(size - first, room - Math.max(0, start))];
}

function isPointwise({ filterHeight, filterWidth, strideHeight, strideWidth, padInfo }: ConvolutionInfo): boolean {
  const { top, bottom, left, right } = padInfo;
  return filterHeight === 1 && filterWidth === 1 && strideHeight === 1 && strideWidth === 1 && top + bottom + left + right === 0;
}

/** Computes a shape. Throws a `RangeError` if a depthwise kernel has more than one filter per channel. */
export function readInfo({ inputShape, filterShape, strides, pad, dimRoundingMode, depthwise }: ConvolutionShape): ConvolutionInfo {
  if (depthwise && filterShape[3] !== 1) throw new RangeError(`depthwise kernel: expected one filter a channel, got ${filterShape[3]}`);
  const stride = typeof strides === 'number' ? strides : ([...strides] as [number, number]);
  return tf.backend_util.computeConv2DInfo([...inputShape], [...filterShape], stride, 1, pad, dimRoundingMode, depthwise);
}
