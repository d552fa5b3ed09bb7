import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { nearestTo } from '../../../src-main/library/spaces/nearest.ts';
import type { PhotoId } from '../../../src-shared/contract.ts';
import { random } from '../../learning/linkage/made.ts';

const next = random(3);
const [count, dims] = [57, 4];
const space = { ids: Uint32Array.from({ length: count }, (_, row) => 2 * row + 1), dims, points: Float32Array.from({ length: count * dims }, () => next()) };

it.each([1, 10, 57, 1000])('the nearest photos are those that all distances say, %i points at a time', async (slice) => {
  const far = (a: number, b: number): number => Math.hypot(...Array.from({ length: dims }, (_, d) => space.points[a * dims + d]! - space.points[b * dims + d]!));
  const expected = Array.from({ length: count }, (_, row) => row).filter((row) => row !== 20).sort((a, b) => far(20, a) - far(20, b)).slice(0, 5);
  const found = await nearestTo(space, 41 as PhotoId, 5, slice);
  expect(found.map(({ id }) => id)).toEqual(expected.map((row) => space.ids[row]));
  found.forEach(({ distance }, at) => expect(distance).toBeCloseTo(far(20, expected[at]!), 6));
});

it('others have their turn meanwhile', async () => {
  let turns = 0;
  const ended = new AbortController();
  const looking = nearestTo(space, 41 as PhotoId, 5, 5).then(() => ended.abort());
  for (; !ended.signal.aborted; turns++) await nextTurn();
  await looking;
  expect(turns).toBeGreaterThan(8);
});

it('a photo that is not there has none', async () => {
  expect(await nearestTo(space, 2 as PhotoId, 5)).toEqual([]);
});
