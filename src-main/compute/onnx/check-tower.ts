// Whether a model file takes and gives what its pack says: which input and output are meant, their types and sides.
import type { ImageTower, TextTower } from '../../../src-shared/packs/pack.ts';
import { ModelFault } from './model-fault.ts';
import { FLOAT, INT32, INT64, type ValueFacts } from './model-parts.ts';
import type { ModelFacts } from './read-model.ts';

/** How to run a model. */
export interface Port {
  readonly input: string;
  readonly output: string;
  /** How many it takes at a time; `null` for any number. */
  readonly atOnce: number | null;
}

/** The same for words: their tokens' type, and where the model is told which tokens count. */
export interface TextPort extends Port {
  readonly type: 'int32' | 'int64';
  readonly mask: { readonly name: string; readonly type: 'int32' | 'int64' } | null;
}

const TYPES: Readonly<Record<number, string>> = { 1: 'float32', 2: 'uint8', 3: 'int8', 6: 'int32', 7: 'int64', 9: 'bool', 10: 'float16', 11: 'float64', 16: 'bfloat16' };
const MASK = /mask/i;

/** @throws {ModelFault} with what was expected and what the model has */
export function checkImageTower({ inputs, outputs }: ModelFacts, { side, layout, pooling, dimensions, input, output }: ImageTower): Port {
  const takes = one(inputs, input, 'input');
  const others = inputs.filter((each) => each !== takes);
  if (others.length > 0) throw new ModelFault(`it needs ${others.map(({ name }) => name).join(', ')} besides ${takes.name}; export only the part that takes pictures`);
  expectType(takes, [FLOAT]);
  const wanted = layout === 'NCHW' ? [null, 3, side, side] : [null, side, side, 3];
  if (!fits(takes.shape, wanted)) throw new ModelFault(`its input ${takes.name} has the sides ${inWords(takes.shape)}, expected ${inWords(wanted)} (${layout}, side ${side})`);
  const gives = one(outputs, output, 'output');
  expectType(gives, [FLOAT]);
  checkOutput(gives, pooling === 'none' ? [[null, dimensions], [null, dimensions, 1, 1]] : [[null, null, dimensions]], `pooling ${pooling}`);
  return { input: takes.name, output: gives.name, atOnce: atOnceOf(takes) };
}

/** @throws {ModelFault} as above */
export function checkTextTower({ inputs, outputs }: ModelFacts, { length, input, output }: TextTower, dimensions: number): TextPort {
  const masks = inputs.filter(({ name }) => name !== input && MASK.test(name));
  const takes = one(inputs.filter((each) => !masks.includes(each)), input, 'input');
  const others = inputs.filter((each) => each !== takes && each !== masks[0]);
  if (others.length > 0) throw new ModelFault(`it needs ${others.map(({ name }) => name).join(', ')} besides ${takes.name}; export only the part that takes words`);
  const type = expectType(takes, [INT32, INT64]);
  if (!fits(takes.shape, [null, length])) throw new ModelFault(`its input ${takes.name} has the sides ${inWords(takes.shape)}, expected ${inWords([null, length])}`);
  const gives = one(outputs, output, 'output');
  expectType(gives, [FLOAT]);
  checkOutput(gives, [[null, dimensions]], 'dimensions of the image model');
  const [mask] = masks;
  return {
    input: takes.name, output: gives.name, atOnce: atOnceOf(takes), type: type === INT32 ? 'int32' : 'int64',
    mask: mask ? { name: mask.name, type: expectType(mask, [INT32, INT64]) === INT32 ? 'int32' : 'int64' } : null
  };
}

function one(values: readonly ValueFacts[], name: string | undefined, what: 'input' | 'output'): ValueFacts {
  const found = name === undefined ? values[0] : values.find((value) => value.name === name);
  if (!found) throw new ModelFault(`it has no ${what}${name === undefined ? '' : ` ${name}`}; it has ${values.map((value) => value.name).join(', ') || 'none'}`);
  if (name === undefined && what === 'input' && values.length > 1) throw new ModelFault(`it has the inputs ${values.map((value) => value.name).join(', ')}; say which one is meant ("input" in pack.json), and export only what that needs`);
  return found;
}

function expectType({ name, type }: ValueFacts, expected: readonly number[]): number {
  if (type !== null && expected.includes(type)) return type;
  throw new ModelFault(`${name} is ${TYPES[type ?? 0] ?? 'of an unknown type'}, expected ${expected.map((each) => TYPES[each]).join(' or ')}`);
}

function checkOutput({ name, shape }: ValueFacts, any: readonly (readonly (number | null)[])[], why: string): void {
  if (shape === null || any.some((wanted) => fits(shape, wanted))) return; // a shape that is not said shows when it is tried
  throw new ModelFault(`its output ${name} has the sides ${inWords(shape)}, expected ${any.map(inWords).join(' or ')} (${why})`);
}

function fits(shape: ValueFacts['shape'], wanted: readonly (number | null)[]): boolean {
  return shape !== null && shape.length === wanted.length && shape.every((side, at) => side === null || wanted[at] === null || side === wanted[at]);
}

function atOnceOf({ name, shape }: ValueFacts): number | null {
  const most = shape?.[0] ?? null;
  if (most !== null && most !== 1) throw new ModelFault(`its input ${name} takes exactly ${most} at a time, expected one or any number; export it with a dynamic first side`);
  return most;
}

function inWords(shape: ValueFacts['shape']): string {
  return shape === null ? 'that are not said' : shape.length === 0 ? 'of a single number' : shape.map((side) => side ?? 'any').join(' × ');
}
