import { describe, expect, it } from 'vitest';
import { blend, sharesOf } from '../../../src-shared/learning/metric/blend.ts';
import { identityMap, mapPoints, toSectionMaps, type MapParameters } from '../../../src-shared/learning/metric/section-map.ts';
import { normal } from '../../../src-shared/learning/random.ts';
import { madePhotos } from './made-photos.ts';

const photos = madePhotos({ count: 20 });
const { sections, dims, points } = photos;

/** Maps of a rank with nothing at 0. */
function someMap(rank: number, seed: number): MapParameters {
  const bell = normal(seed);
  const { logWeights, a, b } = identityMap(sections, rank);
  const fill = (list: Float64Array, scale: number) => list.map(() => scale * bell());
  return { rank, logWeights: fill(logWeights, 0.5), a: a.map((list) => fill(list, 0.3)), b: b.map((list) => fill(list, 0.3)) };
}

describe('sharesOf', () => {
  it('sums to 1, and gives e times as much for a nat less', () => {
    const [first, second, third] = sharesOf([10, 11, 12]) as [number, number, number];
    expect(first + second + third).toBeCloseTo(1, 12);
    expect(first / second).toBeCloseTo(Math.E, 9);
    expect(second / third).toBeCloseTo(Math.E, 9);
  });

  it('leaves out what hardly counts, and stands losses of any size', () => {
    expect(sharesOf([5000, 5010])).toEqual([1, 0]);
    expect(sharesOf([3, 3])).toEqual([0.5, 0.5]);
  });
});

describe('blend', () => {
  it('of one metric alone is that metric', () => {
    const one = someMap(2, 1);
    expect(blend(sections, [one, someMap(2, 2)], [1, 0])).toEqual(one);
  });

  it('of nothing but the prior is the identity', () => {
    const found = blend(sections, [someMap(0, 1), someMap(2, 2)], [0, 0]);
    expect(mapPoints(points, dims, sections, toSectionMaps(sections, found))).toEqual(points);
  });

  it('averages the logarithms of weights, with the prior at 0', () => {
    const [one, other] = [someMap(0, 1), someMap(0, 2)];
    const found = blend(sections, [one, other], [0.5, 0.25]);
    found.logWeights.forEach((value, at) => expect(value).toBeCloseTo(0.5 * one.logWeights[at]! + 0.25 * other.logWeights[at]!, 12));
  });

  it('of maps is the mean of what they make of points, where weights agree', () => {
    const [one, other] = [someMap(2, 1), someMap(3, 2)].map((map) => ({ ...map, logWeights: new Float64Array(sections.length) })) as [MapParameters, MapParameters];
    const mapped = (map: MapParameters) => mapPoints(points, dims, sections, toSectionMaps(sections, map));
    const [a, b] = [mapped(one), mapped(other)];
    mapped(blend(sections, [one, other], [0.3, 0.6])).forEach((value, at) => expect(value).toBeCloseTo(0.3 * a[at]! + 0.6 * b[at]! + 0.1 * points[at]!, 5));
  });
});
