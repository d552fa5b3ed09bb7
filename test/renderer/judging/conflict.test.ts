// Which photos of an answer in conflict are drawn first.

import { expect, it } from 'vitest';
import { inConflictFirst, sidesOf } from '../../../src-renderer/judging/conflict.ts';
import type { PhotoId, Statement } from '../../../src-shared/contract.ts';

const said = (kind: string, photos: number[], others?: number[]) => ({ kind, photos, others }) as unknown as Statement; // brands
const first = (photos: number[], ...others: Statement[]) => inConflictFirst(photos as PhotoId[], others);

it('draws a side of its own for all that are not to be together', () => {
  expect([said('apart', [1, 2], [3]), said('different', [1, 2]), said('together', [1, 2, 3]), said('closer', [1, 2, 3])].map(sidesOf)).toEqual([[[1, 2], [3]], [[1], [2]], [[1, 2, 3]], [[1], [2], [3]]]);
});

it('begins with the photos of the others, of each side in turn, and leaves the rest as it was', () => {
  expect(first([1, 2, 3, 4, 5, 6, 7], said('apart', [6, 9], [3, 4]))).toEqual([6, 3, 4, 1, 2, 5, 7]);
  expect(first([1, 2, 3, 4], said('similar', [4, 8]), said('different', [8, 3]))).toEqual([4, 3, 1, 2]);
  expect(first([1, 2, 3], said('together', [2, 3]), said('together', [3, 1]))).toEqual([2, 1, 3]);
  expect(first([1, 2], said('apart', [7], [8]))).toEqual([1, 2]);
  expect(first([1, 2])).toEqual([1, 2]);
});
