// Writes ONNX files for tests, sound or hostile, of the nodes, constants, inputs and outputs that they ask for.
import { PbfWriter } from 'pbf';

export interface MadeNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Numbers are written as INT, arrays as INTS, `{ float }` as FLOAT, `{ tensor }` and `{ graph }` as what they are. */
  readonly attributes?: Readonly<Record<string, number | readonly number[] | { readonly float: number } | { readonly tensor: MadeConstant } | { readonly graph: MadeGraph }>>;
  readonly domain?: string;
}

export interface MadeConstant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
  /** Where its data is said to lie instead. */
  readonly outside?: string;
}

export interface MadeValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  /** TensorProto.DataType; FLOAT by default. */
  readonly type?: number;
}

export interface MadeGraph {
  readonly nodes: readonly MadeNode[];
  readonly constants?: readonly MadeConstant[];
  readonly inputs: readonly MadeValue[];
  readonly outputs: readonly MadeValue[];
}

export const FLOAT = 1;
export const INT64 = 7;

export function onnxFile(graph: MadeGraph, { functions = false } = {}): Uint8Array<ArrayBuffer> {
  const model = new PbfWriter();
  model.writeVarintField(1, 8);
  model.writeMessage(7, writeGraph, graph);
  model.writeMessage(8, (_: null, to) => to.writeVarintField(2, 17), null);
  model.writeMessage(8, (_: null, to) => (to.writeStringField(1, 'com.microsoft'), to.writeVarintField(2, 1)), null);
  if (functions) model.writeMessage(25, (_: null, to) => to.writeStringField(1, 'own'), null);
  return new Uint8Array(model.finish());
}

/** Constants of one row after the other. */
export const constant = (name: string, shape: readonly number[], values: ArrayLike<number>): MadeConstant => ({ name, shape, values: Float32Array.from(values) });
export const whole = (name: string, values: readonly number[]): MadeConstant => ({ name, shape: [values.length], values: BigInt64Array.from(values, BigInt) });

function writeGraph({ nodes, constants = [], inputs, outputs }: MadeGraph, to: PbfWriter): void {
  for (const node of nodes) to.writeMessage(1, writeNode, node);
  to.writeStringField(2, 'made');
  for (const each of constants) to.writeMessage(5, writeTensor, each);
  for (const input of inputs) to.writeMessage(11, writeValue, input);
  for (const output of outputs) to.writeMessage(12, writeValue, output);
}

function writeNode({ op, inputs, outputs, attributes = {}, domain }: MadeNode, to: PbfWriter): void {
  for (const name of inputs) to.writeStringField(1, name);
  for (const name of outputs) to.writeStringField(2, name);
  to.writeStringField(4, op);
  for (const [name, value] of Object.entries(attributes)) {
    to.writeMessage(5, (_: null, of) => {
      of.writeStringField(1, name);
      if (typeof value === 'number') of.writeVarintField(3, value);
      else if ('float' in value) of.writeFloatField(2, value.float);
      else if ('tensor' in value) of.writeMessage(5, writeTensor, value.tensor);
      else if ('graph' in value) of.writeMessage(6, writeGraph, value.graph);
      else for (const each of value) of.writeVarintField(8, each);
      of.writeVarintField(20, typeof value === 'number' ? 2 : 'float' in value ? 1 : 'tensor' in value ? 4 : 'graph' in value ? 5 : 7);
    }, null);
  }
  if (domain !== undefined) to.writeStringField(7, domain);
}

function writeTensor({ name, shape, values, outside }: MadeConstant, to: PbfWriter): void {
  to.writePackedVarint(1, [...shape]);
  to.writeVarintField(2, values instanceof Float32Array ? FLOAT : INT64);
  to.writeStringField(8, name);
  if (outside === undefined) return to.writeBytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  to.writeMessage(13, (_: null, of) => (of.writeStringField(1, 'location'), of.writeStringField(2, outside)), null);
  to.writeVarintField(14, 1);
}

function writeValue({ name, shape, type = FLOAT }: MadeValue, to: PbfWriter): void {
  to.writeStringField(1, name);
  to.writeMessage(2, (_: null, of) => of.writeMessage(1, (__: null, tensor) => {
    tensor.writeVarintField(1, type);
    tensor.writeMessage(2, (___: null, sides) => {
      for (const side of shape) sides.writeMessage(1, (____: null, one) => (typeof side === 'number' ? one.writeVarintField(1, side) : one.writeStringField(2, side)), null);
    }, null);
  }, null), null);
}
