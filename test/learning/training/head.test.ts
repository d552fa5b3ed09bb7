import { describe, expect, it } from 'vitest';
import { fitHead, type Head } from '../../../src-shared/learning/training/head.ts';

/** Four points for each deviation in `sides`, on either side of `middle` along each axis: variance is side² / axes. */
function cross(middle: readonly number[], deviations: readonly number[]): Float32Array {
  const axes = deviations.length;
  return Float32Array.from(deviations.flatMap((deviation, axis) => [1, -1, 1, -1].flatMap((sign) =>
    middle.map((value, i) => value + (i === axis ? sign * deviation * Math.sqrt(axes) : 0)))));
}

const apply = ({ kernel, bias }: Head, point: readonly number[], dim: number): number[] =>
  Array.from({ length: dim }, (_, k) => point.reduce((sum, value, i) => sum + value * kernel[i * dim + k]!, bias[k]!));
/** The length of the head's column for the feature `axis`, whatever its sign and place. */
const stretch = ({ kernel }: Head, axis: number, dim: number): number => Math.hypot(...kernel.subarray(axis * dim, (axis + 1) * dim));

describe('the head', () => {
  it('centres the photos and divides each axis by √(widest · its deviation)', () => {
    const head = fitHead(cross([5, 7], [3, 1]), 2, 2)!;
    for (const value of apply(head, [5, 7], 2)) expect(value).toBeCloseTo(0, 4);
    expect(stretch(head, 0, 2)).toBeCloseTo(1 / 3, 4);
    expect(stretch(head, 1, 2)).toBeCloseTo(1 / Math.sqrt(3 * 1), 4);
  });

  it('is not made of fewer photos than it has axes, but for the axes that were there', () => {
    const before = fitHead(cross([0, 0], [3, 1]), 2, 2)!;
    const two = Float32Array.of(1, 1, 3, 1);
    expect(fitHead(two, 2, 2)).toBeNull();
    expect(fitHead(two, 2, 2, { before })).toBeNull();
    const head = fitHead(two, 2, 2, { before, trust: 1e6 })!;
    // so much trust leaves the axes as they were, around the new photos' middle
    for (let at = 0; at < 4; at++) expect(Math.abs(head.kernel[at]!)).toBeCloseTo(Math.abs(before.kernel[at]!), 3);
    for (const value of apply(head, [2, 1], 2)) expect(value).toBeCloseTo(0, 4);
  });

  it('lies between the photos and the axes before as their numbers do', () => {
    const before = fitHead(cross([9, 9], [3, 1]), 2, 2)!;
    const photos = cross([5, 7], [1, 2]);
    // eight photos of variances 1 and 4, eight photos' trust in 9 and 1: 5 and 2.5
    const head = fitHead(photos, 2, 2, { before, trust: 8 })!;
    const [wide, narrow] = [Math.sqrt(5), Math.sqrt(2.5)];
    expect(stretch(head, 0, 2)).toBeCloseTo(1 / wide, 4);
    expect(stretch(head, 1, 2)).toBeCloseTo(1 / Math.sqrt(wide * narrow), 4);
    for (const value of apply(head, [5, 7], 2)) expect(value).toBeCloseTo(0, 4);
  });

  it('is its own head before: the same photos again change nothing', () => {
    const photos = cross([5, 7, 1], [3, 2, 1]);
    const before = fitHead(photos, 3, 3)!;
    const again = fitHead(photos, 3, 3, { before, trust: 20 })!;
    for (let axis = 0; axis < 3; axis++) expect(stretch(again, axis, 3)).toBeCloseTo(stretch(before, axis, 3), 4);
  });
});
