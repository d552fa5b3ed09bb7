// The histogram of distances, compared with a loop over all pairs.

import { expect, it } from 'vitest';
import { measureDistances } from '../../src-shared/desk/distances.ts';
import type { Judgment, Statement } from '../../src-shared/contract.ts';
import { uniform } from '../../src-shared/learning/random.ts';
import { ids, madeSpace } from './made-space.ts';

const next = uniform(7);
const points = Array.from({ length: 30 }, () => Array.from({ length: 4 }, () => next() * 2));
const space = madeSpace(points);
const apart = (a: number, b: number): number => Math.hypot(...points[a - 1]!.map((value, at) => value - points[b - 1]![at]!));
const judge = (...statements: Statement[]) => statements.map((statement, at) => ({ id: at + 1, lensId: 1, statement, madeAt: 0 }) as Judgment); // brands have no other source in a test

it('counts each pair once in its bin, and leaves out what is beyond the slider', () => {
  const { counts, range } = measureDistances(space, []);
  const expected = new Uint32Array(counts.length);
  for (let a = 1; a <= 30; a++) for (let b = a + 1; b <= 30; b++) if (apart(a, b) < range) expected[Math.floor((apart(a, b) / range) * counts.length)]!++;
  expect(range).toBe(space.levels.coarsest);
  expect(counts.length).toBeLessThanOrEqual(50);
  expect([...counts]).toEqual([...expected]);
});

it('counts a pair once whichever of the two lists the other', () => {
  // row 2 is nobody's nearest
  const chain = { ...madeSpace([[0, 0], [1, 0], [2.5, 0]]), k: 1, neighbours: Uint32Array.from([1, 0, 1]), distances: Float32Array.from([1, 1, 1.5]) };
  const { counts, range } = measureDistances(chain, []);
  const full = [...counts].flatMap((count, bin) => (count > 0 ? [[bin, count]] : []));
  expect(full).toEqual([[Math.floor((1 / range) * counts.length), 1], [Math.floor((1.5 / range) * counts.length), 1]]);
});

it('measures judged pairs, ascending, of gestures as many as photos, and none for a degree or a photo that is gone', () => {
  const [a, b, c] = ids(1, 2, 3);
  const { similar, different } = measureDistances(space, judge(
    { kind: 'similar', photos: [a, b] }, { kind: 'together', photos: ids(4, 5, 6) }, { kind: 'different', photos: [a, c] }, { kind: 'apart', photos: ids(7, 8, 9), others: ids(10, 11) },
    { kind: 'degree', photos: [b, c], degree: 0.5 }, { kind: 'similar', photos: [a, ids(99)[0]] }
  ));
  const sorted = (...pairs: readonly (readonly [number, number])[]): number[] => pairs.map(([from, to]) => Math.min(3, apart(from, to))).sort((x, y) => x - y);
  [...similar].forEach((value, at) => expect(value).toBeCloseTo(sorted([1, 2], [4, 5], [5, 6])[at]!, 5));
  [...different].forEach((value, at) => expect(value).toBeCloseTo(sorted([1, 3], [7, 10], [8, 11], [9, 10])[at]!, 5));
  expect([similar.length, different.length]).toEqual([3, 4]);
});

it('puts a pair that is farther apart than the slider reaches at its end', () => {
  const wide = madeSpace([[0, 0], [100, 0], [1, 0]]);
  expect([...measureDistances(wide, judge({ kind: 'different', photos: [ids(1)[0], ids(2)[0]] })).different]).toEqual([3]);
});
