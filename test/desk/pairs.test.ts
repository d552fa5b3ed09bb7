import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pairsOf } from '../../src-shared/desk/pairs.ts';

function allPairs(count: number): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (let first = 0; first < count; first++) for (let second = first + 1; second < count; second++) pairs.push([first, second]);
  return pairs;
}

it('gives all pairs where they are few enough, in the order of two loops', () => {
  fc.assert(fc.property(fc.nat(60), (count) => {
    expect(pairsOf(count, 2000)).toEqual(allPairs(count));
  }));
});

it('else gives as many as wanted, each of them once, one of each stretch, and the same again', () => {
  fc.assert(fc.property(fc.integer({ min: 30, max: 150 }), fc.integer({ min: 1, max: 400 }), (count, most) => {
    const pairs = pairsOf(count, most);
    expect(pairs).toHaveLength(most);
    const place = new Map(allPairs(count).map((pair, at) => [String(pair), at]));
    const places = pairs.map((pair) => place.get(String(pair))!);
    places.forEach((at, stretch) => {
      expect(at).toBeGreaterThanOrEqual(Math.floor((stretch * place.size) / most));
      expect(at).toBeLessThan(Math.floor(((stretch + 1) * place.size) / most));
    });
    expect(pairsOf(count, most)).toEqual(pairs);
  }));
});

it('stays right where the square root is no longer exact', () => {
  for (const count of [100_000, 2_000_000]) {
    const total = (count * (count - 1)) / 2;
    const before = (first: number): number => (first * (2 * count - first - 1)) / 2;
    const pairs = pairsOf(count, 1000);
    pairs.forEach(([first, second], stretch) => {
      expect(second).toBeGreaterThan(first);
      expect(second).toBeLessThan(count);
      expect(Math.floor(((before(first) + second - first - 1) * 1000) / total)).toBe(stretch);
    });
  }
});
