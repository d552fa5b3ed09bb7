import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { kernelsWith } from '../../../src-shared/learning/kernels/choose.ts';
import type { Kernels } from '../../../src-shared/learning/kernels/kernels.ts';
import { Loops } from '../../../src-shared/learning/kernels/loops.ts';
import { normal } from '../../../src-shared/learning/random.ts';

const sources = join(import.meta.dirname, '../../../src-shared/learning/kernels');
/** Of rows, sums or strips: those that fill the tiles of the loops, and those that leave one, two or three over. */
const SHAPES = [[1, 1, 1], [4, 2, 2], [4, 2, 4], [8, 4, 40], [5, 3, 7], [3, 5, 6], [6, 1, 9], [2, 130, 5], [7, 129, 12], [1, 64, 3]] as const;

function fill<T extends Float64Array | Float32Array>(array: T, seed: number): T {
  const bell = normal(seed);
  for (let at = 0; at < array.length; at++) array[at] = bell();
  return array;
}

const made = (kernels: Kernels, length: number, seed: number): Float64Array => fill(kernels.doubles(length), seed);

/** Columns of a wider matrix, which begin at the third. */
function stripOf(kernels: Kernels, size: number, width: number) {
  const step = width + 5;
  return { values: fill(kernels.floats(size * step + 3), 2), start: 3, step, width, size };
}

describe.each([['of this machine', () => kernelsWith(10_000)], ['of plain loops', () => new Loops()]])('the kernels %s', (_name, open) => {
  it.each(SHAPES)('project: %i rows, %i of the strip, %i wide', (count, size, width) => {
    const kernels = open();
    const rows = made(kernels, count * width, 1);
    const strip = stripOf(kernels, size, width);
    const out = made(kernels, count * size, 3); // what was there before does not count
    kernels.project(rows, strip, out);
    for (let row = 0; row < size; row++) {
      for (let k = 0; k < count; k++) {
        let sum = 0;
        for (let i = 0; i < width; i++) sum += rows[k * width + i]! * strip.values[strip.start + row * strip.step + i]!;
        expect(out[row * count + k]).toBeCloseTo(sum, 12);
      }
    }
  });

  it.each([...SHAPES, [4, 2, 1000]] as const)('projectFloats: %i rows, %i of the strip, %i wide', (count, size, width) => {
    const kernels = open();
    const rows = fill(kernels.floats(count * width), 1);
    const strip = stripOf(kernels, size, width);
    const out = fill(kernels.floats(count * size), 3);
    kernels.projectFloats(rows, strip, out);
    for (let row = 0; row < size; row++) {
      for (let k = 0; k < count; k++) {
        let [sum, long] = [0, 0];
        for (let i = 0; i < width; i++) {
          const product = rows[k * width + i]! * strip.values[strip.start + row * strip.step + i]!;
          sum += product;
          long += product * product;
        }
        expect(Math.abs(out[row * count + k]! - sum)).toBeLessThan(4 * 2 ** -24 * Math.max(Math.abs(sum), Math.sqrt(long)));
      }
    }
  });

  it.each(SHAPES)('addOuter: %i sums, %i of the strip, %i wide', (count, size, width) => {
    const kernels = open();
    const sums = made(kernels, count * width, 1);
    const before = sums.slice();
    const strip = stripOf(kernels, size, width);
    const factors = made(kernels, count * size, 3);
    const around = strip.values.slice();
    kernels.addOuter(sums, strip, factors);
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < width; i++) {
        let sum = before[k * width + i]!;
        for (let row = 0; row < size; row++) sum += factors[row * count + k]! * strip.values[strip.start + row * strip.step + i]!;
        expect(sums[k * width + i]).toBeCloseTo(sum, 12);
      }
    }
    expect(strip.values).toEqual(around);
  });

  it.each([4, 8, 12])('multiplyAcross and addAcross: rows of %i', (width) => {
    const kernels = open();
    const [rows, sums] = [made(kernels, 5 * width, 1), made(kernels, 5 * width, 2)];
    const pairs = { first: kernels.integers(4), second: kernels.integers(4) };
    pairs.first.set([0, 3, 2, 4]);
    pairs.second.set([1, 0, 2, 0]); // one pair of a row and itself, one row in three pairs
    const [out, factors, wanted] = [made(kernels, 4, 3), made(kernels, 4, 4), sums.slice()];
    kernels.multiplyAcross(pairs, rows, width, out);
    kernels.addAcross(pairs, factors, rows, width, sums);
    for (let pair = 0; pair < 4; pair++) {
      const [x, y] = [pairs.first[pair]! * width, pairs.second[pair]! * width];
      const apart = Array.from({ length: width }, (_, i) => rows[x + i]! - rows[y + i]!);
      expect(out[pair]).toBeCloseTo(apart.slice(0, width / 2).reduce((sum, value, i) => sum + value * apart[width / 2 + i]!, 0), 12);
      apart.forEach((value, i) => {
        wanted[x + i]! += factors[pair]! * value;
        wanted[y + i]! -= factors[pair]! * value;
      });
    }
    sums.forEach((value, at) => expect(value).toBeCloseTo(wanted[at]!, 12));
  });

  it.each([1, 3, 4, 15, 16, 37, 296])('squaresFrom: %i wide', (width) => {
    const kernels = open();
    const values = fill(kernels.floats(9 * width), 1);
    values.copyWithin(5 * width, 2 * width, 3 * width);
    const others = kernels.integers(4);
    const [out, back] = [kernels.floats(4), kernels.floats(1)];
    others.set([0, 8, 5, 2]);
    kernels.squaresFrom(values, width, 2, others, out);
    for (const [at, other] of others.entries()) {
      const square = values.subarray(0, width).reduce((sum, _, i) => sum + (values[2 * width + i]! - values[other * width + i]!) ** 2, 0);
      expect(Math.abs(out[at]! - square)).toBeLessThanOrEqual(16 * 2 ** -24 * square);
      const one = others.subarray(0, 1);
      const [first] = one;
      one[0] = 2;
      kernels.squaresFrom(values, width, other, one, back);
      one[0] = first!;
      expect(back[0]).toBe(out[at]);
    }
  });

  it('firstAbove: finds each place where a value reaches its limit', () => {
    const kernels = open();
    const [values, limits] = [kernels.floats(11), kernels.floats(11)];
    const [above, never] = [[0, 3, 6, 9, 10], [1, 2, 4, 5, 7, 8]];
    for (const at of above) values[at] = at === 6 ? 1.5 : 2; // at 6 it is reached, and no more
    for (const at of never) values[at] = at === 8 ? NaN : 1;
    limits.fill(0.5);
    limits[3] = -Infinity;
    const found: number[] = [];
    for (let at = kernels.firstAbove(values, limits, 1, 0); at < 11; at = kernels.firstAbove(values, limits, 1, at + 1)) found.push(at);
    expect(found).toEqual(above);
    expect(kernels.firstAbove(values, limits, 2, 4)).toBe(11);
  });

  it('of nothing give nothing', () => {
    const kernels = open();
    const [rows, none] = [made(kernels, 6, 1), kernels.doubles(0)];
    const empty = { values: kernels.floats(0), start: 0, step: 3, width: 3, size: 0 };
    kernels.project(rows, empty, none);
    const before = rows.slice();
    kernels.addOuter(rows, empty, none);
    expect(rows).toEqual(before);
  });
});

describe('vectors', () => {
  it('are there', () => {
    expect(kernelsWith(1).vectors).toBe(true);
  });

  it('refuse arrays of other memory, of other lengths, and strips that reach beyond theirs', () => {
    const kernels = kernelsWith(100);
    const [rows, values, out] = [kernels.doubles(6), kernels.floats(9), kernels.doubles(6)];
    const strip = { values, start: 0, step: 3, width: 3, size: 3 };
    kernels.project(rows, strip, out);
    expect(() => kernels.project(new Float64Array(6), strip, out)).toThrow('Expected an array that these kernels made.');
    expect(() => kernels.project(rows, strip, kernels.doubles(5))).toThrow('Expected 6 values, got 5.');
    expect(() => kernels.project(rows, { ...strip, start: 1 }, out)).toThrow('Expected a strip within 9 values, got 3 rows of 3 from 1 on, 3 apart.');
    expect(() => kernels.addOuter(rows, { ...strip, step: 4 }, out)).toThrow(RangeError);
    expect(() => kernels.multiplyAcross({ first: kernels.integers(2), second: kernels.integers(3) }, rows, 2, kernels.doubles(2))).toThrow('Expected 2 values, got 3.');
  });

  it('have no more room than was asked for, but for what is left of a page', () => {
    const kernels = kernelsWith(8192);
    kernels.doubles(8000);
    expect(() => kernels.doubles(193)).toThrow('Expected room for 193 doubles, got 192.');
  });
});

it.each([
  ['where there is no WebAssembly', () => vi.stubGlobal('WebAssembly', undefined)],
  ['where it has no vectors', () => vi.spyOn(WebAssembly, 'validate').mockReturnValue(false)],
  ['in a page, whose policy lets nothing be compiled', () => vi.stubGlobal('location', { href: 'kindred://app/' })]
])('%s, loops compute', async (_name, take) => {
  vi.resetModules();
  take();
  const { kernelsWith: fresh } = await import('../../../src-shared/learning/kernels/choose.ts');
  expect(fresh(1).vectors).toBe(false);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('what is compiled is what the source says: run `npm run kernels` where it is not', async () => {
  const { compileKernels } = (await import(join(import.meta.dirname, '../../../scripts/kernels.mjs'))) as { compileKernels: () => Promise<string> };
  expect(readFileSync(join(sources, 'compiled.ts'), 'utf8')).toBe(await compileKernels());
});
