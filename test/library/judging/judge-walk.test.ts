import { expect, it } from 'vitest';
import { madeFolder } from '../../store/made-store.ts';
import { walk } from './judge-walk.ts';

it.each([1, 2])('a random walk of judgments, undos, redos, moves, indexings, fits and groupings loses, breaks and throws nothing (seed %i)', (seed) => {
  const { steps, counts } = walk({ folder: madeFolder(), steps: 3000, seed, milliseconds: 2500 });
  expect(steps).toBeGreaterThan(100);
  if (steps === 3000) for (const what of ['recorded', 'already-known', 'contradiction', 'change recorded', 'undo', 'redo', 'move', 'index', 'open', 'fit', 'group']) expect(counts[what], what).toBeGreaterThan(0);
});
