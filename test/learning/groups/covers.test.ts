import { describe, expect, it } from 'vitest';
import { Portrayer, Portraits, sketchOf } from '../../../src-shared/learning/groups/covers.ts';
import { asPoints, squaredDistance } from '../../../src-shared/learning/linkage/points.ts';
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

  it('is hardly another one by a sketch, where few coordinates vary much', () => {
    const dims = 90;
    const bell = normal(5);
    const values = Float32Array.from({ length: 800 * dims }, (_, at) => bell() / (1 + ((at % dims) * 37) % dims)); // as principal components do, in some order
    const points = asPoints(values, dims);
    const sketch = sketchOf(points);
    expect([sketch.size, sketch.dims]).toEqual([800, 32]);
    let [near, chance, spread, any] = [0, 0, 0, 0];
    for (let from = 0; from < 800; from += 40) {
      const members = Uint32Array.from({ length: 40 }, (_, at) => from + at);
      const [covers, exact] = [new Portrayer(sketch).portray(members), new Portrayer(points).portray(members)];
      const toMean = (photo: number): number => members.reduce((sum, other) => sum + squaredDistance(points, photo, other), 0);
      const apart = (photos: readonly number[]): number => photos.flatMap((a, at) => photos.slice(at + 1).map((b) => squaredDistance(points, a, b))).reduce((a, b) => a + b);
      near += toMean(covers[0]!) / toMean(exact[0]!);
      chance += toMean(members[7]!) / toMean(exact[0]!);
      spread += apart(covers) / apart(exact);
      any += apart([...members.slice(3, 7)]) / apart(exact);
    }
    // as central and as far apart to a tenth, which photos that are picked blindly are not
    expect(near / 20).toBeLessThan(1.1);
    expect(chance / 20).toBeGreaterThan(1.3);
    expect(spread / 20).toBeGreaterThan(0.9);
    expect(any / 20).toBeLessThan(0.8);
  });

  it('needs no sketch where points have few coordinates', () => {
    const points = asPoints(clusteredPoints(20, 6, 2, 9), 6);
    expect(sketchOf(points)).toBe(points);
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
      expect(portraits.of(groups, firsts, 4)).toEqual(fresh);
    }
  });
});
