// Gradients of tfjs's kernels, for the tape behind tf.grad, tf.grads and tf.variableGrads. tfjs-core registers none in Node
// or in a bundle; importing this file registers these. Only kernels used for learning here, each with one clear derivative;
// for any other, tfjs throws an error that names it, never a wrong gradient. Fused layers of the encoder: see encoder/layers.ts.
import * as tf from '@tensorflow/tfjs-core';

type Attribute = tf.NamedAttrMap[string] | undefined;
type Saved = readonly tf.Tensor[];
type Rule = (dy: tf.Tensor, saved: Saved, attrs: tf.NamedAttrMap) => Record<string, () => tf.Tensor>;

/** What a rule needs: saved inputs by name ('*' for all, if their number varies) and the output after them. */
interface Needs {
  readonly inputs?: readonly string[] | '*';
  readonly output?: true;
}

registerElementwise();
registerPairwise();
registerReductions();
registerShapes();
registerProducts();
registerConstants();

/** Elementwise functions of one tensor. */
function registerElementwise(): void {
  ofInput('Abs', (x) => tf.sign(x));
  ofInput('Cos', (x) => tf.neg(tf.sin(x)));
  ofInput('Log', (x) => tf.reciprocal(x));
  ofInput('Log1p', (x) => tf.reciprocal(tf.add(x, 1)));
  ofInput('Neg', (x) => tf.fill(x.shape, -1));
  ofInput('Relu', (x) => tf.step(x));
  ofInput('Relu6', (x) => tf.mul(tf.step(x), tf.cast(tf.lessEqual(x, 6), 'float32')));
  ofInput('LeakyRelu', (x, { alpha }) => tf.where(tf.greater(x, 0), tf.onesLike(x), tf.fill(x.shape, alpha as number)));
  ofInput('Sin', (x) => tf.cos(x));
  ofInput('Softplus', (x) => tf.sigmoid(x));
  ofInput('Square', (x) => tf.mul(x, 2));
  ofInput('ClipByValue', (x, { clipValueMin, clipValueMax }) =>
    tf.cast(tf.logicalAnd(tf.greaterEqual(x, clipValueMin as number), tf.lessEqual(x, clipValueMax as number)), 'float32'));
  ofOutput('Exp', (y) => y);
  ofOutput('Expm1', (y) => tf.add(y, 1));
  ofOutput('Reciprocal', (y) => tf.neg(tf.square(y)));
  ofOutput('Rsqrt', (y) => tf.mul(tf.mul(tf.square(y), y), -0.5));
  ofOutput('Sigmoid', (y) => tf.mul(y, tf.sub(1, y)));
  ofOutput('Sqrt', (y) => tf.div(0.5, y));
  ofOutput('Tanh', (y) => tf.sub(1, tf.square(y)));
  register('Softmax', { output: true }, (dy, [y]) => ({
    logits: () => {
      const share = tf.mul(dy, y!);
      return tf.sub(share, tf.mul(tf.sum(share, -1, true), y!));
    }
  }));
}

/** Functions of two tensors, with broadcasting. */
function registerPairwise(): void {
  const mask = (condition: tf.Tensor): tf.Tensor => tf.cast(condition, 'float32');
  ofTwo('Add', (dy) => dy, (dy) => dy);
  ofTwo('Sub', (dy) => dy, (dy) => tf.neg(dy));
  ofTwo('Multiply', (dy, _, b) => tf.mul(dy, b), (dy, a) => tf.mul(dy, a));
  ofTwo('RealDiv', (dy, _, b) => tf.div(dy, b), (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))));
  ofTwo('SquaredDifference', (dy, a, b) => tf.mul(tf.mul(dy, 2), tf.sub(a, b)), (dy, a, b) => tf.mul(tf.mul(dy, 2), tf.sub(b, a)));
  ofTwo('Maximum', (dy, a, b) => tf.mul(dy, mask(tf.greaterEqual(a, b))), (dy, a, b) => tf.mul(dy, mask(tf.less(a, b))));
  ofTwo('Minimum', (dy, a, b) => tf.mul(dy, mask(tf.lessEqual(a, b))), (dy, a, b) => tf.mul(dy, mask(tf.greater(a, b))));
  // the derivative by the exponent is taken as 0 for a base of 0 or less, where it would be NaN
  ofTwo('Pow', (dy, a, b) => tf.mul(dy, tf.mul(b, tf.pow(a, tf.sub(b, 1)))), (dy, a, b) => {
    const base = tf.where(tf.greater(a, 0), a, tf.onesLike(a));
    return tf.mul(dy, tf.mul(tf.pow(a, b), tf.log(base)));
  });
  register('Select', { inputs: ['condition'] }, (dy, [condition]) => ({
    condition: () => tf.zeros(condition!.shape),
    t: () => tf.mul(dy, mask(condition!)),
    e: () => tf.mul(dy, mask(tf.logicalNot(condition!)))
  }));
  register('AddN', { inputs: '*' }, (dy, saved) => each(saved, () => () => dy));
}

/** Reductions. If several values are the largest or smallest, they share the gradient equally. */
function registerReductions(): void {
  register('Sum', { inputs: ['x'] }, (dy, [x], { axis }) => ({ x: () => tf.mul(widen(dy, x!, axis), tf.onesLike(x!)) }));
  register('Mean', { inputs: ['x'] }, (dy, [x], { axis }) => ({ x: () => tf.mul(widen(dy, x!, axis), tf.fill(x!.shape, dy.size / x!.size)) }));
  for (const [kernelName, over] of [['Max', 'reductionIndices'], ['Min', 'axis']] as const) {
    register(kernelName, { inputs: ['x'], output: true }, (dy, [x, y], { [over]: axis }) => ({
      x: () => {
        const chosen = tf.cast(tf.equal(x!, widen(y!, x!, axis)), 'float32');
        return tf.mul(tf.div(chosen, tf.sum(chosen, axesOf(x!, axis), true)), widen(dy, x!, axis));
      }
    }));
  }
}

/** Kernels that move values without changing them. */
function registerShapes(): void {
  for (const [kernelName, input] of [['Reshape', 'x'], ['ExpandDims', 'input'], ['Identity', 'x']] as const) {
    register(kernelName, { inputs: [input] }, (dy, [x]) => ({ [input]: () => tf.reshape(dy, x!.shape) }));
  }
  register('Cast', {}, (dy) => ({ x: () => tf.cast(dy, 'float32') }));
  register('Transpose', {}, (dy, _, { perm }) => ({ x: () => tf.transpose(dy, tf.backend_util.getUndoAxesPermutation(perm as number[])) }));
  register('Reverse', { inputs: ['x'] }, (dy, [x], { dims }) => ({ x: () => tf.reverse(dy, axesOf(x!, dims)) }));
  register('Slice', { inputs: ['x'] }, (dy, [x], { begin, size }) => ({
    x: () => {
      const [first] = tf.slice_util.parseSliceParams(x!, begin as number[], size as number[]);
      return tf.pad(dy, x!.shape.map((side, i): [number, number] => [first![i]!, side - first![i]! - dy.shape[i]!]));
    }
  }));
  register('PadV2', { inputs: ['x'] }, (dy, [x], { paddings }) => ({
    x: () => tf.slice(dy, (paddings as [number, number][]).map(([before]) => before), x!.shape)
  }));
  register('Tile', { inputs: ['x'] }, (dy, [x], { reps }) => ({
    x: () => (reps as number[]).reduce((sum, times, axis) => {
      if (times === 1) return sum;
      const { shape } = sum;
      return tf.sum(tf.reshape(sum, [...shape.slice(0, axis), times, x!.shape[axis]!, ...shape.slice(axis + 1)]), axis);
    }, dy)
  }));
  register('Concat', { inputs: '*' }, (dy, saved, { axis }) => {
    const [at] = axesOf(saved[0]!, axis);
    let end = 0;
    return each(saved, ({ shape }) => {
      const begin = shape.map((_, i) => (i === at ? end : 0));
      end += shape[at!]!;
      return () => tf.slice(dy, begin, shape);
    });
  });
  register('Pack', { inputs: '*' }, (dy, saved, { axis }) =>
    each(saved, ({ shape }, i) => () => {
      const begin = dy.shape.map((_, d) => (d === axis ? i : 0));
      return tf.reshape(tf.slice(dy, begin, dy.shape.map((side, d) => (d === axis ? 1 : side))), shape);
    }));
  registerMany('SplitV', (dys, axis) => ({ x: () => tf.concat([...dys], axis) }));
  registerMany('Unpack', (dys, axis) => ({ value: () => tf.stack([...dys], axis) }));
  register('GatherV2', { inputs: ['x', 'indices'] }, (dy, [x, indices], { axis, batchDims }) => {
    if (axis !== 0 || batchDims !== 0) throw new RangeError('gradient of gather: expected rows to be taken (axis 0, no batches), got another axis; transpose first');
    return {
      // rows gathered several times add up
      x: () => tf.scatterND(tf.reshape(indices!, [...indices!.shape, 1]), dy, x!.shape),
      indices: () => tf.zeros(indices!.shape)
    };
  });
}

/** Matrix products, convolutions and means over windows. */
function registerProducts(): void {
  register('BatchMatMul', { inputs: ['a', 'b'] }, (dy, [a, b], { transposeA, transposeB }) => ({
    // transposed explicitly, because products with a transpose flag are slow in WebAssembly
    a: () => {
      const gradient = tf.matMul(dy, transposeB ? b! : turn(b!));
      return narrow(transposeA ? turn(gradient) : gradient, a!.shape);
    },
    b: () => {
      const gradient = tf.matMul(transposeA ? a! : turn(a!), dy);
      return narrow(transposeB ? turn(gradient) : gradient, b!.shape);
    }
  }));
  for (const kernelName of ['Conv2D', 'DepthwiseConv2dNative']) {
    register(kernelName, { inputs: ['x', 'filter'] }, (dy, [x, filter], attrs) => ({
      x: () => run(`${kernelName}BackpropInput`, { dy, filter: filter! }, { ...attrs, inputShape: x!.shape }),
      filter: () => run(`${kernelName}BackpropFilter`, { x: x!, dy }, { ...attrs, filterShape: filter!.shape })
    }));
  }
  register('AvgPool', { inputs: ['x'] }, (dy, [x], attrs) => ({ x: () => run('AvgPoolGrad', { dy, input: x! }, attrs) }));
  register('MaxPool', { inputs: ['x'], output: true }, (dy, [x, y], attrs) => ({ x: () => run('MaxPoolGrad', { dy, input: x!, output: y! }, attrs) }));
}

/** Kernels that are constant or piecewise constant in their inputs. */
function registerConstants(): void {
  for (const kernelName of ['Sign', 'Step', 'Floor', 'Ceil', 'Round', 'ZerosLike', 'OnesLike', 'ArgMax', 'ArgMin', 'LogicalNot', 'IsNan', 'IsFinite']) {
    register(kernelName, { inputs: ['x'] }, (_, [x]) => ({ x: () => tf.zeros(x!.shape) }));
  }
  for (const kernelName of ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual', 'LogicalAnd', 'LogicalOr']) {
    register(kernelName, { inputs: ['a', 'b'] }, (_, [a, b]) => ({ a: () => tf.zeros(a!.shape), b: () => tf.zeros(b!.shape) }));
  }
  register('OneHot', { inputs: ['indices'] }, (_, [indices]) => ({ indices: () => tf.zeros(indices!.shape) }));
}

/** A function of one tensor whose derivative follows from its input. */
function ofInput(kernelName: string, derivative: (x: tf.Tensor, attrs: tf.NamedAttrMap) => tf.Tensor): void {
  register(kernelName, { inputs: ['x'] }, (dy, [x], attrs) => ({ x: () => tf.mul(dy, derivative(x!, attrs)) }));
}

/** A function of one tensor whose derivative follows from its output. */
function ofOutput(kernelName: string, derivative: (y: tf.Tensor) => tf.Tensor): void {
  register(kernelName, { output: true }, (dy, [y]) => ({ x: () => tf.mul(dy, derivative(y!)) }));
}

type Side = (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** A function of two tensors; a broadcast input gets the sum of its parts. */
function ofTwo(kernelName: string, byA: Side, byB: Side): void {
  register(kernelName, { inputs: ['a', 'b'] }, (dy, [a, b]) => ({
    a: () => narrow(byA(dy, a!, b!), a!.shape),
    b: () => narrow(byB(dy, a!, b!), b!.shape)
  }));
}

/** A kernel that makes several tensors along an axis. */
function registerMany(kernelName: string, rule: (dys: readonly tf.Tensor[], axis: number) => Record<string, () => tf.Tensor>): void {
  tf.registerGradient({ kernelName, gradFunc: (dy, _, { axis }) => rule([dy].flat(), axis as number) });
}

function register(kernelName: string, { inputs = [], output }: Needs, rule: Rule): void {
  tf.registerGradient({
    kernelName,
    ...(inputs === '*' ? { saveAllInputs: true } : { inputsToSave: [...inputs] }),
    ...(output ? { outputsToSave: [true] } : {}),
    gradFunc: (dy, saved, attrs) => {
      const only = dy as tf.Tensor; // these kernels have one output
      const gradients = Object.entries(rule(only, saved, attrs));
      // the tape frees what it gets, so it must not get dy itself
      return Object.fromEntries(gradients.map(([name, compute]) => [name, () => {
        const gradient = compute();
        return gradient === only ? only.clone() : gradient;
      }]));
    }
  });
}

/** One gradient for each tensor in a list. */
function each(saved: Saved, make: (x: tf.Tensor, index: number) => () => tf.Tensor): Record<string, () => tf.Tensor> {
  return Object.fromEntries(saved.map((x, i) => [String(i), make(x, i)]));
}

/** The sum of `x` over the axes along which `shape` was broadcast. */
function narrow(x: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, x.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(x, axes) : x, shape);
}

/** `y`, a reduction of `x` over `axis`, in a shape that broadcasts to the shape of `x`. */
function widen(y: tf.Tensor, x: tf.Tensor, axis: Attribute): tf.Tensor {
  const axes = axesOf(x, axis);
  return tf.reshape(y, x.shape.map((side, i) => (axes.includes(i) ? 1 : side)));
}

function axesOf(x: tf.Tensor, axis: Attribute): number[] {
  return tf.util.parseAxisParam(axis as number | number[], x.shape); // an attribute of all kernels with axes
}

function turn(x: tf.Tensor): tf.Tensor {
  return tf.transpose(x, [...x.shape.keys()].map((i) => (i < x.rank - 2 ? i : 2 * x.rank - 3 - i)));
}

function run(kernel: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(kernel, inputs, attrs); // the kernels here have one output
}
