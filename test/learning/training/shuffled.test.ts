import { expect, it } from 'vitest';
import { shuffled } from '../../../src-shared/learning/training/shuffled.ts';
import { naivelyShuffled } from './naive-order.ts';

it('orders ids by a Fisher–Yates shuffle of the seed and leaves the given ones alone', () => {
  const ids = Uint32Array.of(7, 3, 9, 1, 12, 40);
  for (const seed of [0, 5, 2 ** 32 + 5]) expect([...shuffled(ids, seed)]).toEqual(naivelyShuffled([7, 3, 9, 1, 12, 40], seed));
  expect(shuffled(ids, 5)).not.toEqual(shuffled(ids, 6));
  expect([...ids]).toEqual([7, 3, 9, 1, 12, 40]);
});
