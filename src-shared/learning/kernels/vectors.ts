// The kernels in WebAssembly, two doubles at a time (kernels.as). Arrays lie in its memory, which has the size that it begins with: if it grew, they would lose theirs.
import type { Kernels, Strip } from './kernels.ts';

/** As kernels.as exports them: addresses and steps in bytes, lengths in values. */
interface Compiled {
  project(rows: number, count: number, values: number, step: number, size: number, width: number, out: number): void;
  addOuter(sums: number, count: number, values: number, step: number, size: number, width: number, factors: number): void;
}

const PAGE = 65_536;
const DOUBLE = Float64Array.BYTES_PER_ELEMENT;

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
    const from = this.#used;
    const room = (this.#memory.byteLength - from) / DOUBLE;
    if (length > room) throw new RangeError(`Expected room for ${length} doubles, got ${room}.`);
    this.#used += length * DOUBLE;
    return new Float64Array(this.#memory, from, length);
  }

  project(rows: Float64Array, strip: Strip, out: Float64Array): void {
    const { step, width, size } = strip;
    const count = rows.length / width;
    this.#expect(out, count * size);
    this.#compiled.project(this.#expect(rows, count * width), count, this.#begin(strip), step * DOUBLE, size, width, out.byteOffset);
  }

  addOuter(sums: Float64Array, strip: Strip, factors: Float64Array): void {
    const { step, width, size } = strip;
    const count = sums.length / width;
    this.#expect(factors, count * size);
    this.#compiled.addOuter(this.#expect(sums, count * width), count, this.#begin(strip), step * DOUBLE, size, width, factors.byteOffset);
  }

  #begin({ values, start, step, width, size }: Strip): number {
    if (size > 0 && !(start >= 0 && start + (size - 1) * step + width <= values.length)) throw new RangeError(`Expected a strip within ${values.length} values, got ${size} rows of ${width} from ${start} on, ${step} apart.`);
    return this.#expect(values, values.length) + start * DOUBLE;
  }

  /** The address of an array. */
  #expect(array: Float64Array, length: number): number {
    if (array.buffer !== this.#memory) throw new RangeError('Expected an array that these kernels made.');
    if (array.length !== length) throw new RangeError(`Expected ${length} values, got ${array.length}.`);
    return array.byteOffset;
  }
}
