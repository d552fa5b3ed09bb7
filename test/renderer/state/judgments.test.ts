// The log as the screen sees it, over a bridge without a process.

import { describe, expect, it } from 'vitest';
import { Judgments } from '../../../src-renderer/state/judgments.svelte.ts';
import { FakeBridge, lensId } from '../fake-bridge.ts';
import { ids } from '../workers/made-space.ts';

const pair = (a: number, b: number) => ({ kind: 'similar', photos: ids(a, b) as never }) as const;

it('undoes an answer that is still on its way', async () => {
  const bridge = new FakeBridge();
  const judgments = new Judgments({ bridge, lensId });
  await judgments.read();
  const said = judgments.say(pair(1, 2));
  const undone = judgments.undo(); // before the answer came back
  expect(await said).toMatchObject({ status: 'recorded' });
  expect(await undone).toMatchObject({ status: 'done' });
  expect(bridge.judgments).toEqual([]);
});

describe('undo and redo of what is still on its way', () => {
  const disk = { name: 'Error', code: 'disk-full', message: 'full' } as const;
  const said = (bridge: FakeBridge): unknown[] => bridge.judgments.map(({ statement: { photos } }) => photos);

  it('leave what was said before where it is not recorded', async () => {
    const bridge = new FakeBridge();
    const judgments = new Judgments({ bridge, lensId });
    await judgments.say(pair(1, 2));
    bridge.failing.set('judgments.add', disk);
    const failed = judgments.say(pair(3, 4)).catch(() => 'failed');
    expect(await judgments.undo()).toEqual({ status: 'not-recorded' });
    expect(await failed).toBe('failed');
    expect(said(bridge)).toEqual([[1, 2]]);
    // what was known already is no step either
    const known = judgments.say(pair(1, 2));
    bridge.failing.clear();
    expect(await judgments.undo()).toEqual({ status: 'not-recorded' });
    expect(await known).toEqual({ status: 'already-known' });
    expect(said(bridge)).toEqual([[1, 2]]);
    // the next undo is of what was said before
    expect(await judgments.undo()).toMatchObject({ status: 'done' });
    expect(await judgments.undo()).toEqual({ status: 'nothing' });
  });

  it('leave what was undone before where the undo failed', async () => {
    const bridge = new FakeBridge();
    const judgments = new Judgments({ bridge, lensId });
    await judgments.say(pair(1, 2));
    await judgments.say(pair(3, 4));
    await judgments.undo();
    bridge.failing.set('judgments.undo', disk);
    const failed = judgments.undo().catch(() => 'failed');
    expect(await judgments.redo()).toEqual({ status: 'not-recorded' });
    expect([await failed, said(bridge)]).toEqual(['failed', [[1, 2]]]);
    expect(await judgments.redo()).toMatchObject({ status: 'done' });
    expect(said(bridge)).toEqual([[1, 2], [3, 4]]);
  });

  it('mean one each, the newest first, however fast they come', async () => {
    const bridge = new FakeBridge();
    const judgments = new Judgments({ bridge, lensId });
    void judgments.say(pair(1, 2));
    void judgments.say(pair(3, 4));
    void judgments.say(pair(5, 6));
    void judgments.undo();
    void judgments.undo();
    void judgments.redo();
    void judgments.undo();
    await judgments.undo();
    expect(said(bridge)).toEqual([]);
    await judgments.redo();
    expect(said(bridge)).toEqual([[1, 2]]);
  });

  it('take a step by its name out of those before it', async () => {
    const bridge = new FakeBridge();
    const judgments = new Judgments({ bridge, lensId });
    const first = await judgments.say(pair(1, 2));
    await judgments.say(pair(3, 4));
    if (first.status !== 'recorded') throw new Error('it was to be recorded');
    expect(await judgments.undo(first.step)).toEqual({ status: 'done', step: first.step });
    expect(said(bridge)).toEqual([[3, 4]]);
  });
});

it('goes on after an answer that could not be recorded', async () => {
  const bridge = new FakeBridge();
  const judgments = new Judgments({ bridge, lensId });
  bridge.failing.set('judgments.add', { name: 'Error', code: 'disk-full', message: 'full' });
  await expect(judgments.say(pair(1, 2))).rejects.toThrow('full');
  bridge.failing.clear();
  expect(await judgments.say(pair(1, 2))).toMatchObject({ status: 'recorded' });
});
