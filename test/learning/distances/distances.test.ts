import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chebyshev } from './chebyshev.ts';
import { correlation } from './correlation.ts';
import { cosine } from './cosine.ts';
import { euclidean } from './euclidean.ts';
import { mahalanobis } from './mahalanobis.ts';
import { manhattan } from './manhattan.ts';
import { readReference } from '../../reference/values.ts';

type Matrix = (x: Float32Array, y: Float32Array, dims: number) => Float32Array;

const DIMS = 4;
// definite: diagonally dominant
const DEFINITE = Float32Array.from([3, 1, 0, -0.5, 1, 4, 0.5, 0, 0, 0.5, 2, 0.25, -0.5, 0, 0.25, 1]);
// of rank 1: v vᵀ with v = (1, 1, 0, 0)
const FLAT = Float32Array.from([1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

const all: Record<string, Matrix> = {
  euclidean,
  manhattan,
  chebyshev,
  cosine,
  correlation,
  mahalanobis: (x, y, dims) => mahalanobis(x, y, dims, DEFINITE)
};
const metrics = ['euclidean', 'manhattan', 'chebyshev', 'mahalanobis'];
const bounded = ['cosine', 'correlation'];

const value = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 100);
const row = fc.array(value, { minLength: DIMS, maxLength: DIMS }).map((values) => Float32Array.from(values));
const between = (name: string, a: Float32Array, b: Float32Array) => all[name]!(a, b, DIMS)[0]!;

describe('distances', () => {
  it('agree with the reference to 1e-4', () => {
    type Entry = Record<'x' | 'y' | 'mahalanobisMatrix' | keyof typeof all, number[][]>;
    const reference = readReference<Entry>('distances');
    const dims = reference.x![0]!.length;
    const [x, y, matrix] = [reference.x!, reference.y!, reference.mahalanobisMatrix!].map((rows) => Float32Array.from(rows.flat()));
    const computed = { euclidean, manhattan, chebyshev, cosine, correlation, mahalanobis: (a, b, d) => mahalanobis(a, b, d, matrix!) } satisfies Record<string, Matrix>;
    for (const [name, distances] of Object.entries(computed)) {
      const expected = reference[name]!.flat();
      const got = distances(x!, y!, dims);
      expect(got.length, name).toBe(expected.length);
      expected.forEach((distance, i) => expect(Math.abs(got[i]! - distance), `${name} ${i}`).toBeLessThanOrEqual(1e-4 * distance));
    }
  });

  it('equal hand-worked values', () => {
    const a = Float32Array.from([1, 2, 3, 4]);
    const b = Float32Array.from([1, 0, 6, 0]);
    expect(between('euclidean', a, b)).toBeCloseTo(Math.sqrt(0 + 4 + 9 + 16), 6);
    expect(between('manhattan', a, b)).toBe(9);
    expect(between('chebyshev', a, b)).toBe(4);
    expect(between('cosine', a, b)).toBeCloseTo(1 - 19 / Math.sqrt(30 * 37), 6);
    // less the means: (−1.5, −0.5, 0.5, 1.5) and (−0.75, −1.75, 4.25, −1.75)
    expect(between('correlation', a, b)).toBeCloseTo(1 - (1.125 + 0.875 + 2.125 - 2.625) / Math.sqrt(5 * 24.75), 6);
    expect(mahalanobis(a, b, DIMS, FLAT)[0]).toBe(2);
  });

  it('fill the matrix row by row', () => {
    const x = Float32Array.from([0, 10]);
    const y = Float32Array.from([1, 2, 4]);
    expect([...euclidean(x, y, 1)]).toEqual([1, 2, 4, 9, 8, 6]);
    expect(euclidean(x, new Float32Array(), 1)).toHaveLength(0);
  });

  it.each(Object.keys(all))('%s is symmetric, not negative, and 0 from a row to itself', (name) => {
    fc.assert(
      fc.property(row, row, (a, b) => {
        const there = between(name, a, b);
        expect(there).toBeGreaterThanOrEqual(0);
        expect(between(name, b, a)).toBeCloseTo(there, 5);
        expect(between(name, a, a)).toBeCloseTo(0, 5);
      })
    );
  });

  it.each(metrics)('%s obeys the triangle inequality and tells different rows apart', (name) => {
    fc.assert(
      fc.property(row, row, row, (a, b, c) => {
        expect(between(name, a, c)).toBeLessThanOrEqual((between(name, a, b) + between(name, b, c)) * (1 + 1e-5));
        if (a.some((v, i) => v !== b[i])) expect(between(name, a, b)).toBeGreaterThan(0);
      })
    );
  });

  it.each(bounded)('%s stays within 0 and 2 and does not see length', (name) => {
    fc.assert(
      fc.property(row, row, fc.constantFrom(0.25, 2, 8), (a, b, factor) => {
        const distance = between(name, a, b);
        expect(distance).toBeLessThanOrEqual(2);
        expect(between(name, a.map((v) => v * factor), b)).toBeCloseTo(distance, 5);
      })
    );
  });

  it.each([
    ['cosine', [1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 0, 0]],
    ['correlation', [1, -1, 0, 0], [1, -1, 1, -1], [0, 0, 1, -1]]
  ])('%s breaks the triangle inequality: it is no metric', (name, a, b, c) => {
    const [from, by, to] = [a, b, c].map((values) => Float32Array.from(values));
    expect(between(name, from!, to!)).toBeGreaterThan(between(name, from!, by!) + between(name, by!, to!));
  });

  it('mahalanobis with a flat matrix is a pseudometric: different rows may be 0 apart', () => {
    expect(mahalanobis(Float32Array.from([1, 2, 3, 4]), Float32Array.from([2, 1, 9, 9]), DIMS, FLAT)[0]).toBe(0);
  });

  it('mahalanobis with the identity is euclidean', () => {
    const identity = Float32Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 0));
    fc.assert(
      fc.property(row, row, (a, b) => {
        expect(mahalanobis(a, b, DIMS, identity)[0]).toBeCloseTo(between('euclidean', a, b), 4);
      })
    );
  });

  it('give rows without a direction a distance: 0 among themselves, 1 to others', () => {
    const zero = new Float32Array(DIMS);
    const flat = Float32Array.from([0.1, 0.1, 0.1, 0.1]);
    const other = Float32Array.from([1, 2, 3, 5]);
    expect([between('cosine', zero, zero), between('cosine', zero, other)]).toEqual([0, 1]);
    expect([between('correlation', flat, zero), between('correlation', flat, other)]).toEqual([0, 1]);
  });

  it('refuse broken shapes and say which', () => {
    expect(() => euclidean(new Float32Array(5), new Float32Array(4), 2)).toThrow(/whole rows of 2 values, got 5/);
    expect(() => cosine(new Float32Array(4), new Float32Array(4), 0)).toThrow(/got 0/);
    expect(() => mahalanobis(new Float32Array(2), new Float32Array(2), 2, new Float32Array(3))).toThrow(/2×2 matrix, got 3/);
    expect(() => mahalanobis(new Float32Array(2), new Float32Array(2), 2, Float32Array.from([1, 2, 3, 1]))).toThrow(/symmetric/);
  });
});
