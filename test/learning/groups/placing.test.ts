import { expect, it } from 'vitest';
import { place } from '../../../src-shared/learning/groups/placing.ts';

const cells = (...rows: number[][]) => rows.map((of) => Uint32Array.from(of));
const placed = (groups: number[][], ...of: number[][]) => place(groups, cells(...of)).map((rows) => [...rows]);

it('puts new rows with the group that most of their cell is in, and moves no other', () => {
  expect(placed([[4, 0, 1], [2, 3]], [0, 2, 3, 5], [1, 4])).toEqual([[0, 1, 4], [2, 3, 5]]);
});

it('makes groups of cells that are all new, and leaves out groups whose photos are gone', () => {
  expect(placed([[0], []], [0], [1, 2], [3])).toEqual([[0], [1, 2], [3]]);
  expect(placed([], [1, 0], [2])).toEqual([[0, 1], [2]]);
});
