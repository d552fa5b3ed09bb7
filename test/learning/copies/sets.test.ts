import { expect, it } from 'vitest';
import type { PhotoId } from '../../../src-shared/contract.ts';
import { bindCopies } from '../../../src-shared/learning/linkage/copies.ts';
import { checkBonds } from '../../../src-shared/learning/linkage/bonds.ts';
import { joinSets, type Judged } from '../../../src-shared/learning/copies/sets.ts';
import { uniform } from '../../../src-shared/learning/random.ts';

const id = (value: number): PhotoId => value as PhotoId;
const edge = (first: number, second: number, certainty = 0.9): Judged => ({ first: id(first), second: id(second), verdict: { kind: 'same-picture', differences: [], certainty } });
const setsOf = (edges: readonly Judged[], apart: readonly (readonly [number[], number[]])[] = []): number[][] =>
  joinSets(edges, apart.map(([photos, others]) => ({ photos: photos.map(id), others: others.map(id) }))).map(({ photos }) => [...photos]);

it('joins what is joined by others', () => {
  expect(setsOf([edge(4, 9), edge(1, 2), edge(2, 3), edge(9, 10)])).toEqual([[1, 2, 3], [4, 9, 10]]);
});

it('never joins what is not the same, and prefers the surer way', () => {
  expect(setsOf([edge(1, 2)], [[[1], [2]]])).toEqual([]);
  // 2 is between 1 and 3, which are not the same: it goes with the one it is surer to be
  expect(setsOf([edge(1, 2, 0.6), edge(2, 3, 0.9)], [[[1], [3]]])).toEqual([[2, 3]]);
});

it('separates all that was said of any graph', () => {
  const next = uniform(11);
  for (let run = 0; run < 200; run++) {
    const some = (count: number): number[] => Array.from({ length: count }, () => 1 + Math.floor(12 * next()));
    const edges = Array.from({ length: 14 }, () => some(2)).filter(([a, b]) => a !== b).map(([a, b]) => edge(Math.min(a!, b!), Math.max(a!, b!), next()));
    const apart = Array.from({ length: 3 }, () => [some(1), some(2)] as const).filter(([[a], others]) => !others.includes(a!)).map(([a, b]): [number[], number[]] => [a, b]);
    for (const set of setsOf(edges, apart)) for (const [photos, others] of apart) expect(set.some((photo) => photos.includes(photo)) && set.some((photo) => others.includes(photo))).toBe(false);
  }
});

it('binds copies beside what the user said, and never against it', () => {
  const bonds = { together: [[0, 3]], apart: [{ judgment: 1, left: [0], right: [5] }] };
  expect(bindCopies(bonds, [], 8)).toBe(bonds);
  const bound = bindCopies(bonds, [[3, 4], [4, 5], [6, 7]], 8);
  expect(bound.together).toEqual([[0, 3, 4], [6, 7]]);
  expect(() => checkBonds(bound, 8)).not.toThrow();
});

it('makes bonds that hold for any copies and judgments', () => {
  const next = uniform(5);
  for (let run = 0; run < 200; run++) {
    const photo = (): number => Math.floor(12 * next());
    const apart = Array.from({ length: 3 }, (_, judgment) => ({ judgment, left: [photo()], right: [photo()] })).filter(({ left, right }) => left[0] !== right[0]);
    const copies = Array.from({ length: 4 }, () => [...new Set([photo(), photo(), photo()])]);
    expect(() => checkBonds(bindCopies({ together: [], apart }, copies, 12), 12)).not.toThrow();
  }
});
