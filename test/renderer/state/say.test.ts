// What the toast after an answer takes back: that answer, whatever was said since.

import { expect, it } from 'vitest';
import { say, undo } from '../../../src-renderer/state/say.ts';
import { Steps } from '../../../src-renderer/state/steps.svelte.ts';
import type { OpenLibrary } from '../../../src-renderer/state/open-library.svelte.ts';
import { Judgments } from '../../../src-renderer/state/judgments.svelte.ts';
import { Selection } from '../../../src-renderer/state/selection.svelte.ts';
import { Toasts } from '../../../src-renderer/state/toasts.svelte.ts';
import { noGroups } from '../../../src-shared/desk/group-table.ts';
import { FakeBridge, lensId } from '../fake-bridge.ts';
import { ids } from '../../desk/made-space.ts';

const pair = (a: number, b: number) => ({ kind: 'similar', photos: ids(a, b) as never }) as const;

function made() {
  const bridge = new FakeBridge();
  const toasts = new Toasts();
  const attempt = <T>(asked: Promise<T> | undefined): Promise<T | undefined> => Promise.resolve(asked).catch(() => undefined);
  const judgments = new Judgments({ bridge, lensId });
  const places = { now: { screen: 'groups', group: null, photo: null }, openGroup: () => {}, openPhoto: () => {} } as const;
  const library = { judgments, groups: { table: noGroups }, selection: new Selection(), takesBack: null, steps: new Steps(() => null) } as unknown as OpenLibrary; // what saying needs of it
  return { bridge, toasts, judgments, library, kindred: { toasts, places, attempt } };
}

const said = (bridge: FakeBridge): unknown[] => bridge.judgments.map(({ statement: { photos } }) => photos);

it('takes back what it tells of, though more was said since', async () => {
  const { bridge, toasts, judgments, library, kindred } = made();
  await say(kindred, library, pair(1, 2));
  const { action } = toasts.current!;
  await judgments.say(pair(3, 4));
  await judgments.say(pair(5, 6));
  action!.run();
  await expect.poll(() => said(bridge)).toEqual([[3, 4], [5, 6]]);
  // and brings that back again
  await expect.poll(() => toasts.current!.action).not.toBe(action);
  toasts.current!.action!.run();
  await expect.poll(() => said(bridge)).toEqual([[3, 4], [5, 6], [1, 2]]);
});

it('is its answer’s, not the screen’s', async () => {
  const { bridge, toasts, library, kindred } = made();
  await say(kindred, library, pair(1, 2));
  let taken = 0;
  library.takesBack = () => ++taken > 0;
  toasts.current!.action!.run();
  await expect.poll(() => said(bridge)).toEqual([]);
  expect(taken).toBe(0);
  await undo(kindred, library);
  expect(taken).toBe(1);
});

it('tells that there is nothing to undo, and nothing more where the answer itself failed', async () => {
  const { bridge, toasts, library, kindred } = made();
  await undo(kindred, library);
  const nothing = toasts.current!.id;
  bridge.failing.set('judgments.add', { name: 'Error', code: 'disk-full', message: 'full' });
  const saying = say(kindred, library, pair(1, 2));
  await undo(kindred, library);
  await saying;
  expect(toasts.current!.id).toBe(nothing);
});
