import { describe, expect, it } from 'vitest';
import { Portrayer, Portraits } from '../../../src-shared/learning/groups/covers.ts';
import { asPoints } from '../../../src-shared/learning/linkage/points.ts';
import { normal } from '../../../src-shared/learning/random.ts';
import { clusteredPoints } from '../linkage/made.ts';

describe('the portrait of a group', () => {
  it('shows the photo nearest to the mean first, then ones far from those before', () => {
    // a cross: centre, four arms; photo 5 is not of the group
    const points = asPoints(Float32Array.of(0.1, 0, 1, 0, -3, 0, 0, 1.5, 0, -1, 90, 90), 2);
    const covers = new Portrayer(points).portray(Uint32Array.of(0, 1, 2, 3, 4));
    expect(covers).toEqual([0, 2, 3, 4]);
  });

  it('puts a given cover first and never shows one twice', () => {
    const points = asPoints(Float32Array.of(0, 1, 2), 1);
    expect(new Portrayer(points).portray(Uint32Array.of(0, 1, 2), { first: 2 })).toEqual([2, 0, 1]);
    expect(new Portrayer(points).portray(Uint32Array.of(1), { first: 1 })).toEqual([1]);
    expect(new Portrayer(points).portray(Uint32Array.of(0, 1, 2), { count: 1 })).toEqual([1]);
  });

  it('does not show an outlier of a group that has an inside', () => {
    const values = clusteredPoints(30, 3, 1, 4);
    values.set([500, 500, 500], 0);
    const covers = new Portrayer(asPoints(values, 3)).portray(Uint32Array.from({ length: 30 }, (_, at) => at));
    expect(covers).toHaveLength(4);
    expect(covers).not.toContain(0);
  });

  it('of a large group shows its middle and all that is in it, though not every photo is looked at', () => {
    const [dims, size] = [8, 3000];
    const bell = normal(5);
    // four kinds of photos, each around another corner, and the corners around the first
    const values = Float32Array.from({ length: size * dims }, (_, at) => 0.3 * bell() + (at % dims === Math.floor(at / dims) % 5 && Math.floor(at / dims) % 5 < 4 ? 10 : 0));
    const points = asPoints(values, dims);
    const members = Uint32Array.from({ length: size }, (_, at) => at);
    const centre = Float64Array.from({ length: dims }, (_, d) => members.reduce((sum, at) => sum + values[at * dims + d]!, 0) / size);
    const toMean = (photo: number): number => centre.reduce((sum, of, d) => sum + (values[photo * dims + d]! - of) ** 2, 0);
    const covers = new Portrayer(points).portray(members, { count: 5 });
    expect([...members].sort((a, b) => toMean(a) - toMean(b)).indexOf(covers[0]!)).toBeLessThan(size / 50);
    expect(new Set(covers.map((photo) => photo % 5)).size).toBe(5);
    const last = members[size - 1]!;
    expect(new Portrayer(points).portray(members, { first: last })[0]).toBe(last); // not one of those that are looked at
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
      const fresh = groups.map((members, at) => new Portrayer(points).portray(members, { first: firsts[at] }));
      expect(groups.map((members, at) => portraits.draw(members, firsts[at], 4))).toEqual(fresh);
      expect(groups.map((members, at) => portraits.known(members, firsts[at]))).toEqual(fresh);
    }
  });
});
