import { expect, it } from 'vitest';
import { ask, keyOf } from '../../../src-shared/learning/questions/ask.ts';
import type { Judgment } from '../../../src-shared/contract.ts';
import { ids, madeSpace } from '../../desk/made-space.ts';

// two groups about as far apart as similar and different are equally likely, one far from both
const space = madeSpace([[0, 0, 0, 0], [0.05, 0, 0, 0], [1, 0, 0, 0], [1.05, 0, 0, 0], [9, 9, 9, 9], [9.05, 9, 9, 9]], { slope: 12 });
const members = [[0, 1], [2, 3], [4, 5]];
const none = new Set<string>();
const different = (a: number, b: number): Judgment => ({ id: 1, lensId: 1, madeAt: 0, statement: { kind: 'different', photos: [a, b] } }) as unknown as Judgment; // brands have no other source in a test

it('asks whether two groups are one by the photos they are known by, and nothing that is as good as known', () => {
  const questions = ask(space, [], { members, count: 9, skipped: none });
  expect(questions.map(({ photos }) => keyOf(photos))).toEqual(['1 3']);
  expect(questions[0]).toMatchObject({ kind: 'pair', probability: expect.closeTo(0.5, 1) as number });
});

it('asks nothing that was skipped, or that judgments settle', () => {
  expect(ask(space, [], { members, count: 9, skipped: new Set(['1 3']) })).toEqual([]);
  expect(ask(space, [different(3, 1)], { members, count: 9, skipped: none })).toEqual([]);
});

it('asks no pair again that was given a degree, and no comparison that was answered, either way round', () => {
  const degree = { id: 1, lensId: 1, madeAt: 0, statement: { kind: 'degree', photos: [3, 1], degree: 0.4 } } as unknown as Judgment; // brands, as above
  expect(ask(space, [degree], { members, count: 9, skipped: none })).toEqual([]);
  const apart = madeSpace([[0, 0, 0, 0], [1, 0, 0.1, 0], [0.1, 0, 1, 0]]);
  const said = (photos: number[]) => Array.from({ length: 11 }, (_, at) => ({ id: at + 1, lensId: 1, madeAt: 0, statement: { kind: 'closer', photos } }) as unknown as Judgment);
  const kinds = (photos: number[]) => ask(apart, said(photos), { members: [[0], [1], [2]], count: 1, skipped: none }).map(({ kind }) => kind);
  expect(kinds([1, 2, 3])).toEqual(['pair']);
  expect(kinds([1, 3, 2])).toEqual(['pair']);
  expect(kinds([2, 1, 3])).toEqual(['ranking']);
});

it('asks about a photo that may be in the wrong group', () => {
  const questions = ask(space, [], { members: [[0, 1, 2], [3], [4, 5]], count: 2, skipped: none });
  expect(questions.map(({ photos }) => keyOf(photos))).toEqual(['1 4', '1 3']);
});

it('asks nothing where the space has no calibration', () => {
  const { metric: _metric, ...bare } = space;
  expect(ask(bare, [], { members, count: 9, skipped: none })).toEqual([]);
});

it('compares photos of which feature groups say opposite things, one question in twelve', () => {
  const apart = madeSpace([[0, 0, 0, 0], [1, 0, 0.1, 0], [0.1, 0, 1, 0]]);
  const said = Array.from({ length: 11 }, (_, at) => ({ id: at + 1, lensId: 1, madeAt: 0, statement: { kind: 'degree', photos: [2, 3], degree: 0.5 } }) as unknown as Judgment);
  expect(ask(apart, said, { members: [[0], [1], [2]], count: 1, skipped: none })).toEqual([{ kind: 'ranking', photos: ids(1, 2, 3) }]);
  expect(ask(apart, said.slice(1), { members: [[0], [1], [2]], count: 1, skipped: none })[0]!.kind).toBe('pair');
});

it('compares no photos that are surely alike, or both surely unlike the first', () => {
  const near = [[0, 0, 0, 0], [1, 0, 0.1, 0], [0.1, 0, 1, 0]];
  const said = Array.from({ length: 11 }, (_, at) => ({ id: at + 1, lensId: 1, madeAt: 0, statement: { kind: 'degree', photos: [2, 3], degree: 0.5 } }) as unknown as Judgment);
  const kind = (middle: number) => ask(madeSpace(near, { middle, slope: 4 }), said, { members: [[0], [1], [2]], count: 1, skipped: none })[0]!.kind;
  // 1.005 from the first, 1.27 from each other: all pairs at .9 where the middle lies .55 beyond
  const alike = Math.log(9) / 4;
  expect(kind(1)).toBe('ranking');
  expect(kind(1.2728 + alike - 0.02)).toBe('ranking');
  expect(kind(1.2728 + alike + 0.02)).toBe('pair');
  expect(kind(1.005 - alike + 0.02)).toBe('ranking');
  expect(kind(1.005 - alike - 0.02)).toBe('pair');
});

it('compares no photos whose relation answers already settle', () => {
  const near = madeSpace([[0, 0, 0, 0], [1, 0, 0.1, 0], [0.1, 0, 1, 0]]);
  const after = (statement: object) => {
    const said = Array.from({ length: 11 }, (_, at) => ({ id: at + 1, lensId: 1, madeAt: 0, statement: at === 0 ? statement : { kind: 'degree', photos: [2, 3], degree: 0.5 } }) as unknown as Judgment);
    return ask(near, said, { members: [[0], [1], [2]], count: 1, skipped: none }).map(({ kind, photos }) => `${kind} ${photos.join(' ')}`);
  };
  expect(after({ kind: 'degree', photos: [2, 3], degree: 0.5 })).toEqual(['ranking 1 2 3']);
  expect(after({ kind: 'different', photos: [1, 3] })).toEqual(['pair 1 2']);
  expect(after({ kind: 'similar', photos: [1, 3] })).toEqual(['pair 1 2']);
  expect(after({ kind: 'together', photos: [1, 2, 3] })).toEqual([]);
});

it('names a pair the same whichever way round it stands', () => {
  expect(keyOf(ids(10, 9).slice(0, 2))).toBe(keyOf(ids(9, 10).slice(0, 2)));
  expect(keyOf(ids(1, 2, 3))).not.toBe(keyOf(ids(1, 3, 2)));
});
