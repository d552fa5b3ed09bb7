// Steps among what else is done: which of it undo and redo take first, and what cannot be brought back any more.

import { expect, it } from 'vitest';
import type { StepId } from '../../../src-shared/contract.ts';
import { redoStep, tellStep, undoStep } from '../../../src-renderer/state/stepping.ts';
import { redo, undo } from '../../../src-renderer/state/say.ts';
import { Judgments } from '../../../src-renderer/state/judgments.svelte.ts';
import type { OpenLibrary } from '../../../src-renderer/state/open-library.svelte.ts';
import { Steps } from '../../../src-renderer/state/steps.svelte.ts';
import { Toasts } from '../../../src-renderer/state/toasts.svelte.ts';
import { t } from '../../../src-renderer/messages/messages.svelte.ts';
import { FakeBridge, lensId } from '../fake-bridge.ts';
import { ids } from '../../desk/made-space.ts';

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

function step(steps: Steps, log: string[] = []) {
  return steps.do(async () => ({ undo: async () => log.push('undo'), redo: async () => log.push('redo'), undone: 'marks.undone' as const, redone: 'marks.redone' as const }));
}

it('knows whether a step was done or taken back after a moment', async () => {
  const steps = new Steps(() => null);
  const before = performance.now();
  await tick();
  expect([steps.isLastSince(before), steps.isUndoneSince(before), steps.outdates(before)]).toEqual([false, false, false]);
  await step(steps);
  await tick();
  const between = performance.now();
  expect([steps.isLastSince(before), steps.isLastSince(between), steps.outdates(before), steps.outdates(between)]).toEqual([true, false, true, false]);
  await tick();
  await steps.undo();
  expect([steps.isLastSince(before), steps.isUndoneSince(between), steps.outdates(between)]).toEqual([false, true, false]);
  await steps.redo();
  expect([steps.isLastSince(between), steps.isUndoneSince(before)]).toEqual([true, false]); // brought back after it
});

it('gives a step to undo alone while a judgment was made after it', async () => {
  let said: StepId | null = null;
  const steps = new Steps(() => said);
  await step(steps);
  said = 1;
  expect(steps.isLastSince(0)).toBe(false);
});

it('tells what was undone and what is back in the words in which it was told', async () => {
  const toasts = new Toasts();
  const steps = new Steps(() => null);
  const kindred = { toasts, attempt: <T>(asked: Promise<T> | undefined): Promise<T | undefined> => Promise.resolve(asked) };
  tellStep(kindred, { steps }, (await step(steps))!, 'Removed 3 photos from Italy');
  await undoStep(kindred, { steps });
  expect(toasts.current?.text).toBe('Removed 3 photos from Italy: undone');
  await redoStep(kindred, { steps });
  expect(toasts.current?.text).toBe('Removed 3 photos from Italy');
  await step(steps); // of which nothing was told
  await undoStep(kindred, { steps });
  expect(toasts.current?.text).toBe(t('marks.undone'));
});

it('brings no judgment back once something else was done after it was taken back', async () => {
  const bridge = new FakeBridge();
  const toasts = new Toasts();
  const judgments = new Judgments({ bridge, lensId });
  const steps = new Steps(() => judgments.undoable?.id ?? null);
  const attempt = <T>(asked: Promise<T> | undefined): Promise<T | undefined> => Promise.resolve(asked);
  const kindred = { toasts, attempt, places: { now: { screen: 'groups', group: null, photo: null }, openGroup: () => {}, openPhoto: () => {} } } as const;
  const library = { judgments, steps, takesBack: null, bringsBack: null } as unknown as OpenLibrary; // what undo and redo need of it
  await judgments.say({ kind: 'similar', photos: ids(1, 2) as never });
  await undo(kindred, library);
  await redo(kindred, library);
  expect(bridge.judgments).toHaveLength(1); // nothing was done in between
  await undo(kindred, library);
  await tick();
  const log: string[] = [];
  await step(steps, log);
  await redo(kindred, library);
  expect([bridge.judgments.length, toasts.current?.text]).toEqual([0, t('say.nothingToRedo')]);
  await undo(kindred, library);
  await redo(kindred, library);
  expect([log, bridge.judgments.length]).toEqual([['undo', 'redo'], 0]);
});

it('takes a step back before an answer that was given earlier but recorded later, and after one that was given later', async () => {
  const bridge = new FakeBridge();
  const judgments = new Judgments({ bridge, lensId });
  const steps = new Steps(() => judgments.undoable?.id ?? null, () => judgments.coming);
  const answer = (first: number, second: number) => judgments.say({ kind: 'similar', photos: ids(first, second) as never });
  await answer(1, 2);
  // an answer of Review, which waits for its turn before it is said; a step; another answer
  const turn = Promise.withResolvers<void>();
  const waiting = turn.promise.then(() => answer(3, 4));
  judgments.expect(waiting);
  const given = performance.now();
  await tick();
  const marked = await step(steps);
  turn.resolve();
  const later = waiting.then(() => answer(5, 6));
  await steps.settled();
  await later;
  expect([steps.undoable, bridge.judgments.length]).toEqual([false, 3]);
  await judgments.undo();
  expect([steps.last?.step, steps.isLastSince(given)]).toEqual([marked, true]);
  await steps.undo();
  expect(judgments.undoable?.id).toBe((await waiting as { step: StepId }).step);
});

it('counts a step as done when it was asked for, however long it takes', async () => {
  const steps = new Steps(() => null);
  const done = Promise.withResolvers<void>();
  const slow = steps.do(async () => {
    await done.promise;
    return { undo: async () => {}, redo: null, undone: null, redone: null };
  });
  await tick();
  const decided = performance.now();
  done.resolve();
  await slow;
  expect([steps.isLastSince(decided), steps.isLastSince(0)]).toEqual([false, true]);
});
