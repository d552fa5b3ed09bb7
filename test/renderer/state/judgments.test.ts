// The log as the screen sees it, over a bridge without a process.

import { expect, it } from 'vitest';
import { Judgments } from '../../../src-renderer/state/judgments.svelte.ts';
import { FakeBridge, lensId } from '../fake-bridge.ts';
import { ids } from '../workers/made-space.ts';

const pair = (a: number, b: number) => ({ kind: 'similar', photos: ids(a, b) as never }) as const;

it('undoes an answer that is still on its way', async () => {
  const bridge = new FakeBridge();
  const judgments = new Judgments(bridge, lensId, async () => {});
  await judgments.read();
  const said = judgments.say(pair(1, 2));
  const undone = judgments.undo(); // before the answer came back
  expect(await said).toBe('recorded');
  expect(await undone).toBe(true);
  expect(bridge.judgments).toEqual([]);
});

it('goes on after an answer that could not be recorded', async () => {
  const bridge = new FakeBridge();
  const judgments = new Judgments(bridge, lensId, async () => {});
  bridge.failing.set('judgments.add', { name: 'Error', code: 'disk-full', message: 'full' });
  await expect(judgments.say(pair(1, 2))).rejects.toThrow('full');
  bridge.failing.clear();
  expect(await judgments.say(pair(1, 2))).toBe('recorded');
});
