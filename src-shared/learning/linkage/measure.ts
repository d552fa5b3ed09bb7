// Distances from one point to many others of a large set, several at a time (learning/kernels): a copy of the points is made for it.
import { kernelsWith } from '../kernels/choose.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Points } from './points.ts';

export class Measure {
  readonly #kernels: Kernels;
  readonly #values: Float32Array;
  readonly #dims: number;
  readonly #others: Uint32Array;
  readonly #squares: Float32Array;

  /** @param most others that are measured at a time */
  constructor({ size, dims, values }: Points, most: number) {
    this.#kernels = kernelsWith((size * dims) / 2 + most + 3);
    this.#dims = dims;
    // plain loops read what is there
    this.#values = this.#kernels.vectors ? this.#kernels.floats(values.length) : values;
    if (this.#values !== values) this.#values.set(values);
    this.#others = this.#kernels.integers(most);
    this.#squares = this.#kernels.floats(most);
  }

  /** The distance of `row` from each of `others`; valid until the next are asked for. */
  from(row: number, others: ArrayLike<number>): Float32Array {
    const { length } = others;
    const [asked, found] = [this.#others.subarray(0, length), this.#squares.subarray(0, length)];
    asked.set(others);
    this.#kernels.squaresFrom(this.#values, this.#dims, row, asked, found);
    for (let at = 0; at < length; at++) found[at] = Math.sqrt(found[at]!);
    return found;
  }
}
