// The kernels in plain numbers: where there is no WebAssembly, and what it is tested against.
import type { Kernels, RowPairs, Strip } from './kernels.ts';

export class Loops implements Kernels {
  readonly vectors = false;

  doubles(length: number): Float64Array {
    return new Float64Array(length);
  }

  floats(length: number): Float32Array {
    return new Float32Array(length);
  }

  integers(length: number): Uint32Array {
    return new Uint32Array(length);
  }

  project(rows: Float64Array, strip: Strip, out: Float64Array): void {
    projectBy(rows, strip, out);
  }

  projectFloats(rows: Float32Array, strip: Strip, out: Float32Array): void {
    projectBy(rows, strip, out);
  }

  /** Four rows of values at a time: a sum is then written once for four. */
  addOuter(sums: Float64Array, { values, start, step, width, size }: Strip, factors: Float64Array): void {
    const count = sums.length / width;
    let row = 0;
    for (; row + 3 < size; row += 4) {
      const p0 = start + row * step, p1 = p0 + step, p2 = p1 + step, p3 = p2 + step;
      for (let k = 0, at = row * count; k < count; k++, at++) {
        const f0 = factors[at]!, f1 = factors[at + count]!, f2 = factors[at + 2 * count]!, f3 = factors[at + 3 * count]!;
        for (let i = 0, to = k * width; i < width; i++, to++) sums[to]! += f0 * values[p0 + i]! + f1 * values[p1 + i]! + f2 * values[p2 + i]! + f3 * values[p3 + i]!;
      }
    }
    for (; row < size; row++) {
      for (let k = 0, at = row * count, from = start + row * step; k < count; k++, at++) {
        for (let i = 0, to = k * width; i < width; i++, to++) sums[to]! += factors[at]! * values[from + i]!;
      }
    }
  }

  multiplyAcross({ first, second }: RowPairs, rows: Float64Array, width: number, out: Float64Array): void {
    const half = width / 2;
    for (let pair = 0; pair < first.length; pair++) {
      let sum = 0;
      for (let x = first[pair]! * width, y = second[pair]! * width, end = x + half; x < end; x++, y++) sum += (rows[x]! - rows[y]!) * (rows[x + half]! - rows[y + half]!);
      out[pair] = sum;
    }
  }

  addAcross({ first, second }: RowPairs, factors: Float64Array, rows: Float64Array, width: number, sums: Float64Array): void {
    for (let pair = 0; pair < first.length; pair++) {
      const factor = factors[pair]!;
      for (let x = first[pair]! * width, y = second[pair]! * width, end = x + width; x < end; x++, y++) {
        const share = factor * (rows[x]! - rows[y]!);
        sums[x]! += share;
        sums[y]! -= share;
      }
    }
  }

  squaresFrom(values: Float32Array, width: number, row: number, others: Uint32Array, out: Float32Array): void {
    for (let at = 0; at < others.length; at++) {
      let sum = 0;
      for (let x = row * width, y = others[at]! * width, end = x + width; x < end; x++, y++) {
        const difference = values[x]! - values[y]!;
        sum += difference * difference;
      }
      out[at] = sum;
    }
  }

  firstAbove(values: Float32Array, limits: Float32Array, limit: number, from: number): number {
    let at = from;
    while (at < values.length && !(values[at]! >= limit + limits[at]!)) at++;
    return at;
  }
}

/** Four of `rows` at a time, so that each value is loaded once for four. */
function projectBy<T extends Float64Array | Float32Array>(rows: T, { values, start, step, width, size }: Strip, out: T): void {
  const count = rows.length / width;
  for (let row = 0; row < size; row++) {
    const x = start + row * step, to = row * count;
    let k = 0;
    for (; k + 3 < count; k += 4) {
      const r0 = k * width, r1 = r0 + width, r2 = r1 + width, r3 = r2 + width;
      let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
      for (let i = 0; i < width; i++) {
        const value = values[x + i]!;
        s0 += rows[r0 + i]! * value; s1 += rows[r1 + i]! * value; s2 += rows[r2 + i]! * value; s3 += rows[r3 + i]! * value;
      }
      out[to + k] = s0; out[to + k + 1] = s1; out[to + k + 2] = s2; out[to + k + 3] = s3;
    }
    for (; k < count; k++) {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += rows[k * width + i]! * values[x + i]!;
      out[to + k] = sum;
    }
  }
}
