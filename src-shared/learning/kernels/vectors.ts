// The kernels in WebAssembly, two doubles at a time (kernels.as). Arrays lie in its memory, which has the size that it begins with: if it grew, they would lose theirs.
import type { Kernels, RowPairs, Strip } from './kernels.ts';

/** As kernels.as exports them: addresses and steps in bytes, lengths in values. */
interface Compiled {
  project(rows: number, count: number, values: number, step: number, size: number, width: number, out: number): void;
  projectFloats(rows: number, count: number, values: number, step: number, size: number, width: number, out: number): void;
  addOuter(sums: number, count: number, values: number, step: number, size: number, width: number, factors: number): void;
  multiplyAcross(first: number, second: number, count: number, rows: number, width: number, out: number): void;
  addAcross(first: number, second: number, count: number, factors: number, rows: number, width: number, sums: number): void;
  squaresFrom(values: number, width: number, row: number, others: number, count: number, out: number): void;
  firstAbove(values: number, limits: number, from: number, count: number, limit: number): number;
}

const PAGE = 65_536;
const DOUBLE = Float64Array.BYTES_PER_ELEMENT;
const FLOAT = Float32Array.BYTES_PER_ELEMENT;

type Numbers = Float64Array | Float32Array | Uint32Array;

export class Vectors implements Kernels {
  readonly vectors = true;
  readonly #memory: ArrayBuffer;
  readonly #compiled: Compiled;
  #used = 0;

  constructor(module: WebAssembly.Module, room: number) {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((room * DOUBLE) / PAGE) });
    this.#memory = memory.buffer;
    this.#compiled = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Compiled; // what kernels.as exports
  }

  doubles(length: number): Float64Array {
    return new Float64Array(this.#memory, this.#take(length), length);
  }

  floats(length: number): Float32Array {
    return new Float32Array(this.#memory, this.#take(length / 2), length);
  }

  integers(length: number): Uint32Array {
    return new Uint32Array(this.#memory, this.#take(length / 2), length);
  }

  project(rows: Float64Array, strip: Strip, out: Float64Array): void {
    const { step, width, size } = strip;
    const count = rows.length / width;
    this.#expect(out, count * size);
    this.#compiled.project(this.#expect(rows, count * width), count, this.#begin(strip), step * FLOAT, size, width, out.byteOffset);
  }

  projectFloats(rows: Float32Array, strip: Strip, out: Float32Array): void {
    const { step, width, size } = strip;
    const count = rows.length / width;
    this.#expect(out, count * size);
    this.#compiled.projectFloats(this.#expect(rows, count * width), count, this.#begin(strip), step * FLOAT, size, width, out.byteOffset);
  }

  addOuter(sums: Float64Array, strip: Strip, factors: Float64Array): void {
    const { step, width, size } = strip;
    const count = sums.length / width;
    this.#expect(factors, count * size);
    this.#compiled.addOuter(this.#expect(sums, count * width), count, this.#begin(strip), step * FLOAT, size, width, factors.byteOffset);
  }

  multiplyAcross({ first, second }: RowPairs, rows: Float64Array, width: number, out: Float64Array): void {
    const count = first.length;
    this.#expect(second, count);
    this.#expect(out, count);
    this.#compiled.multiplyAcross(this.#expect(first, count), second.byteOffset, count, this.#expect(rows, rows.length), width, out.byteOffset);
  }

  addAcross({ first, second }: RowPairs, factors: Float64Array, rows: Float64Array, width: number, sums: Float64Array): void {
    const count = first.length;
    this.#expect(second, count);
    this.#expect(factors, count);
    this.#expect(sums, rows.length);
    this.#compiled.addAcross(this.#expect(first, count), second.byteOffset, count, factors.byteOffset, this.#expect(rows, rows.length), width, sums.byteOffset);
  }

  squaresFrom(values: Float32Array, width: number, row: number, others: Uint32Array, out: Float32Array): void {
    const count = others.length;
    this.#expect(out, count);
    this.#compiled.squaresFrom(this.#expect(values, values.length), width, row, this.#expect(others, count), count, out.byteOffset);
  }

  firstAbove(values: Float32Array, limits: Float32Array, limit: number, from: number): number {
    return this.#compiled.firstAbove(this.#expect(values, values.length), this.#expect(limits, values.length), from, values.length, limit);
  }

  /** The address of a strip. */
  #begin({ values, start, step, width, size }: Strip): number {
    if (size > 0 && !(start >= 0 && start + (size - 1) * step + width <= values.length)) throw new RangeError(`Expected a strip within ${values.length} values, got ${size} rows of ${width} from ${start} on, ${step} apart.`);
    return this.#expect(values, values.length) + start * FLOAT;
  }

  /** The address of an array. */
  #expect(array: Numbers, length: number): number {
    if (array.buffer !== this.#memory) throw new RangeError('Expected an array that these kernels made.');
    if (array.length !== length) throw new RangeError(`Expected ${length} values, got ${array.length}.`);
    return array.byteOffset;
  }

  /** The address of so many doubles that nothing has yet. */
  #take(doubles: number): number {
    const from = this.#used;
    const [wanted, room] = [Math.ceil(doubles), (this.#memory.byteLength - from) / DOUBLE];
    if (wanted > room) throw new RangeError(`Expected room for ${wanted} doubles, got ${room}.`);
    this.#used += wanted * DOUBLE;
    return from;
  }
}
