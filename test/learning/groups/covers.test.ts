import { describe, expect, it } from 'vitest';
import { portray, Portraits } from '../../../src-shared/learning/groups/covers.ts';
import { asPoints, squaredDistance } from '../../../src-shared/learning/linkage/points.ts';
import { clusteredPoints } from '../linkage/made.ts';

describe('the portrait of a group', () => {
  it('shows the photo nearest to the mean first, then ones far from those before', () => {
    // a cross: centre, four arms; photo 5 is not of the group
    const points = asPoints(Float32Array.of(0.1, 0, 1, 0, -3, 0, 0, 1.5, 0, -1, 90, 90), 2);
    const { covers } = portray(points, Uint32Array.of(0, 1, 2, 3, 4));
    expect(covers).toEqual([0, 2, 3, 4]);
  });

  it('puts a given cover first and never shows one twice', () => {
    const points = asPoints(Float32Array.of(0, 1, 2), 1);
    expect(portray(points, Uint32Array.of(0, 1, 2), { first: 2 }).covers).toEqual([2, 0, 1]);
    expect(portray(points, Uint32Array.of(1), { first: 1 })).toEqual({ covers: [1], typicalDistance: 0 });
    expect(portray(points, Uint32Array.of(0, 1, 2), { count: 1 }).covers).toEqual([1]);
  });

  it('does not show an outlier of a group that has an inside', () => {
    const values = clusteredPoints(30, 3, 1, 4);
    values.set([500, 500, 500], 0);
    const { covers } = portray(asPoints(values, 3), Uint32Array.from({ length: 30 }, (_, at) => at));
    expect(covers).toHaveLength(4);
    expect(covers).not.toContain(0);
  });

  it('measures the typical distance as over all pairs', () => {
    const points = asPoints(clusteredPoints(20, 6, 2, 9), 6);
    const members = Uint32Array.of(1, 4, 5, 9, 13, 17);
    const pairs = [...members].flatMap((i, at) => [...members.slice(at + 1)].map((j) => squaredDistance(points, i, j)));
    const expected = Math.sqrt(pairs.reduce((sum, squared) => sum + squared, 0) / pairs.length);
    expect(portray(points, members).typicalDistance).toBeCloseTo(expected, 6);
  });

  it('is kept from one grouping to the next only for the same photos and cover', () => {
    const points = asPoints(clusteredPoints(60, 4, 3, 6), 4);
    const portraits = new Portraits(points);
    const rows = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, at) => from + at);
    const groupings: [Uint32Array[], (number | undefined)[]][] = [
      [[rows(0, 20), rows(20, 60)], [undefined, 33]], [[rows(0, 20), rows(20, 60)], [7, 33]], [[rows(0, 20), rows(20, 60)], [undefined, undefined]],
      [[rows(0, 21), rows(21, 60)], [7, undefined]], [[rows(0, 21).with(20, 40)], [7]]
    ];
    for (const [groups, firsts] of groupings) {
      const fresh = groups.map((members, at) => portray(points, members, { first: firsts[at] }));
      expect(portraits.of(groups, firsts, 4)).toEqual(fresh);
    }
  });
});
