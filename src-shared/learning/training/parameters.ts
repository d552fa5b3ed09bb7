// What a training changes, as one long row of numbers: the encoder's learning tensors and the projector's, one after the other.
// With one row, an optimiser step, an average or a checkpoint is one operation instead of one per tensor.
import * as tf from '@tensorflow/tfjs-core';
import { type Architecture, sizeOf, type TensorShape, tensorShapes } from '../encoder/architecture.ts';
import type { EncoderWeights } from '../encoder/weights.ts';
import { initialProjector, projectorShapes } from './projector.ts';
import type { Depth } from './recipe.ts';

export interface Parameter extends TensorShape {
  /** Where its numbers start in the row. */
  readonly offset: number;
  readonly size: number;
  /** Whether it belongs to the encoder, or to the projector, which is discarded in the end. */
  readonly encoder: boolean;
}

export interface Parameters {
  readonly list: readonly Parameter[];
  /** Number of values in the row. */
  readonly size: number;
  /** The first block that learns; −1 if the stem does too. */
  readonly firstBlock: number;
}

/** Which parameters learn at a depth. The encoder's head never does: it is fitted in closed form afterwards (head.ts). */
export function listParameters(architecture: Architecture, depth: Depth): Parameters {
  if (depth === 'adapter') throw new RangeError('depth: expected how much of the encoder learns, got an adapter');
  const firstBlock = depth === 'all' ? -1 : architecture.blocks.length - Math.ceil(architecture.blocks.length / 3);
  const learns = ({ name }: TensorShape): boolean => {
    const [, block] = /^block(\d+)\//.exec(name) ?? [];
    return block === undefined ? name.startsWith('stem/') && depth === 'all' : Number(block) >= firstBlock;
  };
  const features = architecture.blocks.at(-1)?.filters ?? architecture.stem.filters;
  let size = 0;
  const place = (shape: TensorShape, encoder: boolean): Parameter => {
    const offset = size;
    size += sizeOf(shape.shape);
    return { ...shape, offset, size: size - offset, encoder };
  };
  const list = [
    ...tensorShapes(architecture).filter(learns).map((shape) => place(shape, true)),
    ...projectorShapes(features).map((shape) => place(shape, false))
  ];
  return { list, size, firstBlock };
}

/** The initial row: the encoder's own numbers, and a projector that follows from `seed`. */
export function initialValues({ list, size }: Parameters, weights: EncoderWeights, seed: number): Float32Array {
  const row = new Float32Array(size);
  const projector = initialProjector(list.filter(({ encoder }) => !encoder), seed);
  for (const { name, offset, encoder } of list) {
    const values = encoder ? weights.tensors.get(name) : projector.get(name);
    if (!values) throw new TypeError(`${name}: expected this tensor in encoder ${weights.version}, got none`);
    row.set(values, offset);
  }
  return row;
}

/** The tensors of a row, by name; the caller disposes them. */
export function tensorsOf({ list }: Parameters, row: tf.Tensor1D): Record<string, tf.Tensor> {
  return Object.fromEntries(list.map(({ name, shape, offset, size }) => [name, tf.tidy(() => tf.reshape(tf.slice(row, [offset], [size]), [...shape]))]));
}

/** The row of one tensor per parameter, in the order of the list. */
export function rowOf(tensors: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.tidy(() => tf.concat1d(tensors.map((tensor) => tf.reshape<tf.Rank.R1>(tensor, [-1]))));
}
