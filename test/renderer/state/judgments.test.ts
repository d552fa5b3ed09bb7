// The log as the screen sees it, over a bridge without a process.

import { describe, expect, it } from 'vitest';
import type { JudgmentLog, LibraryBridge, Origin } from '../../../src-shared/contract.ts';
import { Judgments } from '../../../src-renderer/state/judgments.svelte.ts';
import { volunteered } from '../../origins.ts';
import { FakeBridge, lensId } from '../fake-bridge.ts';
import { ids } from '../../desk/made-space.ts';

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

describe('where a judgment comes from', () => {
  const origins = (bridge: FakeBridge): Origin[] => bridge.judgments.map(({ origin }) => origin);

  it('is the question with its probability, or the user with the height of the groups when it was said', async () => {
    const bridge = new FakeBridge();
    let height: number | null = 1.5;
    const judgments = new Judgments({ bridge, lensId, height: () => height });
    await judgments.say(pair(1, 2));
    height = 2;
    await judgments.say([pair(3, 4), pair(5, 6)]);
    await judgments.say(pair(7, 8), { asked: 0 });
    height = null;
    await judgments.say(pair(9, 10), { drop: [bridge.judgments[1]!.id] });
    expect(origins(bridge)).toEqual([
      { kind: 'volunteered', height: 1.5 }, { kind: 'volunteered', height: 2 }, { kind: 'asked', probability: 0 }, { kind: 'volunteered', height: null }
    ]);
  });

  it('is that of the moment it was said', async () => {
    const bridge = new FakeBridge();
    let height = 1;
    const judgments = new Judgments({ bridge, lensId, height: () => height });
    const [first, second] = [judgments.say(pair(1, 2)), judgments.say(pair(3, 4))];
    height = 3;
    await Promise.all([first, second]);
    expect(origins(bridge)).toEqual([{ kind: 'volunteered', height: 1 }, { kind: 'volunteered', height: 1 }]);
  });
});

describe('logs that overtake each other', () => {
  /** The logs after each of two answers, and none. */
  async function madeLogs(): Promise<readonly [JudgmentLog, JudgmentLog, JudgmentLog]> {
    const bridge = new FakeBridge();
    const judgments = new Judgments({ bridge, lensId });
    const logs = [bridge.log];
    for (const said of [pair(1, 2), pair(3, 4)]) {
      await judgments.say(said);
      logs.push(bridge.log);
    }
    return logs as unknown as [JudgmentLog, JudgmentLog, JudgmentLog]; // the three above
  }

  it('leave the newest, in whatever order they arrive', async () => {
    const [none, one, two] = await madeLogs();
    const shown: number[] = [];
    const judgments = new Judgments({ bridge: new FakeBridge(), lensId, onChange: async (inForce) => void shown.push(inForce.length) });
    for (const log of [none, two, one, none, two]) await judgments.take(log);
    expect(judgments.inForce).toEqual(two.judgments);
    expect(judgments.undoable).toEqual(two.undoable);
    expect(shown).toEqual([2]);
  });

  it('take what an answer says, although the event about a later one came first', async () => {
    const bridge = new FakeBridge();
    const { promise: late, resolve: arrive } = Promise.withResolvers<void>();
    const slow: Pick<LibraryBridge, 'request'> = {
      request: async (name, input) => {
        const answer = await bridge.request(name, input);
        await late;
        return answer;
      }
    };
    const judgments = new Judgments({ bridge: slow, lensId });
    const saying = judgments.say(pair(1, 2));
    await expect.poll(() => bridge.judgments.length).toBe(1);
    await bridge.request('judgments.add', { lensId, statement: pair(3, 4), origin: volunteered }); // in the other tab
    await judgments.take(bridge.log);
    arrive();
    expect(await saying).toMatchObject({ status: 'recorded', step: 1 });
    expect(judgments.inForce.map(({ statement }) => statement)).toEqual([pair(1, 2), pair(3, 4)]);
  });

  it('are read anew after a lost connection, though the library was repaired and counts from fewer', async () => {
    const bridge = new FakeBridge();
    const judgments = new Judgments({ bridge, lensId });
    await judgments.say(pair(1, 2));
    await judgments.say(pair(3, 4));
    bridge.judgments.pop();
    bridge.logRevision = 1;
    await judgments.read();
    expect(judgments.inForce.map(({ statement }) => statement)).toEqual([pair(1, 2)]);
  });
});
