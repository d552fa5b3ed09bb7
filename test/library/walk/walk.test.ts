// Nothing acknowledged is ever lost, and libraries stay separate, whatever happens in any order. `npm run bench -- walk` goes further.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { walk } from './walk.ts';

it('keeps every acknowledged statement and name over a random walk through three libraries', async () => {
  const root = await mkdtemp(join(tmpdir(), 'kindred-walk-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const counts = await walk({ root, steps: 45, seed: 2 });
  expect(Object.keys(counts).sort(), 'the walk does everything').toEqual(expect.arrayContaining(['edit', 'kill', 'move', 'name', 'open', 'redo', 'rename', 'say', 'undo', 'unplug']));
}, 300_000);
