// A smooth function of positive numbers as a table: powers are what the inner loops of a projection would spend their time on.

/** Bits of a single-precision number that tell entries apart: its exponent and the first eight of its fraction. */
const DROPPED = 15;
const SMALLEST = 2 ** -40;
const GREATEST = 2 ** 40;

/** `of` between 2⁻⁴⁰ and 2⁴⁰, beyond that as at the ends; within .2 % for functions that change no faster than their argument's square. */
export class Curve {
  readonly #number = new Float32Array(1);
  readonly #bits = new Uint32Array(this.#number.buffer);
  readonly #values: Float32Array;
  readonly #first: number;

  constructor(of: (value: number) => number) {
    this.#first = this.#entryOf(SMALLEST);
    const count = this.#entryOf(GREATEST) - this.#first + 1;
    this.#values = Float32Array.from({ length: count }, (_, entry) => {
      // the middle of what falls on the entry
      this.#bits[0] = ((this.#first + entry) << DROPPED) + (1 << (DROPPED - 1));
      return of(this.#number[0]!);
    });
  }

  at(value: number): number {
    this.#number[0] = value;
    const entry = (this.#bits[0]! >>> DROPPED) - this.#first;
    const { length } = this.#values;
    return this.#values[entry < 0 ? 0 : entry >= length ? length - 1 : entry]!;
  }

  #entryOf(value: number): number {
    this.#number[0] = value;
    return this.#bits[0]! >>> DROPPED;
  }
}
