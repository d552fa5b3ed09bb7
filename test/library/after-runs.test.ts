// When an index run has the space made again.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { AfterRuns } from '../../src-main/library/after-runs.ts';

function made({ placed = 0, making = false, photos = 10 }: { placed?: number; making?: boolean; photos?: number | null } = {}) {
  const now = { placed, making, photos };
  let refreshed = 0;
  const runs = new AfterRuns({ placed: () => now.placed, isMaking: () => now.making, photos: () => now.photos, refresh: () => refreshed++ });
  return { now, runs, count: () => refreshed };
}

it.each([
  ['at once where the run says that photos changed', { placed: 10 }, true, 1], ['also while it is being made', { making: true }, true, 1], ['where it lacks photos', { placed: 9 }, false, 1], ['where there is none', {}, false, 1],
  ['not where it has them all', { placed: 10 }, false, 0], ['not where the library was closed', { photos: null }, false, 0], ['not yet while it is being made', { making: true }, false, 0]
] as const)('a space is made again %s', (_, state, changed, times) => {
  const { runs, count } = made(state);
  runs.ended(changed);
  expect(count()).toBe(times);
});

it.each([[10, 0], [9, 1], [11, 1]])('a space that came after the run with %i of 10 photos is made again %i times', async (placed, times) => {
  const { now, runs, count } = made({ making: true });
  runs.ended(false);
  now.placed = 4; // of some photos alone: that of all is still being made
  runs.made();
  await nextTurn();
  await nextTurn();
  expect(count()).toBe(0);
  now.placed = placed;
  runs.made();
  now.making = false;
  await nextTurn();
  await nextTurn();
  expect(count()).toBe(times);
  runs.made();
  await nextTurn();
  await nextTurn();
  expect(count()).toBe(times); // once a run
});

it('a space that is made while no run has ended is not looked at', async () => {
  const { now, runs, count } = made();
  now.placed = 9;
  runs.made();
  await nextTurn();
  await nextTurn();
  expect(count()).toBe(0);
});
