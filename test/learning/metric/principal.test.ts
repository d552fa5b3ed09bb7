import { describe, expect, it } from 'vitest';
import { principalSpread } from '../../../src-shared/learning/metric/principal.ts';

const all = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);

/** A cloud of 400 points in 6 dimensions: axis k has the spread (6 − k)², turned in the plane of axes 0 and 1 by 30°. */
function cloud(): Float32Array {
  const values = new Float32Array(400 * 6);
  const [cos, sin] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  for (let i = 0; i < 400; i++) {
    // incommensurable phases: uncorrelated
    const own = Array.from({ length: 6 }, (_, k) => (6 - k) * Math.SQRT2 * Math.sin(2 * Math.PI * (i / 400) * (k + 1)));
    values.set([own[0]! * cos - own[1]! * sin + 5, own[0]! * sin + own[1]! * cos, ...own.slice(2)], i * 6);
  }
  return values;
}

describe('principalSpread', () => {
  it('finds the middle, the directions and the variances of a cloud that is known', () => {
    const { mean, directions, variances, total } = principalSpread(cloud(), 6, all(400), 3, 60);
    expect([...mean].map((v) => Math.round(v * 1e4) / 1e4 + 0)).toEqual([5, 0, 0, 0, 0, 0]);
    expect(total).toBeCloseTo(36 + 25 + 16 + 9 + 4 + 1, 3);
    [36, 25, 16].forEach((variance, k) => expect(variances[k]).toBeCloseTo(variance, 3));
    expect(Math.abs(directions[0]!)).toBeCloseTo(Math.cos(Math.PI / 6), 4);
    expect(Math.abs(directions[1]!)).toBeCloseTo(0.5, 4);
  });

  it('gives orthonormal directions', () => {
    const { directions } = principalSpread(cloud(), 6, all(400), 4);
    for (let a = 0; a < 4; a++) {
      for (let b = 0; b < 4; b++) {
        let product = 0;
        for (let i = 0; i < 6; i++) product += directions[a * 6 + i]! * directions[b * 6 + i]!;
        expect(product).toBeCloseTo(a === b ? 1 : 0, 9);
      }
    }
  });

  it('looks at the sample alone', () => {
    const values = Float32Array.from([0, 0, 2, 0, 50, 90]);
    const { mean, total } = principalSpread(values, 2, Uint32Array.from([0, 1]), 2);
    expect([...mean]).toEqual([1, 0]);
    expect(total).toBe(1);
  });

  it('looks for no more directions than so many points can have', () => {
    expect(principalSpread(Float32Array.from([0, 0, 0, 3, 4, 0]), 3, all(2), 3).variances).toHaveLength(1);
    expect(principalSpread(Float32Array.from([0, 0, 0, 3, 4, 0]), 3, all(2), 3).variances[0]).toBeCloseTo(25 / 4, 9);
  });

  it('finds of few points in many dimensions what their covariance, written out, has as eigenvectors', () => {
    const [count, dims] = [5, 12];
    const values = Float32Array.from({ length: count * dims }, (_, at) => Math.sin(at * at * 0.37) + (at % dims));
    const { mean, directions, variances, total } = principalSpread(values, dims, all(count), 8, 400);
    expect(variances).toHaveLength(count - 1);
    const centred = (row: number, i: number): number => values[row * dims + i]! - mean[i]!;
    for (let k = 0; k < count - 1; k++) {
      for (let i = 0; i < dims; i++) {
        let product = 0; // of the covariance's row i with the direction
        for (let j = 0; j < dims; j++) for (let row = 0; row < count; row++) product += (centred(row, i) * centred(row, j) * directions[k * dims + j]!) / count;
        expect(product).toBeCloseTo(variances[k]! * directions[k * dims + i]!, 8);
      }
    }
    expect(variances.reduce((sum, variance) => sum + variance)).toBeCloseTo(total, 9);
  });

  it('says 0 where a cloud does not spread', () => {
    const { variances, directions } = principalSpread(Float32Array.from([1, 2, 3, 1, 2, 3, 1, 2, 3]), 3, all(3), 2);
    expect([...variances]).toEqual([0, 0]);
    expect(directions.every(Number.isFinite)).toBe(true);
  });
});
