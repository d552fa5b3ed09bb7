// An encoder as an ONNX model in memory: what ONNX Runtime loads. The graph is the forward pass of learning/encoder/forward, from bytes to
// embeddings that are not normalised yet. Bytes out: nothing here runs a model. Message numbers are those of onnx.proto (ONNX 1.16, IR version 8).
import { PbfWriter } from 'pbf';
import { isResidual, tensorShapes, type TensorShape } from '../../../src-shared/learning/encoder/architecture.ts';
import type { EncoderWeights } from '../../../src-shared/learning/encoder/weights.ts';

/** Names of the model's input (n × side × side × 3 bytes, RGB) and output (n × dim). */
export const INPUT = 'pixels';
export const OUTPUT = 'embeddings';

const IR_VERSION = 8;
/** Operators as of ONNX 1.12: supported by every execution provider. */
const OPERATORS = 17;

/** TensorProto.DataType. */
const FLOAT = 1;
const UINT8 = 2;
/** AttributeProto.AttributeType. */
const INT = 2;
const INTS = 7;

type Attributes = Readonly<Record<string, number | readonly number[]>>;

interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Attributes;
}

interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The model file of `weights`. Throws a `TypeError` that names the tensor if one is missing or has another size. */
export function toOnnx(weights: EncoderWeights): Uint8Array<ArrayBuffer> {
  const { architecture, input, dim } = weights;
  const constants: Constant[] = [
    { name: 'scale', shape: [], values: Float32Array.of(127.5) }, { name: 'one', shape: [], values: Float32Array.of(1) },
    ...tensorShapes(architecture).map((shape) => constantOf(shape, weights))
  ];
  const nodes: Node[] = [];
  const add = (operator: string, inputs: readonly string[], output: string, attributes: Attributes = {}): string => {
    nodes.push({ operator, inputs, output, attributes });
    return output;
  };
  const convolve = (x: string, name: string, kernel: number, stride: number, groups = 1): string => {
    const pad = (kernel - 1) / 2;
    return add('Conv', [x, `${name}/kernel`, `${name}/bias`], name, {
      kernel_shape: [kernel, kernel], strides: [stride, stride], pads: [pad, pad, pad, pad], group: groups
    });
  };
  const rectify = (x: string): string => add('Relu', [x], `${x}/relu`);

  // bytes to −1..1, channels first
  const floats = add('Cast', [INPUT], 'floats', { to: FLOAT });
  const unit = add('Sub', [add('Div', [floats, 'scale'], 'scaled'), 'one'], 'unit');
  const first = add('Transpose', [unit], 'planes', { perm: [0, 3, 1, 2] });

  const { stem, blocks } = architecture;
  let map = rectify(convolve(first, 'stem', stem.kernel, stem.stride));
  let channels = stem.filters;
  blocks.forEach(({ filters, stride }, i) => {
    const depthwise = rectify(convolve(map, `block${i}/depthwise`, 3, stride, channels));
    const pointwise = convolve(depthwise, `block${i}/pointwise`, 1, 1);
    map = rectify(isResidual(architecture, i) ? add('Add', [pointwise, map], `block${i}/sum`) : pointwise);
    channels = filters;
  });

  const mean = add('Flatten', [add('GlobalAveragePool', [map], 'mean')], 'features', { axis: 1 });
  add('Gemm', [mean, 'head/kernel', 'head/bias'], OUTPUT);

  const model = new PbfWriter();
  model.writeVarintField(1, IR_VERSION);
  model.writeStringField(2, 'kindred');
  model.writeMessage(7, writeGraph, { nodes, constants, input, dim });
  model.writeMessage(8, (version: number, to) => to.writeVarintField(2, version), OPERATORS);
  return new Uint8Array(model.finish());
}

/** A tensor in ONNX's layout: filters first, then their channels. */
function constantOf({ name, shape }: TensorShape, { tensors, version }: EncoderWeights): Constant {
  const values = tensors.get(name);
  const size = shape.reduce((product, side) => product * side, 1);
  if (values?.length !== size) throw new TypeError(`${name}: expected ${size} values in encoder ${version}, got ${values?.length ?? 'none'}`);
  if (shape.length !== 4) return { name, shape, values };
  const [height, width, inputs, outputs] = shape as [number, number, number, number]; // its length was checked
  const area = height * width;
  // depthwise: [h, w, c, 1] -> [c, 1, h, w]; others: [h, w, in, out] -> [out, in, h, w]
  const depthwise = outputs === 1 && name.endsWith('depthwise/kernel');
  const turned = new Float32Array(size);
  for (let at = 0; at < area; at++)
    for (let i = 0; i < inputs; i++)
      for (let o = 0; o < outputs; o++) turned[(o * inputs + i) * area + at] = values[(at * inputs + i) * outputs + o] ?? NaN;
  return { name, shape: depthwise ? [inputs, 1, height, width] : [outputs, inputs, height, width], values: turned };
}

function writeGraph({ nodes, constants, input, dim }: { readonly nodes: readonly Node[]; readonly constants: readonly Constant[]; readonly input: number; readonly dim: number }, to: PbfWriter): void {
  for (const node of nodes) to.writeMessage(1, writeNode, node);
  to.writeStringField(2, 'encoder');
  for (const constant of constants) to.writeMessage(5, writeTensor, constant);
  to.writeMessage(11, writeValue, { name: INPUT, type: UINT8, shape: [input, input, 3] });
  to.writeMessage(12, writeValue, { name: OUTPUT, type: FLOAT, shape: [dim] });
}

function writeNode({ operator, inputs, output, attributes }: Node, to: PbfWriter): void {
  for (const name of inputs) to.writeStringField(1, name);
  to.writeStringField(2, output);
  to.writeStringField(4, operator);
  for (const attribute of Object.entries(attributes)) to.writeMessage(5, writeAttribute, attribute);
}

function writeAttribute([name, value]: readonly [string, number | readonly number[]], to: PbfWriter): void {
  to.writeStringField(1, name);
  if (typeof value === 'number') to.writeVarintField(3, value);
  else for (const each of value) to.writeVarintField(8, each);
  to.writeVarintField(20, typeof value === 'number' ? INT : INTS);
}

function writeTensor({ name, shape, values }: Constant, to: PbfWriter): void {
  for (const side of shape) to.writeVarintField(1, side);
  to.writeVarintField(2, FLOAT);
  to.writeStringField(8, name);
  to.writeBytesField(9, littleEndian(values));
}

/** A value of `n` rows of `shape`. */
function writeValue({ name, type, shape }: { readonly name: string; readonly type: number; readonly shape: readonly number[] }, to: PbfWriter): void {
  to.writeStringField(1, name);
  to.writeMessage(2, (_: null, of) => {
    of.writeMessage(1, (__: null, tensor) => {
      tensor.writeVarintField(1, type);
      tensor.writeMessage(2, (___: null, dims) => {
        dims.writeMessage(1, (rows: string, side) => side.writeStringField(2, rows), 'n');
        for (const length of shape) dims.writeMessage(1, (value: number, side) => side.writeVarintField(1, value), length);
      }, null);
    }, null);
  }, null);
}

function littleEndian(values: Float32Array): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(values.length * 4));
  for (let i = 0; i < values.length; i++) bytes.setFloat32(i * 4, values[i] ?? NaN, true);
  return new Uint8Array(bytes.buffer);
}
